import type { Entry } from '../log/entry.ts';
import { entriesOf, type History } from './history.ts';

type Settled = Extract<Entry, { readonly kind: 'settled' }>;

/** One run of a task, as its worker logged it. */
export interface Run {
  readonly id: string;
  readonly attempt: number;
  readonly by: string;
  readonly startedAt: number;
  /** When the function returned, or its process was gone; Infinity when neither was seen. */
  readonly endedAt: number;
  /** Whether the function threw. */
  readonly hasFailed: boolean;
  /** What its worker heard of the settle; undefined when it heard nothing good. */
  readonly settled: Settled | undefined;
}

/** Finds the runs of each task, in the order of their starts. */
export function runsIn(history: Pick<History, 'entries'>): ReadonlyMap<string, readonly Run[]> {
  const ends = new Map(entriesOf(history, 'end').map((end) => [end.run, end]));
  const gone = goneIn(history);
  const settles = settlesIn(history);
  const runs = new Map<string, Run[]>();
  for (const { id, attempt, by, run, at: startedAt } of entriesOf(history, 'start')) {
    const end = ends.get(run);
    const list = runs.get(id) ?? [];
    list.push({
      id,
      attempt,
      by,
      startedAt,
      endedAt: Math.min(end?.at ?? Infinity, gone.get(by) ?? Infinity),
      hasFailed: end?.how === 'failure',
      settled: settles.get(`${by} ${id} ${attempt}`)?.find(({ at }) => at >= startedAt),
    });
    runs.set(id, list);
  }
  return runs;
}

function goneIn(history: Pick<History, 'entries'>): ReadonlyMap<string, number> {
  const killed = entriesOf(history, 'injured').filter(({ how }) => how === 'killed');
  return new Map([...entriesOf(history, 'exited'), ...killed].map(({ who, at }) => [who, at]));
}

function settlesIn(history: Pick<History, 'entries'>): ReadonlyMap<string, readonly Settled[]> {
  const settles = new Map<string, Settled[]>();
  for (const settled of entriesOf(history, 'settled')) {
    const key = `${settled.by} ${settled.id} ${settled.attempt}`;
    settles.set(key, [...(settles.get(key) ?? []), settled]);
  }
  return settles;
}
