/** Where a line and a column, both from zero, are in a text. */
export function offsetIn(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let start = 0;
  for (let left = line; left > 0; left -= 1) start = text.indexOf('\n', start) + 1;
  return start + column;
}
