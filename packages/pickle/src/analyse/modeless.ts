/**
 * True for a text that means the same in strict and in sloppy code, as far as that shows without parsing it: it holds no function or class of its own, no
 * `this`, `arguments`, `eval`, `with` or `delete`, and assigns to nothing but the variables that it declares.
 */
export function isModeless(source: string): boolean {
  if (telling.test(source)) return false;
  const uninitialised = source.replaceAll(/\b(?:const|let|var)\s+[\w$]+\s*=(?![=>])/g, '');
  return !assignment.test(uninitialised);
}

/** Words that may mean something else in the other mode, and what would hide them: comments and escapes. */
const telling =
  /\b(?:this|arguments|caller|callee|delete|eval|with|function|class|super|static|import)\b|\bnew\s*\.|\bfor\b(?!\s*\(\s*(?:const|let|var)\s)|\+\+|--|\/[/*]|\\/;

const assignment = /[^=!<>]=(?![=>])|<<=|>>=/;
