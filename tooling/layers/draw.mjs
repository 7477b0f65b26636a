// @ts-check
/**
 * Draws the packages and what each depends on into ARCHITECTURE.md: `pnpm graph`.
 *
 * With `--check` it writes nothing and fails when the drawing is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { layers } from '../../layers.mjs';

const page = new URL('../../ARCHITECTURE.md', import.meta.url);
const begin = '<!-- layers: drawn by `pnpm graph` -->';
const end = '<!-- /layers -->';

/** @param {string} name @returns {string[]} the packages of this project that it lists under dependencies */
const dependenciesOf = (name) => {
  const manifest = readFileSync(new URL(`../../packages/${name}/package.json`, import.meta.url), 'utf8');
  return Object.keys(JSON.parse(manifest).dependencies ?? {})
    .filter((dependency) => dependency.startsWith('@graflow/'))
    .map((dependency) => dependency.slice('@graflow/'.length));
};

/** @param {string} from @param {string} to @returns {boolean} */
const reaches = (from, to) => dependenciesOf(from).some((step) => step === to || reaches(step, to));

/** An arrow that follows from two others says nothing new. */
const arrowsOf = (/** @type {string} */ name) =>
  dependenciesOf(name)
    .filter((dependency, _, all) => !all.some((other) => reaches(other, dependency)))
    .map((dependency) => `  ${name} --> ${dependency}`);

const names = layers.flat().toReversed();
const drawing = ['```mermaid', 'graph TD', ...names.map((name) => `  ${name}`), ...names.flatMap(arrowsOf), '```'];

const before = readFileSync(page, 'utf8');
const [head, rest] = before.split(begin);
const tail = rest?.split(end)[1];
if (head === undefined || tail === undefined) throw new Error(`ARCHITECTURE.md lacks the lines ${begin} and ${end}.`);
const after = `${head}${begin}\n\n${drawing.join('\n')}\n\n${end}${tail}`;

if (after === before) console.log('The drawing in ARCHITECTURE.md is up to date.');
else if (process.argv.includes('--check')) {
  console.error('The drawing in ARCHITECTURE.md is out of date: run `pnpm graph`.');
  process.exitCode = 1;
} else writeFileSync(page, after);
