/** The file of a runner, and the flags that Node needs to read it. */
export interface RunnerProgram {
  readonly url: URL;
  readonly flags: readonly string[];
}

/** Finds the program of a runner: built beside this file, or its source, where the tests say how Node can read it. */
export function runnerProgram(): RunnerProgram {
  if (!import.meta.url.endsWith('.ts')) return { url: new URL('./runner/runner-entry.js', import.meta.url), flags: [] };
  const flags = process.env['GRAFLOW_SOURCE_FLAGS']?.split(' ') ?? [];
  return { url: new URL('./runner/runner-entry.ts', import.meta.url), flags };
}
