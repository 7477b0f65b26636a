import { entriesOf, type Invariant } from './history.ts';

const places = ['ready', 'delayed', 'leased', 'dead', 'held'] as const;

/**
 * I5: every record that Redis holds is in exactly one place, and every place holds only ids of records, and of what was
 * destroyed on purpose.
 */
export const oneContainer: Invariant = (history) => {
  const held = entriesOf(history, 'containers').at(-1)?.held;
  if (held === undefined) return [];
  const found = new Map<string, string[]>();
  for (const place of places) for (const id of held[place] ?? []) found.set(id, [...(found.get(id) ?? []), place]);
  const records = new Set(held['records']);
  const destroyed = new Set(entriesOf(history, 'forgotten').flatMap(({ ids }) => ids));
  const strays = [...found.keys()].filter((id) => !records.has(id) && !destroyed.has(id));
  const orphans = [...records].filter((id) => !found.has(id));
  const doubles = [...found].filter(([, where]) => where.length > 1);
  return [
    ...strays.map(
      (id) => ({ invariant: 'I5', of: id, what: `is ${found.get(id)?.join()} and has no record` }) as const,
    ),
    ...orphans.map((id) => ({ invariant: 'I5', of: id, what: 'has a record and is nowhere' }) as const),
    ...doubles.map(([id, where]) => ({ invariant: 'I5', of: id, what: `is in ${where.join(' and ')}` }) as const),
  ];
};
