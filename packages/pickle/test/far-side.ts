import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Options } from 'tsup';
import type { Pickle, PickleProblem } from '../src/index.ts';

/** The folder of the programs that are pickled. */
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** What became of one case: its pickle and what it gives here, or why it was refused. */
export interface Produced {
  readonly pickle?: Pickle;
  readonly here?: string;
  readonly error?: { readonly code?: string; readonly message: string; readonly problems?: readonly PickleProblem[] };
}

/** How a file of cases is run: by Node itself, by a loader, or after a bundler. */
export interface Runner {
  readonly name: string;
  /** Prepares the file in a folder and gives the command line that produces its pickles. */
  readonly prepare: (folder: string, file: string) => Promise<string[]> | string[];
}

/** A folder of its own with the package as one bundle in it; removed when the test file ends. */
export async function workbench(): Promise<{ folder: string; bundle: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "cases", "version": "1.0.0", "type": "module" }');
  symlinkSync(join(packageFolder, 'node_modules'), join(folder, 'node_modules'));
  cpSync(fixtures, folder, { recursive: true });
  await bundleTo(folder, 'pickle', { entry: { pickle: join(packageFolder, 'src/index.ts') }, noExternal: [/.*/] });
  return { folder, bundle: join(folder, 'pickle.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Pickles every case of a file in a process of its own. */
export async function produce(folder: string, runner: Runner, file: string): Promise<Record<string, Produced>> {
  const command = await runner.prepare(folder, file);
  return JSON.parse(await runNode(folder, command)) as Record<string, Produced>;
}

/** Runs a fixture that prints JSON. */
export async function run(folder: string, runner: Runner, file: string): Promise<unknown> {
  const [loader, program] = splitProgram(await runner.prepare(folder, file));
  return JSON.parse(await runNode(folder, [...loader, program, join(folder, 'pickle.mjs')]));
}

/** The loader, if any, and the file at the end of a command line. */
function splitProgram(command: readonly string[]): [string[], string] {
  return [command.slice(0, -3), command.at(-1) ?? ''];
}

/** Revives and calls pickles in another process, which knows nothing of the files that they come from. */
async function consume(bundle: string, pickles: Record<string, Pickle>): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  try {
    cpSync(join(fixtures, 'consume.mjs'), join(folder, 'consume.mjs'));
    cpSync(join(fixtures, 'show-result.mjs'), join(folder, 'show-result.mjs'));
    const output = await runNode(folder, [join(folder, 'consume.mjs'), bundle, packageFolder], JSON.stringify(pickles));
    return JSON.parse(output) as Record<string, string>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends every case of a file to another process and puts what it gives there beside what it gives here. */
export async function roundTrip(
  folder: string,
  bundle: string,
  runner: Runner,
  file: string,
): Promise<[string, string, string][]> {
  const produced = await produce(folder, runner, file);
  const pickles = Object.fromEntries(
    Object.entries(produced).flatMap(([name, made]) => (made.pickle ? [[name, made.pickle]] : [])),
  );
  const there = await consume(bundle, pickles);
  return Object.entries(produced).map(([name, { here, error }]) => [
    name,
    error ? 'a pickle' : String(here),
    error?.message ?? String(there[name]),
  ]);
}

/** Node itself runs the files as ES modules. */
export const native: Runner = {
  name: 'native ES modules',
  prepare: (folder, file) => [join(folder, 'produce.mjs'), join(folder, 'pickle.mjs'), join(folder, `${file}.mjs`)],
};

/** tsx runs the files as TypeScript, as ES modules or as CommonJS. */
export function tsx(format: 'esm' | 'cjs'): Runner {
  const extension = format === 'esm' ? '.mts' : '.cts';
  return {
    name: `tsx, ${format}`,
    prepare(folder, file) {
      const home = join(folder, format);
      cpSync(fixtures, home, { recursive: true });
      for (const cases of readdirSync(home)) {
        if (!cases.endsWith('.mjs') || /produce|consume|show/.test(cases)) continue;
        const text = readFileSync(join(home, cases), 'utf8').replaceAll(/(from '\.\/[\w-]+)\.mjs'/g, `$1${extension}'`);
        writeFileSync(join(home, cases.replace('.mjs', extension)), text);
      }
      return [
        require.resolve('tsx/cli'),
        join(home, 'produce.mjs'),
        join(folder, 'pickle.mjs'),
        join(home, file + extension),
      ];
    },
  };
}

/** jiti runs the files as TypeScript, as worker processes do. */
export const jiti: Runner = {
  name: 'jiti',
  prepare(folder, file) {
    const home = join(folder, 'jiti');
    cpSync(fixtures, home, { recursive: true });
    cpSync(join(home, `${file}.mjs`), join(home, `${file}.ts`));
    return [join(packageFolder, 'node_modules/jiti/lib/jiti-cli.mjs'), '', '', join(home, `${file}.ts`)];
  },
};

/** esbuild makes one file of the cases and what they import. */
export function bundled(name: string, options: Options): Runner {
  return {
    name,
    async prepare(folder, file) {
      const home = `${name.replaceAll(/\W+/g, '-')}-${file}`;
      await bundleTo(join(folder, home), file, {
        entry: { [file]: join(folder, `${file}.mjs`) },
        external: ['acorn'],
        ...options,
      });
      cpSync(join(fixtures, 'local.cjs'), join(folder, home, 'local.cjs'));
      const extension = options.format === 'cjs' ? '.cjs' : '.mjs';
      return [join(folder, 'produce.mjs'), join(folder, 'pickle.mjs'), join(folder, home, file + extension)];
    },
  };
}

function bundleTo(outDir: string, _name: string, options: Options): Promise<void> {
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

/** Runs Node in a folder and gives what it printed. */
export function runNode(cwd: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd, maxBuffer: 1 << 28, env: { ...process.env, NODE_OPTIONS: '' } },
      (error, output) => (error ? reject(error) : resolve(output)),
    );
    child.stdin?.end(input);
  });
}
