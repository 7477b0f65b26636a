import { isBuiltin } from 'node:module';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageAround, type PackageFolder } from './package-folder.ts';

/** The name of the package in a bare specifier: `@a/b` in `@a/b/c`. */
export function packageNameIn(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** True for a specifier that means the same on another machine: a package or a built-in module. */
export function isPortable(specifier: string): boolean {
  return isBuiltin(specifier) || !/^(?:[./#~]|[A-Za-z]+:|@\/)/.test(specifier);
}

/** A built-in module by its full name. */
export function withNodePrefix(specifier: string): string {
  return isBuiltin(specifier) && !specifier.startsWith('node:') ? `node:${specifier}` : specifier;
}

/** The path of a file URL, of a path, or of what vite makes of one; undefined for anything else. */
export function filePathOf(url: string): string | undefined {
  const plain = url.replace(/[?#].*$/, '').replace(/^\/@fs(?=\/)/, '');
  if (plain.startsWith('file:')) return pathOfFileUrl(plain);
  return plain.startsWith('/') || /^[A-Za-z]:\\/.test(plain) ? plain : undefined;
}

const paths = new Map<string, string>();
const pathsLimit = 1000;

function pathOfFileUrl(url: string): string {
  const known = paths.get(url);
  if (known !== undefined) return known;
  const path = fileURLToPath(url);
  if (paths.size >= pathsLimit) paths.clear();
  paths.set(url, path);
  return path;
}

/** The package of a file that travels by reference: one under node_modules, or one of Graflow's own. */
export function installedPackageOf(file: string): PackageFolder | undefined {
  const around = packageAround(dirname(file));
  if (!around) return undefined;
  return file.includes(`${sep}node_modules${sep}`) || around.name.startsWith('@graflow/') ? around : undefined;
}

/** The specifier under which a package gives out one of its files; undefined for a file that it keeps to itself. */
export function specifierOfFile(file: string, home: PackageFolder): string | undefined {
  const { name, manifest } = home;
  const target = `./${relative(home.folder, file).split(sep).join('/')}`;
  if (manifest.exports !== undefined && manifest.exports !== null) {
    const subpath = subpathFor(manifest.exports, target);
    return subpath === undefined ? undefined : name + subpath.slice(1);
  }
  const main = manifest.main ?? './index.js';
  const entry = `./${main.replace(/^\.\//, '')}`;
  if ([entry, `${entry}.js`, `${entry}/index.js`].includes(target)) return name;
  return manifest.module && target === `./${manifest.module.replace(/^\.\//, '')}` ? name : name + target.slice(1);
}

function subpathFor(exports: unknown, target: string): string | undefined {
  if (typeof exports === 'string' || Array.isArray(exports))
    return leadsTo(exports, target) === undefined ? undefined : '.';
  if (typeof exports !== 'object' || exports === null) return undefined;
  const keys = Object.keys(exports);
  if (!keys.some((key) => key.startsWith('.'))) return leadsTo(exports, target) === undefined ? undefined : '.';
  for (const [subpath, value] of Object.entries(exports)) {
    const star = leadsTo(value, target);
    if (star !== undefined) return subpath.replace('*', star);
  }
  return undefined;
}

/** What `*` stands for when a target of `exports` leads to a file; empty when there is no `*`. */
function leadsTo(value: unknown, target: string): string | undefined {
  if (typeof value === 'string') {
    const [before = '', after] = value.split('*');
    if (after === undefined) return value === target ? '' : undefined;
    if (!target.startsWith(before) || !target.endsWith(after) || target.length < value.length) return undefined;
    return target.slice(before.length, target.length - after.length);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const part of Object.values(value)) {
    const star = leadsTo(part, target);
    if (star !== undefined) return star;
  }
  return undefined;
}
