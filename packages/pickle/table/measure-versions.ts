import { consume, native, picklesOf, produce, type Produced, type Runner } from '../test/far-side.ts';
import { nodeOf } from './installed.ts';
import type { Measured, Outcome, Outcomes } from './measured.ts';
import { bytesOf, pairsOf, type MadeOn } from './pairs.ts';
import { files, programs, type Program } from './rows.ts';
import { judge } from './verdict.ts';

export const nodes = ['20', '22', '24', '26'];

/** Where the programs are, and our package as one file. */
export interface Bench {
  readonly folder: string;
  readonly bundle: string;
}

/** A workbench, and the Node to work with. */
export interface Place extends Bench {
  readonly node: string;
}

/** Our own programs on every Node version. */
export async function measureOurs(bench: Bench): Promise<Pick<Measured, 'ours'>> {
  const ours: Record<string, Outcomes> = {};
  for (const major of nodes) {
    const place = { ...bench, node: nodeOf(major) };
    const produced = await pickleAll(place, native);
    ours[major] = judgeAll(produced, await consume(bench.bundle, picklesOf(produced), place.node));
  }
  return { ours };
}

/** Pickles from every Node version to every other. */
export async function measurePairs(bench: Bench): Promise<Pick<Measured, 'pairs' | 'bytes'>> {
  const made: MadeOn[] = [];
  for (const node of nodes) {
    const produced = await pickleAll({ ...bench, node: nodeOf(node) }, native);
    const there: Record<string, Record<string, string>> = {};
    for (const other of nodes) there[other] = await consume(bench.bundle, picklesOf(produced), nodeOf(other));
    made.push({ node, produced, there });
  }
  return { pairs: pairsOf(made), bytes: bytesOf(made) };
}

/** Pickles all programs of some files, by id. Those of a file that does not run there are left out. */
export async function pickleAll(
  { folder, node }: Place,
  runner: Runner,
  wanted = files,
): Promise<Record<string, Produced>> {
  const all: Record<string, Produced> = {};
  const ids = new Set(programs.map(({ id }) => id));
  for (const file of wanted) {
    const produced: Record<string, Produced> = await produce(folder, runner, file, node).catch(() => ({}));
    for (const [name, made] of Object.entries(produced))
      if (ids.has(`${file}: ${name}`)) all[`${file}: ${name}`] = made;
  }
  return all;
}

/** The verdict on each program. */
export function judgeAll(
  produced: Readonly<Record<string, Produced>>,
  there: Readonly<Record<string, string>>,
  wanted: readonly Program[] = programs,
): Outcomes {
  return Object.fromEntries(wanted.map((program) => [program.id, judgeOurs(program, produced[program.id], there)]));
}

/** The verdict on one program of ours. */
function judgeOurs(
  { id, refuse }: Program,
  made: Produced | undefined,
  there: Readonly<Record<string, string>>,
): Outcome {
  if (!made) return { verdict: 'not run' };
  if (made.error?.code === 'GRAFLOW_PICKLE_REFUSED') {
    const reason = made.error.problems?.[0]?.reason ?? made.error.message;
    return { verdict: refuse ? 'right' : 'refused', reason };
  }
  if (made.error) return { verdict: 'crashes' };
  return { verdict: judge(made.here, there[id] ?? 'does not load', refuse) };
}
