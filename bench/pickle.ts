/**
 * Measures Graflow's pickles next to Pulumi's and livepack's serializers of functions: five functions, each in fresh processes, taking turns.
 * `pnpm --filter @graflow-tooling/bench pickle`; `--rounds 3` for a quick look, `--node <path>` for another Node. Measures what `pnpm build` made.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { installPeers, peerVersions } from './pickle/peers.ts';
import type { Numbers } from './queues/measurements.ts';
import { mediansOf, tableOf } from './queues/table.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, node: { type: 'string', default: process.execPath } },
});

const subjects = [
  { name: 'Pulumi', program: 'pulumi.cjs', place: 'here' },
  { name: 'livepack', program: 'livepack.cjs', place: 'here' },
  { name: 'Graflow', program: 'graflow.cjs', place: 'here' },
  { name: 'Graflow, called from another file', program: 'graflow.cjs', place: 'elsewhere' },
] as const;
const cases = [
  'trivial arrow',
  '3 primitives + an object',
  'captures a class with a method',
  'uses lodash by module reference',
  '28-line job handler + class + 3 captures',
];

const functions = await installPeers();
const results: Record<string, Record<string, Numbers>> = {};
for (const name of cases) {
  const rounds = subjects.map((): Numbers[] => []);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const numbers = await run('measure.cjs', [pathOf(subject.program), functions, name, subject.place]);
      rounds[index]?.push(numbers as Numbers);
    }
  }
  const medians = rounds.map(mediansOf);
  results[name] = Object.fromEntries(subjects.map((subject, index) => [subject.name, medians[index] ?? {}]));
  const names = subjects.map((subject) => subject.name);
  console.log(`\n${name}\n\n${tableOf(names, medians)}`);
}
const grown = await run('limits.mjs', []);
console.table((grown as { limits: unknown }).limits);
console.table((grown as { memory: unknown }).memory);

const { stdout: node } = await promisify(execFile)(values.node, ['--version']);
const machine = { at: new Date().toISOString(), node: node.trim(), cpu: `${cpus().length} x ${cpus()[0]?.model}` };
const result = { ...machine, rounds: Number(values.rounds), peers: peerVersions, cases: results, ...grown };
const major = /^v(\d+)/.exec(node)?.[1] ?? '';
const file = `results/pickle${major === '20' ? '' : `-node-${major}`}.json`;
await writeFile(new URL(file, import.meta.url), `${JSON.stringify(result, null, 2)}\n`);

async function run(program: string, args: readonly string[]): Promise<object> {
  const { stdout } = await promisify(execFile)(values.node, ['--expose-gc', pathOf(program), ...args]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as object;
}

function pathOf(program: string): string {
  return fileURLToPath(new URL(`pickle/programs/${program}`, import.meta.url));
}
