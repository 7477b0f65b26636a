import { readFileSync, writeFileSync } from 'node:fs';
import type { Result } from '../play.ts';
import type { Scenario } from '../scenario.ts';
import type { KeptResults, KeptScenario } from './kept-results.ts';
import { tallyOf } from './line-of.ts';
import { resultsPage } from './results-page.ts';

const folder = new URL('../../results/', import.meta.url);

/** Keeps what came of a run in `results/<subject>.json`, beside what was not played now, and writes the page anew. */
export function keepResults(subject: string, results: ReadonlyMap<Scenario, readonly Result[]>): void {
  const scenarios = [...results].map(([{ number, words }, played]): KeptScenario => ({
    number,
    words,
    seeds: played.length,
    ...tallyOf(played),
    broken: played.reduce((count, { broken }) => count + broken.length, 0),
    recoveredInMs: played.flatMap(({ recoveredInMs }) => recoveredInMs.map(Math.round)),
  }));
  const others = read(subject).scenarios.filter(({ number }) => scenarios.every((played) => played.number !== number));
  const kept: KeptResults = {
    at: new Date().toISOString(),
    scenarios: [...others, ...scenarios].toSorted((one, other) => one.number - other.number),
  };
  write(`${subject}.json`, `${JSON.stringify(kept, null, 2)}\n`);
  write('README.md', resultsPage({ graflow: read('graflow'), bullmq: read('bullmq') }));
}

const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text);

const read = (subject: string): KeptResults =>
  JSON.parse(readFileSync(new URL(`${subject}.json`, folder), 'utf8')) as KeptResults;
