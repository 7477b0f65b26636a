import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyRingFrom } from './key-ring.ts';
import { loadKeyRing } from './load-key-ring.ts';

const key = 'a-key-of-the-tests-a-key-of-the-tests';

const setup = (content = `${key}\n`, mode = 0o600): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'key');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};

describe('loadKeyRing', () => {
  it('gives nothing where no key is set', () => {
    expect(loadKeyRing({})).toBeUndefined();
  });

  it('reads GRAFLOW_KEY', () => {
    expect(loadKeyRing({ GRAFLOW_KEY: key })?.current.keyId).toBe(keyRingFrom(key).current.keyId);
  });

  it('reads the file of GRAFLOW_KEY_FILE, without its line end', () => {
    expect(loadKeyRing({ GRAFLOW_KEY_FILE: setup() })?.current.keyId).toBe(keyRingFrom(key).current.keyId);
  });

  it('accepts both when they say the same', () => {
    expect(loadKeyRing({ GRAFLOW_KEY: key, GRAFLOW_KEY_FILE: setup() })).toBeDefined();
  });

  it('refuses both when they differ, and shows neither', () => {
    const env = { GRAFLOW_KEY: key, GRAFLOW_KEY_FILE: setup(`other-${key}`) };
    expect(() => loadKeyRing(env)).toThrow(expect.objectContaining({ code: 'GRAFLOW_KEY_CONFLICT' }));
    expect(() => loadKeyRing(env)).not.toThrow('a-key-of-the-tests');
  });

  it.each([0o640, 0o604, 0o620])('refuses a file of mode %o, which others may use', (mode) => {
    const path = setup(undefined, mode);
    expect(() => loadKeyRing({ GRAFLOW_KEY_FILE: path })).toThrow(`To do: chmod 600 ${path}`);
  });

  it('refuses an empty variable, which is more likely a mistake than a wish', () => {
    expect(() => loadKeyRing({ GRAFLOW_KEY: '' })).toThrow('it is empty');
  });

  it('refuses a file that is not there, a folder, and a file too large for a key', () => {
    const path = setup(key.repeat(2_000));
    expect(() => loadKeyRing({ GRAFLOW_KEY_FILE: `${path}.none` })).toThrow(
      'it cannot be opened. To do: check GRAFLOW_KEY_FILE',
    );
    expect(() => loadKeyRing({ GRAFLOW_KEY_FILE: join(path, '..') })).toThrow('it is no file');
    expect(() => loadKeyRing({ GRAFLOW_KEY_FILE: path })).toThrow('it is too large for a key');
  });
});
