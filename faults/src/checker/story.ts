import type { Entry, Fact } from '../log/entry.ts';
import type { History, Rules } from './history.ts';

type Line = Fact & { readonly at: number; readonly by?: string };

/** Makes a history of a few lines, for tests: who says nothing is the worker `w1`. */
export const story = (lines: readonly Line[], rules: Partial<Rules> = {}): History => ({
  entries: lines.map((line): Entry => ({ by: 'w1', ...line })),
  rules: { leaseMs: 1_000, ...rules },
});

/** A run of the task `t` by a worker, from a time to another one. */
export const run = (by: string, from: number, to: number, attempt = 1): readonly Line[] => [
  { kind: 'start', id: 't', attempt, run: `${by}/${from}`, pid: 1, by, at: from },
  { kind: 'end', id: 't', run: `${by}/${from}`, how: 'value', by, at: to },
];
