import type { Keys } from './redis-state.ts';
import type { World } from './world.ts';

/** Tokens are numbered from here, so that they are told from all other numbers. */
export const tokensFrom = 1_000_000;

/**
 * Gives one text to all states that differ in nothing but the numbers of tokens, the times, and who is which: the workers
 * are alike, and so are the tasks.
 */
export function textOf({ tasks, workers, crashesLeft }: World, held: Keys): string {
  const keys = [...held].flatMap(([key, list]) => (key === 'seq' ? [] : [[key, partsOf(key, list)] as const]));
  const orders = [workers, workers.toReversed()];
  const texts = orders.flatMap((order) =>
    [tasks, tasks.toReversed()].map((inTurn) => {
      const rename = renamed(inTurn.map(({ id }) => id));
      // The world comes first: it names all tokens, in an order that does not depend on their numbers.
      const world = rename(JSON.stringify([inTurn, order, crashesLeft]));
      const rest = keys.map(([key, parts]) => `${rename(key)} ${inOrder(key, parts.map(rename)).join('|')}`);
      return `${world}\n${rest.toSorted().join('\n')}`;
    }),
  );
  return texts.toSorted()[0] ?? '';
}

/** Names tasks and tokens by the order in which they come. */
function renamed(ids: readonly string[]): (text: string) => string {
  const names = new Map(ids.map((id, index) => [id, `task ${index}`]));
  const pattern = new RegExp(`${ids.join('|')}|10000\\d\\d`, 'g');
  return (text) =>
    text.replaceAll(pattern, (found) => {
      const name = names.get(found) ?? `token ${names.size}`;
      names.set(found, name);
      return name;
    });
}

const hashes = new Set(['a', 'held', 'open', 'cfg', 'alive', 'why']);
const timed = new Set(['l', 'dead', 'past']);

/** What a key holds, without its times; of leases that are over, in which order they are. */
function partsOf(key: string, list: readonly string[]): readonly string[] {
  if (key.startsWith('t:')) return list.map((text) => (/^(=|cancelled$)/.test(text) ? timeless(text) : 'record'));
  if (hashes.has(key)) return list.flatMap((name, at) => (at % 2 === 0 ? [`${name} ${list[at + 1]}`] : []));
  if (timed.has(key))
    return list.flatMap((name, at) => (at % 2 === 0 ? [`${name}${overAs(Number(list[at + 1]))}`] : []));
  return list;
}

const overAs = (score: number): string => (score < 1_000 ? ` over ${score}` : '');

/** An outcome without the time at which it is over. */
const timeless = (text: string): string => text.replace(/^(=\d+):\d+/, '$1:time');

const inOrder = (key: string, parts: readonly string[]): readonly string[] =>
  hashes.has(key) || timed.has(key) ? parts.toSorted() : parts;
