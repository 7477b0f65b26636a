import { consume, native, picklesOf, type Runner } from '../test/far-side.ts';
import { nodeOf } from './installed.ts';
import { judgeAll, pickleAll, type Bench } from './measure-versions.ts';
import type { Measured, RunnerOutcomes } from './measured.ts';
import { programs } from './rows.ts';
import { toolchains } from './toolchains.ts';

// The others say nothing about a tool, and need a snapshot of the heap for every second program.
const files = ['functions', 'scopes', 'function-objects', 'builtins', 'modules', 'packages', 'transpiled'];
// Files that CommonJS files are read by their names from, which a bundle has not beside it.
const notBundled = new Set(['transpiled']);

/** The programs under every tool that runs TypeScript. */
export async function measureRunners(bench: Bench): Promise<Pick<Measured, 'runners'>> {
  const runners: RunnerOutcomes[] = [await measureRunner(bench, native, process.execPath, files)];
  for (const { major, bundles, ...runner } of toolchains()) {
    const wanted = bundles ? files.filter((file) => !notBundled.has(file)) : files;
    runners.push(await measureRunner(bench, runner, major ? nodeOf(major) : process.execPath, wanted));
  }
  return { runners };
}

async function measureRunner(
  { folder, bundle }: Bench,
  runner: Runner,
  node: string,
  wanted: readonly string[],
): Promise<RunnerOutcomes> {
  const produced = await pickleAll({ folder, bundle, node }, runner, wanted);
  const there = await consume(bundle, picklesOf(produced), node);
  const inFiles = programs.filter(({ file }) => wanted.includes(file));
  return { runner: runner.name, ids: inFiles.map(({ id }) => id), outcomes: judgeAll(produced, there, inFiles) };
}
