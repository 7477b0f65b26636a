import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a process must find in its environment to be of a build. */
export type Build = Readonly<Record<string, string>>;

/** Two builds that meet in one queue. */
export interface Builds {
  readonly older: Build;
  readonly newer: Build;
  /** Whether the newer one writes records that the older one cannot read. */
  readonly hasNewRecords: boolean;
}

const packages = new URL('../../../packages/', import.meta.url);
const preload = new URL('../injuries/other-build.mjs', import.meta.url).href;

/**
 * Gives the build of this working tree, and an older one: that of another working tree, which `FAULTS_PREVIOUS` names and where it is
 * built. Unless given, this one is the older, beside a later one that is made of it: all its scripts have other digests, and
 * its records the format version after ours.
 */
export function buildsIn(folder: string): Builds {
  const previous = process.env['FAULTS_PREVIOUS'];
  if (previous === undefined) return { older: {}, newer: buildAt(makeLater(folder)), hasNewRecords: true };
  const packagesBefore = join(previous, 'packages');
  if (!existsSync(join(packagesBefore, 'queue-redis/dist/index.js')))
    throw new Error(`FAULTS_PREVIOUS is ${previous}, and no packages are built there.`);
  return { older: buildAt(packagesBefore), newer: {}, hasNewRecords: false };
}

const buildAt = (folder: string): Build => ({
  NODE_OPTIONS: `--import ${preload}`,
  FAULTS_BUILD_OF: packages.href,
  FAULTS_BUILD: `${pathToFileURL(folder).href}/`,
});

/** Copies what is built, and changes it. What the packages need of others is where it was. */
function makeLater(folder: string): string {
  const from = fileURLToPath(packages);
  const to = join(folder, 'later');
  for (const name of readdirSync(from)) {
    mkdirSync(join(to, name), { recursive: true });
    for (const part of ['package.json', 'dist'])
      cpSync(join(from, name, part), join(to, name, part), { recursive: true });
    symlinkSync(join(from, name, 'node_modules'), join(to, name, 'node_modules'));
  }
  change(join(to, 'queue-redis/dist'), '-- graflow ${name}', '-- graflow, later ${name}');
  change(join(to, 'taskspec/dist'), 'bytes[0] = formatVersion', 'bytes[0] = 2');
  change(join(to, 'taskspec/dist'), 'bytes[0] !== formatVersion', 'bytes[0] !== 1 && bytes[0] !== 2');
  change(join(to, 'taskspec/dist'), 'version > formatVersion', 'version > 2');
  return to;
}

function change(folder: string, words: string, others: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const said = files.filter((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), text.replaceAll(words, others));
    return text.includes(words);
  });
  if (said.length === 0) throw new Error(`No file in ${folder} says: ${words}`);
}
