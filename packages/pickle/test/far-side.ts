import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import type { Pickle, PickleProblem } from '../src/index.ts';

/** The folder of the programs that are pickled. */
export const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** What became of one case: its pickle and what it gives here, or why it was refused. */
export interface Produced {
  readonly pickle?: Pickle;
  readonly here?: string;
  readonly error?: { readonly code?: string; readonly message: string; readonly problems?: readonly PickleProblem[] };
}

/** One case here and in another process. */
export interface Trip extends Produced {
  /** `file: name`. */
  readonly id: string;
  readonly name: string;
  readonly there?: string;
}

/** How files of cases are run: by Node itself, by a loader, or after a transpiler or a bundler. */
export interface Runner {
  readonly name: string;
  /** Prepares the files in a folder. */
  readonly prepare: (folder: string, files: readonly string[]) => Promise<Prepared> | Prepared;
}

/** Programs that are ready to run, in the order of their files. */
export interface Prepared {
  readonly programs: readonly string[];
  /** What stands on the command line before the programs. */
  readonly loader?: readonly string[];
  /** Which `load-by-<name>.mjs` loads the programs; `import()` otherwise. */
  readonly load?: 'require' | 'jiti';
}

/** Node itself runs the files as ES modules. */
export const native: Runner = {
  name: 'Node, ES modules',
  prepare: (folder, files) => ({ programs: files.map((file) => join(folder, `${file}.mjs`)) }),
};

/** A folder of its own with the programs and the package as one bundle in it; remove it when the work ends. */
export async function workbench(): Promise<{ folder: string; bundle: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "cases", "version": "1.0.0", "type": "module" }');
  symlinkSync(join(packageFolder, 'node_modules'), join(folder, 'node_modules'));
  cpSync(fixtures, folder, { recursive: true });
  const bundle = join(folder, 'pickle.mjs');
  const made = process.env['GRAFLOW_PICKLE_BUNDLE'];
  if (made === undefined) await bundlePickle(folder);
  else cpSync(made, bundle);
  return { folder, bundle, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Pickles every case of some files in one process, and gives them by file. */
export async function produceAll(
  folder: string,
  runner: Runner,
  files: readonly string[],
  node = process.execPath,
): Promise<Record<string, Record<string, Produced>>> {
  const { loader = [], programs, load = '' } = await runner.prepare(folder, files);
  const command = [...loader, join(folder, 'produce.mjs'), join(folder, 'pickle.mjs'), load, ...programs];
  const produced = JSON.parse(await runNode(folder, command, '', node)) as Record<string, Produced>[];
  return Object.fromEntries(files.map((file, index) => [file, produced[index] ?? {}]));
}

/** Pickles every case of a file in a process of its own. */
export async function produce(
  folder: string,
  runner: Runner,
  file: string,
  node = process.execPath,
): Promise<Record<string, Produced>> {
  return (await produceAll(folder, runner, [file], node))[file] ?? {};
}

/** Runs a fixture that prints JSON. */
export async function run(folder: string, runner: Runner, file: string): Promise<unknown> {
  const { loader = [], programs } = await runner.prepare(folder, [file]);
  return JSON.parse(await runNode(folder, [...loader, ...programs, join(folder, 'pickle.mjs')]));
}

/** Revives and calls pickles in another process, which knows nothing of the files that they come from. */
export async function consume(
  bundle: string,
  pickles: Readonly<Record<string, Pickle>>,
  node = process.execPath,
): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  try {
    cpSync(join(fixtures, 'consume.mjs'), join(folder, 'consume.mjs'));
    cpSync(join(fixtures, 'show-result.mjs'), join(folder, 'show-result.mjs'));
    const command = [join(folder, 'consume.mjs'), bundle, packageFolder];
    return JSON.parse(await runNode(folder, command, JSON.stringify(pickles), node)) as Record<string, string>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends every case of some files to another process and puts what it gives there beside what it gives here. */
export async function roundTrip(
  folder: string,
  bundle: string,
  runner: Runner,
  files: readonly string[],
): Promise<Trip[]> {
  const produced = byId(await produceAll(folder, runner, files));
  const there = await consume(bundle, picklesOf(produced));
  return Object.entries(produced).map(([id, made]) => ({
    id,
    name: id.slice(id.indexOf(': ') + 2),
    ...made,
    ...(there[id] && { there: there[id] }),
  }));
}

/** What was produced of many files, each case under `file: name`. */
export function byId(files: Readonly<Record<string, Record<string, Produced>>>): Record<string, Produced> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([file, cases]) =>
      Object.entries(cases).map(([name, made]) => [`${file}: ${name}`, made] as const),
    ),
  );
}

/** The pickles among what was produced. */
export function picklesOf(produced: Readonly<Record<string, Produced>>): Record<string, Pickle> {
  return Object.fromEntries(Object.entries(produced).flatMap(([name, { pickle }]) => (pickle ? [[name, pickle]] : [])));
}

/** Puts the package as one bundle into a folder: `pickle.mjs`. */
export function bundlePickle(folder: string): Promise<void> {
  return bundleTo(folder, { entry: { pickle: join(packageFolder, 'test/at-one-moment.ts') }, noExternal: [/.*/] });
}

/** Bundles files for Node. */
export async function bundleTo(outDir: string, options: Options): Promise<void> {
  // Few who use this file bundle, and it takes a second to load what does.
  const { build } = await import('tsup');
  return build({
    config: false,
    silent: true,
    clean: false,
    outDir,
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    outExtension: ({ format }) => ({ js: format === 'cjs' ? '.cjs' : '.mjs' }),
    ...options,
  });
}

/** Runs a program to its end and gives what it printed. */
export function runNode(cwd: string, args: readonly string[], input = '', node = process.execPath): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      node,
      args,
      { cwd, timeout: 300_000, maxBuffer: 1 << 28, env: { ...process.env, NODE_OPTIONS: '' } },
      (error, output) => (error ? reject(error) : resolve(output)),
    );
    child.stdin?.end(input);
  });
}
