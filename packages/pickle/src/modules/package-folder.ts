import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is read from a package.json. */
export interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly module?: string;
  readonly exports?: unknown;
}

/** A package on disk. */
export interface PackageFolder {
  readonly folder: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly manifest: PackageManifest;
}

const folders = new Map<string, PackageFolder | undefined>();

/** The package that a folder belongs to. */
export function packageAround(folder: string): PackageFolder | undefined {
  if (folders.has(folder)) return folders.get(folder);
  const here = packageIn(folder);
  const above = dirname(folder);
  const found = here ?? (above === folder ? undefined : packageAround(above));
  folders.set(folder, found);
  return found;
}

/** The package of this name that code in a folder would import: the one around it, or an installed one. */
export function packageNamed(name: string, from: string): PackageFolder | undefined {
  const around = packageAround(from);
  if (around?.name === name) return around;
  for (let folder = from; ; folder = dirname(folder)) {
    const found = packageIn(join(folder, 'node_modules', name));
    if (found) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

const installed = new Map<string, PackageFolder>();

/** What was found once stays; what is missing may come. */
function packageIn(folder: string): PackageFolder | undefined {
  const known = installed.get(folder);
  if (known) return known;
  const found = readPackage(folder);
  if (found) installed.set(folder, found);
  return found;
}

function readPackage(folder: string): PackageFolder | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
    if (typeof manifest.name !== 'string') return undefined;
    return { folder, name: manifest.name, version: manifest.version, manifest };
  } catch {
    return undefined;
  }
}
