const place: unique symbol = Symbol.for('@graflow/pickle/1') as never;

/** What all copies of this package in one process share: one slot for each purpose, made when it is first asked for. */
export function processWide<T>(slot: string, make: () => T): T {
  const shared = globalThis as { [place]?: Record<string, unknown> };
  if (!shared[place]) Object.defineProperty(shared, place, { value: Object.create(null) });
  return ((shared[place] as Record<string, unknown>)[slot] ??= make()) as T;
}
