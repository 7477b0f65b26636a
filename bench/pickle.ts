/**
 * Measures Graflow's pickles next to Pulumi's and livepack's serializers of functions: five functions, each in fresh processes, taking turns.
 * `pnpm --filter @graflow-tooling/bench pickle`; `--rounds 1` for a quick look, `--node <path>` for another Node. Measures what `pnpm build` made, and
 * writes what it knows after every round.
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
  options: { rounds: { type: 'string', default: '3' }, node: { type: 'string', default: process.execPath } },
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

/** The longest that one process may take; a busy machine must not keep the others waiting. */
const processLimitMs = 60_000;

const functions = await installPeers();
const { stdout: node } = await promisify(execFile)(values.node, ['--version']);
const measured = new Map(cases.map((name) => [name, subjects.map((): Numbers[] => [])]));
for (let round = 1; round <= Number(values.rounds); round += 1) {
  for (const [name, bySubject] of measured) {
    for (const [index, { program, place }] of subjects.entries()) {
      const numbers = await run('measure.cjs', [pathOf(program), functions, name, place]);
      if (numbers) bySubject[index]?.push(numbers as Numbers);
    }
  }
  await write(round);
}
for (const [name, bySubject] of measured)
  console.log(
    `\n${name}\n\n${tableOf(
      subjects.map((subject) => subject.name),
      bySubject.map(mediansOf),
    )}`,
  );
const grown = await run('limits.mjs', [], ['--expose-gc']);
for (const table of Object.values(grown ?? {})) console.table(table);
await write(Number(values.rounds), grown);

/** Writes the medians of the rounds so far. */
async function write(rounds: number, more: object = {}): Promise<void> {
  const medians = [...measured].map(([name, bySubject]) => [
    name,
    Object.fromEntries(subjects.map((subject, index) => [subject.name, mediansOf(bySubject[index] ?? [])])),
  ]);
  const machine = { at: new Date().toISOString(), node: node.trim(), cpu: `${cpus().length} x ${cpus()[0]?.model}` };
  const result = { ...machine, rounds, peers: peerVersions, cases: Object.fromEntries(medians) as object, ...more };
  const major = /^v(\d+)/.exec(node)?.[1] ?? '';
  const file = `results/pickle${major === '20' ? '' : `-node-${major}`}.json`;
  await writeFile(new URL(file, import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
}

/** What a program printed; undefined, with a line that says so, for one that failed or took too long. With a flag of V8, Node compiles its own modules anew. */
async function run(
  program: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<object | undefined> {
  try {
    const command = [...flags, pathOf(program), ...args];
    const { stdout } = await promisify(execFile)(values.node, command, { timeout: processLimitMs });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as object;
  } catch (error) {
    console.error(`No numbers of ${[program, ...args].join(' ')}:`, error);
    return undefined;
  }
}

function pathOf(program: string): string {
  return fileURLToPath(new URL(`pickle/programs/${program}`, import.meta.url));
}
