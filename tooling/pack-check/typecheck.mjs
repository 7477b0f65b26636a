// @ts-check
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';

const typeRoots = [join(createRequire(import.meta.url).resolve('@types/node/package.json'), '../..')];

/** @type {ts.CompilerOptions} */
const options = {
  noEmit: true,
  strict: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Node20,
  types: ['node'],
  typeRoots,
};

/**
 * Imports packages from CommonJS TypeScript and checks that file and the types that we ship, not those of others.
 *
 * @param {string} project
 * @param {readonly string[]} names
 * @returns {Promise<readonly string[]>} the problems
 */
export const typecheck = async (project, names) => {
  const consumer = join(project, 'consumer-types.cts');
  await writeFile(consumer, names.map((name, index) => `export * as own${index} from '@graflow/${name}';\n`).join(''));
  const host = hostIn(project);
  const program = ts.createProgram([consumer], options, host);
  const own = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName) || fileName === consumer);
  const diagnostics = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  return diagnostics.map((diagnostic) => `types: ${ts.formatDiagnostic(diagnostic, host).trim()}`);
};

const isOurs = (/** @type {string} */ fileName) => fileName.includes('/node_modules/@graflow/');

/** The libraries of TypeScript and Node are the same for every install: each is parsed once. */
const parsed = /** @type {Map<string, ts.SourceFile | undefined>} */ (new Map());

/** @param {string} project @returns {ts.CompilerHost} */
const hostIn = (project) => {
  const host = ts.createCompilerHost(options);
  const isShared = (/** @type {string} */ fileName) =>
    fileName.startsWith(`${host.getDefaultLibLocation?.()}/`) || fileName.includes('/@types/node/');
  return {
    ...host,
    getCurrentDirectory: () => project,
    getSourceFile: (fileName, ...rest) => {
      if (!isShared(fileName)) return host.getSourceFile(fileName, ...rest);
      if (!parsed.has(fileName)) parsed.set(fileName, host.getSourceFile(fileName, ...rest));
      return parsed.get(fileName);
    },
  };
};
