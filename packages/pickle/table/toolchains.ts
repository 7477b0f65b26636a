import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { bundled, jiti, rewrite, transpiled, tsx, typescript, type Toolchain } from '../test/runners.ts';
import { installed } from './installed.ts';

/** Every way to run the programs that the table shows, and the Node version that it needs. */
export function toolchains(): (Toolchain & { readonly major?: string })[] {
  const { ES5, ES2017, ES2022 } = ts.ScriptTarget;
  return [
    { ...typescript('ES2022, CommonJS', { target: ES2022 }) },
    typescript('ES2017', { target: ES2017 }),
    typescript('ES2017, tslib', { target: ES2017, importHelpers: true }),
    typescript('ES5', { target: ES5 }),
    { ...stripped, major: '24' },
    tsx('esm'),
    tsx('cjs'),
    jiti,
    tsNode,
    swcNode,
    swc('es2022'),
    swc('es5'),
    bundled('esbuild', { format: 'esm' }),
    bundled('esbuild, keepNames', { format: 'esm', keepNames: true }),
    bundled('esbuild, minified', { format: 'esm', minify: true }),
    bundled('esbuild, cjs', { format: 'cjs' }),
    bundled('esbuild, cjs, keepNames', { format: 'cjs', keepNames: true }),
    bundled('esbuild, cjs, minified', { format: 'cjs', minify: true }),
    vitest,
    istanbul,
  ];
}

/** Node takes the types out itself. */
const stripped: Toolchain = {
  name: 'Node 24, type stripping',
  format: 'esm',
  prepare(folder, files) {
    const home = rewrite(folder, 'stripped', '.mts');
    return { programs: files.map((file) => join(home, `${file}.mts`)) };
  },
};

const tsNode: Toolchain = {
  name: 'ts-node',
  format: 'cjs',
  prepare(folder, files) {
    const compiler = installed('ts-node', ['ts-node@10.9.2', 'typescript@5.9.3']);
    const register = join(compiler, 'node_modules/ts-node/register/transpile-only.js');
    const compilerOptions = { module: 'commonjs', moduleResolution: 'node10', target: 'es2022', esModuleInterop: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const home = rewrite(folder, 'ts-node', '.ts', 'cjs');
    const programs = files.map((file) => join(home, `${file}.ts`));
    return { loader: ['-r', register], programs, load: 'require' };
  },
};

const swcNode: Toolchain = {
  name: '@swc-node/register',
  format: 'cjs',
  prepare(folder, files) {
    const compiler = installed('swc-node', ['@swc-node/register@1.12.1', '@swc/core@1.16.22', 'typescript@5.9.3']);
    const register = createRequire(join(compiler, 'package.json')).resolve('@swc-node/register');
    const home = rewrite(folder, 'swc-node', '.ts', 'cjs');
    const programs = files.map((file) => join(home, `${file}.ts`));
    return { loader: ['-r', register], programs, load: 'require' };
  },
};

interface Swc {
  readonly transformSync: (text: string, options: object) => { readonly code: string };
}

function swc(target: 'es5' | 'es2022'): Toolchain {
  return transpiled(`swc, ${target}, CommonJS`, 'cjs', (text) => {
    const home = installed('swc-node', ['@swc-node/register@1.12.1', '@swc/core@1.16.22', 'typescript@5.9.3']);
    const { transformSync } = createRequire(join(home, 'package.json'))('@swc/core') as Swc;
    return transformSync(text, { jsc: { target, parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } })
      .code;
  });
}

/** The cases run inside a test. */
const vitest: Toolchain = {
  name: 'vitest',
  format: 'esm',
  prepare: (folder, files) => ({
    loader: [join(folder, 'in-vitest.mjs')],
    programs: files.map((file) => join(folder, `${file}.mjs`)),
  }),
};

interface Istanbul {
  readonly createInstrumenter: (options: object) => { readonly instrumentSync: (text: string, file: string) => string };
}

const istanbul: Toolchain = transpiled('istanbul, ES modules', 'esm', (text, file) => {
  const home = installed('istanbul', ['istanbul-lib-instrument@6.0.3']);
  const load = createRequire(join(home, 'package.json'));
  return (load('istanbul-lib-instrument') as Istanbul)
    .createInstrumenter({ esModules: true })
    .instrumentSync(text, file);
});
