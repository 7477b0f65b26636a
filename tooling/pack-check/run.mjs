// @ts-check
/**
 * Packs every package as it would be published, and uses each as somebody would who has nothing else of Graflow:
 * `pnpm pack-check`. Prints what each install pulls in. Needs the builds, and a registry for packages of others.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layers } from '../../layers.mjs';
import { checkTarball } from './check-tarball.mjs';
import { closureOf, install } from './install.mjs';
import { packAll } from './pack.mjs';
import { strangers } from './strangers.mjs';
import { useInstalled } from './use-installed.mjs';

/** What people install: each package alone, and the two ways to be a producer. */
const installs = [...layers.flat().map((name) => [name]), ['taskspec', 'queue-memory'], ['taskspec', 'queue-redis']];

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'graflow-pack-'));
try {
  const packed = await packAll(root, join(folder, 'tarballs'));
  const rows = await inTurns(installs, (names) => checkInstall(names, packed, join(folder, names.join('+'))));
  print(rows);
  process.exitCode = rows.some(({ problems }) => problems.length > 0) ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * @typedef {{ names: readonly string[], own: readonly string[], pulledIn: readonly string[], problems: readonly string[] }} Row
 * @param {readonly string[]} names
 * @param {import('./pack.mjs').Packed} packed
 * @param {string} project
 * @returns {Promise<Row>}
 */
async function checkInstall(names, packed, project) {
  const own = closureOf(names, packed);
  const tarballProblems = names.length === 1 ? await checkTarball(packed[String(names[0])]?.tarball ?? '') : [];
  const { pulledIn, problem } = await install(project, own, packed);
  if (problem !== undefined) return { names, own, pulledIn, problems: [...tarballProblems, problem] };
  const problems = [...tarballProblems, ...strangers(own, pulledIn), ...(await useInstalled(project, names))];
  return { names, own, pulledIn, problems };
}

/** @param {readonly Row[]} rows */
function print(rows) {
  const title = (/** @type {Row} */ row) => row.names.join(' + ');
  const width = Math.max(...rows.map((row) => title(row).length));
  for (const row of rows) {
    const mark = row.problems.length === 0 ? 'ok    ' : 'FAILED';
    const others = row.pulledIn.length > 0 ? ` + ${row.pulledIn.join(', ')}` : '';
    console.log(`${mark} ${title(row).padEnd(width)}  pulls in ${row.own.join(', ')}${others}`);
    for (const problem of row.problems) console.log(problem.replaceAll(/^/gm, '         '));
  }
  const failed = rows.filter(({ problems }) => problems.length > 0).length;
  console.log(
    `\n${rows.length} installs, ${failed} failed. Each: publint, attw, import, require, TypeScript from CommonJS, and nothing pulled in that it should not.`,
  );
}

/**
 * As many at a time as the machine has processors; the results keep their order.
 *
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {(item: Item) => Promise<Result>} work
 * @returns {Promise<Result[]>}
 */
async function inTurns(items, work) {
  /** @type {Result[]} */
  const results = [];
  const queue = items.entries();
  const turn = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, turn));
  return results;
}
