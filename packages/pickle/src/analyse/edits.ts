/** A change of a text: what stands from `start` to `end` becomes `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies changes that do not overlap. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let text = source;
  for (const { start, end, text: replacement } of edits.toSorted(
    (left, right) => right.start - left.start || right.end - left.end,
  )) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return text;
}

/** A name that a text does not use. */
export function unusedName(source: string, wish: string): string {
  let name = wish;
  while (source.includes(name)) name += '$';
  return name;
}
