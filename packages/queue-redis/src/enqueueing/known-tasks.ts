/** The ids of tasks that were not added because their deduplication key leads to another task, each with that one's id. */
export type KnownTasks = ReadonlyMap<string, string>;

/** Where all tasks are new. */
export const noneKnown: KnownTasks = new Map();

/** Reads the answer of the script: after a word, the ids of tasks that were left out alternate with those of the known ones. */
export function knownIn(reply: readonly string[]): KnownTasks {
  if (reply.length === 1) return noneKnown;
  const known = new Map<string, string>();
  for (let at = 1; at < reply.length; at += 2) known.set(reply[at] as string, reply[at + 1] as string);
  return known;
}

/** Joins what is known of several groups. */
export const allKnown = (groups: readonly KnownTasks[]): KnownTasks =>
  groups.every((known) => known.size === 0) ? noneKnown : new Map(groups.flatMap((known) => [...known]));
