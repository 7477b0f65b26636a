/**
 * True where something may be assigned to the name of a function or class of a script, as far as that shows without parsing. False only where the name is
 * called, declared once, or has properties read wherever it stands: an assignment looks different, in patterns as well.
 */
export function mayBeAssigned(source: string, name: string): boolean {
  if (/\\u|\beval\b/.test(source)) return true;
  const text = name.replaceAll('$', String.raw`\$`);
  // In sloppy code, a function of a block becomes what the name stands for outside.
  const declaration = String.raw`\bfunction\b(?:\s|\*|/\*[^]*?\*/|//.*\n)*${text}(?![\w$])`;
  if ((source.match(new RegExp(declaration, 'g'))?.length ?? 0) > 1) return true;
  const stepped = String.raw`(?:\+\+|--)\s*${text}(?![\w$])`;
  const other = String.raw`(?<![\w$]|(?<!\.\.)\.)${text}(?![\w$])(?!\s*(?:[(;{]|\.(?!\.)|extends\b))`;
  return new RegExp(`${stepped}|${other}`).test(source);
}
