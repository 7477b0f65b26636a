import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Options } from 'tsup';
import ts from 'typescript';
import { bundleTo, fixtures, type Runner } from './far-side.ts';

const require = createRequire(import.meta.url);

/** A runner that makes something else of the files first. */
export interface Toolchain extends Runner {
  /** CommonJS has no top-level await and no import.meta. */
  readonly format: 'esm' | 'cjs';
  /** Makes one file of all: files that are read by their names do not survive it. */
  readonly bundles?: boolean;
}

/** tsx runs the files as TypeScript, as ES modules or as CommonJS. */
export function tsx(format: 'esm' | 'cjs'): Toolchain {
  const extension = format === 'esm' ? '.mts' : '.cts';
  return {
    name: `tsx, ${format}`,
    format,
    prepare(folder, files) {
      const home = rewrite(folder, `tsx-${format}`, extension);
      return { loader: [require.resolve('tsx/cli')], programs: files.map((file) => join(home, file + extension)) };
    },
  };
}

/** jiti runs the files as TypeScript, as worker processes do. */
export const jiti: Toolchain = {
  name: 'jiti',
  format: 'esm',
  prepare(folder, files) {
    const home = rewrite(folder, 'jiti', '.ts');
    return { programs: files.map((file) => join(home, `${file}.ts`)), load: 'jiti' };
  },
};

/** The compiler of TypeScript makes CommonJS of each file. */
export function typescript(name: string, compilerOptions: ts.CompilerOptions): Toolchain {
  return transpiled(`TypeScript, ${name}`, 'cjs', (text, fileName) => {
    const options = { module: ts.ModuleKind.CommonJS, esModuleInterop: true, downlevelIteration: true };
    return ts.transpileModule(text, { fileName, compilerOptions: { ...options, ...compilerOptions } }).outputText;
  });
}

/** Each file goes through a function from text to text. */
export function transpiled(
  name: string,
  format: 'esm' | 'cjs',
  transpile: (text: string, file: string) => string,
): Toolchain {
  return {
    name,
    format,
    prepare(folder, files) {
      const home = rewrite(folder, name.replaceAll(/\W+/g, '-'), '.js', format, transpile);
      return {
        programs: files.map((file) => join(home, `${file}.js`)),
        ...(format === 'cjs' && { load: 'require' as const }),
      };
    },
  };
}

/** esbuild makes one file of each file of cases and what it imports. */
export function bundled(name: string, options: Options & { readonly format: 'esm' | 'cjs' }): Toolchain {
  return {
    name,
    format: options.format,
    bundles: true,
    async prepare(folder, files) {
      const home = join(folder, name.replaceAll(/\W+/g, '-'));
      await bundleTo(home, {
        entry: Object.fromEntries(files.map((file) => [file, join(folder, `${file}.mjs`)])),
        splitting: false,
        external: [/^[^./]/],
        ...options,
        format: [options.format],
      });
      cpSync(join(fixtures, 'local.cjs'), join(home, 'local.cjs'));
      const extension = options.format === 'cjs' ? '.cjs' : '.mjs';
      return { programs: files.map((file) => join(home, file + extension)) };
    },
  };
}

/** Copies the programs into a folder of their own, each under another extension and perhaps through a transpiler. */
export function rewrite(
  folder: string,
  name: string,
  extension: string,
  format: 'esm' | 'cjs' = 'esm',
  transpile: (text: string, file: string) => string = (text) => text,
): string {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  cpSync(fixtures, home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' }));
  for (const file of readdirSync(home)) {
    if (!file.endsWith('.mjs') || /^(produce|consume|show|load)/.test(file)) continue;
    const renamed = file.replace(/\.mjs$/, extension);
    const text = readFileSync(join(home, file), 'utf8').replaceAll(/(from '\.\/[\w-]+)\.mjs'/g, `$1${extension}'`);
    const made = attempt(() => transpile(text, join(home, renamed)));
    if (made !== undefined) writeFileSync(join(home, renamed), made);
  }
  return home;
}

/** A file that a tool cannot read is left out: nothing of it is run. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
