// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.mjs';
import { typecheck } from './typecheck.mjs';

/**
 * Uses installed packages in each way that they support.
 *
 * @param {string} project
 * @param {readonly string[]} names
 * @returns {Promise<readonly string[]>} the problems
 */
export const useInstalled = async (project, names) => {
  const results = await Promise.all([
    imports(project, names),
    requires(project, names),
    typecheck(project, names),
    ...names.map((name) => startsCommands(project, name)),
  ]);
  return results.flat();
};

/** @param {string} project @param {readonly string[]} names */
const imports = (project, names) => {
  const lines = names.map((name) => `check('${name}', await import('@graflow/${name}'));`);
  return runs(project, 'consumer.mjs', lines, 'import');
};

/** @param {string} project @param {readonly string[]} names */
const requires = (project, names) => {
  const lines = names.map((name) => `check('${name}', require('@graflow/${name}'));`);
  return runs(project, 'consumer.cjs', lines, 'require');
};

/** Runs lines that call `check(name, exports)`. @param {string} project @param {string} file @param {readonly string[]} lines @param {string} way */
const runs = async (project, file, lines, way) => {
  const program = `
    const check = (name, exports) => {
      if (Object.keys(exports).length === 0) throw new Error(name + ' exports nothing');
    };
    try {
      ${lines.join('\n')}
    } catch (error) {
      console.error((error.code ?? error.name) + ': ' + error.message);
      process.exitCode = 1;
    }`;
  await writeFile(join(project, file), program);
  const { ok, output } = await command(process.execPath, [file], { cwd: project });
  return ok ? [] : [`${way}: ${output}`];
};

/** @param {string} project @param {string} name */
const startsCommands = async (project, name) => {
  const { bin = {} } = JSON.parse(await readFile(join(project, 'node_modules/@graflow', name, 'package.json'), 'utf8'));
  const helps = Object.keys(bin).map(async (file) => ({
    file,
    ...(await command(join(project, 'node_modules/.bin', file), ['--help'], { cwd: project })),
  }));
  return (await Promise.all(helps)).filter(({ ok }) => !ok).map(({ file, output }) => `${file} --help: ${output}`);
};
