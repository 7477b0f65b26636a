/** Where the first function of a program begins, unless something is put around it: behind `[[`, and for a method or accessor behind the brace, too. */
export function firstStart(text: string): number {
  const start = text.indexOf('[[') + '[['.length;
  return text[start] === '{' ? start + 1 : start;
}
