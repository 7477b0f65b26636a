const up = (value: object): object => Object.getPrototypeOf(value) as object;

const made: readonly object[] = [
  [].values(),
  ''[Symbol.iterator](),
  'a'.matchAll(/a/g),
  new Map().entries(),
  new Set().values(),
  ...helpers(),
];
const prototypes = new Set(made.map(up));

/** True for an iterator of the language: where it stands only V8 knows. */
export function isIteratorUnderWay(value: object): boolean {
  return prototypes.has(up(value));
}

/** What the methods of `Iterator` give, where Node has it. */
function helpers(): readonly object[] {
  const { Iterator } = globalThis as {
    Iterator?: { from(items: object): { map(step: (item: unknown) => unknown): object } };
  };
  if (!Iterator) return [];
  const wrapped = Iterator.from({ next: () => ({ done: true }) });
  return [wrapped, wrapped.map((item) => item)];
}
