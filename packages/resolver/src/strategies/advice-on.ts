/**
 * Says what to do about free variables of a by-source task: one sentence for each kind that is among them.
 */
export const adviceOn = (variables: readonly string[]): readonly string[] =>
  kinds.flatMap((kind) => {
    const names = variables.filter((variable) => kinds.find(({ pattern }) => pattern.test(variable)) === kind);
    return names.length === 0 ? [] : [kind.say(names.join(', '))];
  });

/** Words of the language; then names that no author wrote, because a tool put them there; then all others. */
const kinds: readonly { readonly pattern: RegExp; readonly say: (names: string) => string }[] = [
  {
    pattern: /^(this|super|arguments|new\.target|import\.meta|#.*)$/,
    say: (names) =>
      `${names}: belongs to the place where the function was written. Pass what you need of it as an argument.`,
  },
  {
    pattern: /^import\(\)$/,
    say: () => 'import(): what came by source cannot import. Send the task by value, or register it.',
  },
  {
    pattern: /^eval$/,
    say: () => 'eval: what its code captures cannot be seen. Write (0, eval)(...), or do without.',
  },
  {
    pattern: /^__vite_ssr_|^__vi_import_/,
    say: (names) => `${names}: what vite made of an import. Send the task by value: { strategy: 'pickle' }.`,
  },
  {
    pattern: /^(cov_\w+|__cov\w*|__coverage__|stryMut\w*|stryCov\w*)$/,
    say: (names) => `${names}: a counter of the coverage tool. Exclude the file from coverage, or use coverage by V8.`,
  },
  {
    pattern: /^__name$/,
    say: (names) => `${names}: a helper of esbuild or tsx. Build with keepNames: false, or send the task by value.`,
  },
  {
    pattern:
      /^__(?!dirname$|filename$)[a-z]+$|^_(async|await|class|define|interop|object|sliced|to|ts|wrap)_?[a-z_]+$/i,
    say: (names) =>
      `${names}: a helper of the compiler. Compile for a newer target (es2022), or send the task by value.`,
  },
  {
    pattern: /^/,
    say: (names) =>
      `Pass ${names} as arguments, define them inside, or send the task by value: { strategy: 'pickle' }.`,
  },
];
