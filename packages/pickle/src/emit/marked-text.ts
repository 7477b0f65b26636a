/** A piece of a program, and where in it the text of each of its functions begins. */
export interface MarkedText {
  readonly text: string;
  readonly starts: readonly number[];
}

/** The text of one function. */
export function marked(text: string): MarkedText {
  return { text, starts: [0] };
}

/** Puts pieces one after the other. */
export function concat(...parts: readonly (string | MarkedText)[]): MarkedText {
  let text = '';
  const starts: number[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') for (const start of part.starts) starts.push(text.length + start);
    text += typeof part === 'string' ? part : part.text;
  }
  return { text, starts };
}

/** An array literal. */
export function list(items: readonly MarkedText[]): MarkedText {
  return concat('[', ...items.flatMap((item, index) => (index === 0 ? [item] : [',', item])), ']');
}

/** An array literal in which a piece that comes again is written once. */
export function listOnce(items: readonly MarkedText[]): MarkedText {
  const places = new Map<string, number>();
  for (const { text } of items) if (!places.has(text)) places.set(text, places.size);
  if (places.size === items.length) return list(items);
  const order = items.map(({ text }) => places.get(text) ?? 0);
  const written = [...places.keys()].map((text) => items.find((item) => item.text === text)!);
  const { text, starts } = concat(`((...$)=>[${order.map((at) => `$[${at}]`).join(',')}])(...`, list(written), ')');
  const groups: (readonly number[])[] = [];
  let next = 0;
  for (const item of written) groups.push(starts.slice(next, (next += item.starts.length)));
  return { text, starts: order.flatMap((at) => groups[at] ?? []) };
}
