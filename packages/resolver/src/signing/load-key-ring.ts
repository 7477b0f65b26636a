import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { keyConflict, keyFile } from '../resolver-error.ts';
import { type KeyRing, keyRingFrom } from './key-ring.ts';

/**
 * Makes the ring of `GRAFLOW_KEY` or of the file that `GRAFLOW_KEY_FILE` names; `undefined` where neither is set.
 *
 * @throws {@link ResolverError} `GRAFLOW_KEY_INVALID`, `GRAFLOW_KEY_FILE` when the file cannot be read or others may read
 * it, `GRAFLOW_KEY_CONFLICT` when both are set and differ. No message shows a key.
 */
export const loadKeyRing = (env: Readonly<Record<string, string | undefined>> = process.env): KeyRing | undefined => {
  const { GRAFLOW_KEY: direct, GRAFLOW_KEY_FILE: path } = env;
  const stored = path === undefined ? undefined : readKeyFile(path);
  if (direct !== undefined && stored !== undefined && direct.trim() !== stored) throw keyConflict(path);
  const secret = direct ?? stored;
  return secret === undefined ? undefined : keyRingFrom(secret);
};

const readKeyFile = (path: string): string => {
  const file = open(path);
  try {
    checkFile(path, fstatSync(file));
    return readFileSync(file, 'utf8').trim();
  } finally {
    closeSync(file);
  }
};

const checkFile = (path: string, stats: Stats): void => {
  if (!stats.isFile()) throw keyFile(path, 'it is no file', 'check GRAFLOW_KEY_FILE');
  if (stats.size > 65_536) throw keyFile(path, 'it is too large for a key', 'check GRAFLOW_KEY_FILE');
  // Windows has no such bits; there the rights of the folder protect the file.
  const open = process.platform !== 'win32' && (stats.mode & 0o077) !== 0;
  if (open) throw keyFile(path, 'others than its owner may use it', `chmod 600 ${path}`);
};

const open = (path: string): number => {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw keyFile(path, 'it cannot be opened', 'check GRAFLOW_KEY_FILE', cause);
  }
};
