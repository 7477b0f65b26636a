import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, parse, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestName } from '@graflow/resolver';
import { moduleNotFound } from '../errors.ts';

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Tells a path or `file:` URL from the name of a package. */
export const isPath = (specifier: string): boolean =>
  /^\.{1,2}([/\\]|$)/.test(specifier) || specifier.startsWith('file:') || isAbsolute(specifier);

/**
 * Finds the file that a path means: itself, with an extension, or the `index` of a folder.
 *
 * @throws WorkerError `GRAFLOW_MODULE_NOT_FOUND`, with what was looked for and the nearest name.
 */
export function findModuleFile(specifier: string, cwd: string): string {
  const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : resolve(cwd, specifier);
  const candidates = [path, ...extensions.map((extension) => path + extension)];
  const indexes = extensions.map((extension) => join(path, `index${extension}`));
  const found = [...candidates, ...indexes].find(isFile);
  if (found !== undefined) return found;
  const lookedFor = [path, `${path}{${extensions.join(',')}}`, `${join(path, 'index')}{${extensions.join(',')}}`];
  throw moduleNotFound(specifier, lookedFor, nearestPath(path, cwd));
}

/** Gives the existing path that somebody who wrote this one most likely meant, relative to `cwd`. */
export function nearestPath(path: string, cwd: string): string | undefined {
  const { root, dir, base } = parse(resolve(cwd, path));
  let nearest = root;
  for (const part of [...relative(root, dir).split(/[/\\]/), base]) {
    if (part === '') continue;
    const name = nearestEntry(nearest, part);
    if (name === undefined) return undefined;
    nearest = join(nearest, name);
  }
  const fromHere = relative(cwd, nearest);
  return fromHere.startsWith('..') ? nearest : `./${fromHere}`;
}

/** Takes the very name where it exists, also without its extension; else the nearest. */
function nearestEntry(folder: string, name: string): string | undefined {
  const entries = entriesOf(folder);
  if (entries.includes(name)) return name;
  const byStem = new Map(entries.flatMap((entry) => [[stemOf(entry), entry] as const, [entry, entry] as const]));
  return byStem.get(name) ?? byStem.get(nearestName(name, byStem.keys()) ?? '');
}

const stemOf = (entry: string): string => (extensions.includes(parse(entry).ext) ? parse(entry).name : entry);

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
