/** Sorts things by what they have in common, in their order. */
export function sortedBy<Thing, Common>(
  things: Iterable<Thing>,
  commonOf: (thing: Thing) => Common,
): ReadonlyMap<Common, Thing[]> {
  const sorted = new Map<Common, Thing[]>();
  for (const thing of things) {
    const common = commonOf(thing);
    const those = sorted.get(common);
    if (those) those.push(thing);
    else sorted.set(common, [thing]);
  }
  return sorted;
}
