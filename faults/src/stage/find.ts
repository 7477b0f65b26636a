import type { Entry } from '../log/entry.ts';

type Find<T> = (entries: readonly Entry[]) => T | undefined;

/** The start of a task, of any of the given ones, or of the given attempt. */
export const started =
  (ids: readonly string[], attempt = 1): Find<Extract<Entry, { readonly kind: 'start' }>> =>
  (entries) =>
    entries.find(
      (entry): entry is Extract<Entry, { readonly kind: 'start' }> =>
        entry.kind === 'start' && ids.includes(entry.id) && entry.attempt >= attempt,
    );

/** Whether each of the tasks has started. */
export const allStarted =
  (ids: readonly string[]): Find<true> =>
  (entries) => {
    const seen = new Set(entries.flatMap((entry) => (entry.kind === 'start' ? [entry.id] : [])));
    return ids.every((id) => seen.has(id)) || undefined;
  };

/** Whether each of the tasks was settled for good. */
export const allSettled =
  (ids: readonly string[]): Find<true> =>
  (entries) =>
    countSettled(entries, ids) >= ids.length || undefined;

/** Whether so many of the tasks were settled for good. */
export const settled =
  (ids: readonly string[], count: number): Find<true> =>
  (entries) =>
    countSettled(entries, ids) >= count || undefined;

function countSettled(entries: readonly Entry[], ids: readonly string[]): number {
  const wanted = new Set(ids);
  const seen = new Set<string>();
  for (const entry of entries)
    if (entry.kind === 'settled' && (entry.step === 'ack' || entry.step === 'bury') && wanted.has(entry.id))
      seen.add(entry.id);
  return seen.size;
}
