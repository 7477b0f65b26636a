/**
 * Measures the memory queue with its worker next to queues of one process, taking turns, each in a process of its own.
 * `pnpm --filter @graflow-tooling/bench memory`; `--rounds 3 --scale 0.1` for a quick look. Measures what `pnpm build`
 * made.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { subjects } from './memory/subjects.mjs';
import type { Numbers } from './queues/measurements.ts';
import { mediansOf, tableOf } from './queues/table.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, scale: { type: 'string', default: '1' } },
});
const tasks = Math.round(100_000 * Number(values.scale));
const pending = Math.round(1_000_000 * Number(values.scale));
const names = subjects.map(({ name }) => name);
const rounds = names.map((): Numbers[] => []);

for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const index of turns(round)) {
    const name = names[index];
    if (name === undefined) continue;
    rounds[index]?.push(await measure(name));
    console.error(`round ${round + 1}, ${name}`);
  }
}

const medians = rounds.map(mediansOf);
console.log(tableOf(names, medians));
const result = {
  at: new Date().toISOString(),
  node: process.version,
  cpu: `${cpus().length} x ${cpus()[0]?.model}`,
  ...values,
  medians: Object.fromEntries(names.map((name, index) => [name, medians[index]])),
  rounds: Object.fromEntries(names.map((name, index) => [name, rounds[index]])),
};
await writeFile(new URL('results/memory.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);

async function measure(name: string): Promise<Numbers> {
  const program = new URL('memory/subject-process.mjs', import.meta.url);
  const child = fork(program, [name, `${tasks}`, `${pending}`], { execArgv: ['--expose-gc'] });
  const [numbers] = (await once(child, 'message')) as [Numbers];
  return numbers;
}

/** Another one goes first in each round, so that no one always meets a warm machine. */
function turns(round: number): number[] {
  return names.map((_name, index) => (index + round) % names.length);
}
