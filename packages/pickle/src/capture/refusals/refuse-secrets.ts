import { Buffer } from 'node:buffer';
import type { Capture, Entry, Step } from '../capture.ts';
import { pathTo, shortPath } from '../path.ts';
import { isKeyName, isSecretName } from './secret-names.ts';
import { secretIn } from './secrets.ts';

/** Larger pieces of bytes are no keys, and are not looked through. */
const largestKey = 16 * 1024;
const mostBytes = 1024 * 1024;
const shortestKey = 32;
const shortest = 8;

/** Notes a text that is a secret, and warns of one that is only named like one. The text itself is never shown. */
export function refuseSecretText(capture: Capture, text: string, step: Step | undefined): void {
  if (!step || text.length < shortest) return;
  const what = secretIn(text, capture.secrets());
  if (what) return noteSecret(capture, step, `${text.length} characters, ${what}`);
  if (isSecretName(lastName(step)) && !/\s/.test(text)) warn(capture, step);
}

/** Notes a key of an object that is itself a secret. */
export function refuseSecretKey(capture: Capture, from: Entry, key: string): void {
  const what = secretIn(key, capture.secrets());
  if (what) noteSecret(capture, { from, how: key, kind: 'key' }, `a key of ${key.length} characters, ${what}`);
}

/** Notes bytes that hold a secret, or that are named like a key and long enough for one. */
export function refuseSecretBytes(capture: Capture, { step }: Entry, bytes: ArrayBufferView): void {
  if (!step || bytes.byteLength < shortest || bytes.byteLength > mostBytes) return;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const what = secretIn(text, capture.secrets()) ?? namedKey(step, bytes.byteLength);
  if (what) noteSecret(capture, step, `${bytes.byteLength} bytes, ${what}`);
}

/** Notes a secret that stands in the text of a function. */
export function refuseSecretSource(capture: Capture, entry: Entry, source: string, name: string): void {
  const what = secretIn(source, capture.secrets());
  if (!what) return;
  const line = source.split('\n').findIndex((text) => secretIn(text, capture.secrets())) + 1;
  const where = line > 1 ? `in line ${line} of its text` : 'in its text';
  const allowed = (entry.step && shortPath(capture, entry.step)) ?? name;
  if (!capture.allowSecrets.has(allowed)) push(capture, pathTo(capture, entry), `a secret ${where} (${what})`, allowed);
}

/** Notes something else that is a secret. */
export function noteSecret(capture: Capture, step: Step, what: string): void {
  const allowed = shortPath(capture, step);
  if (capture.allowSecrets.has(allowed)) return;
  push(capture, pathTo(capture, { index: -1, value: undefined, step }), `a secret (${what})`, allowed);
}

function push(capture: Capture, path: string, reason: string, allowed: string): void {
  capture.problems.push({
    path,
    reason,
    fixes: [
      'Read it where the function runs, as from process.env, or pass it as an argument.',
      `Or let it travel: { allowSecrets: [${JSON.stringify(allowed)}] }, in capture for a task.`,
    ],
  });
}

function namedKey(step: Step, length: number): string | undefined {
  const named = length >= shortestKey && length <= largestKey && isKeyName(lastName(step));
  return named ? 'named like a key' : undefined;
}

function warn(capture: Capture, step: Step): void {
  const name = shortPath(capture, step);
  if (capture.allowSecrets.has(name)) return;
  const path = pathTo(capture, { index: -1, value: undefined, step });
  capture.warnings.push({ path, name, reason: 'it is named like a secret; its value travels as it is' });
}

/** The name that a value has where it stands: of a variable, a property or a key of a Map. */
function lastName({ how }: Step): string {
  return typeof how === 'symbol' ? (how.description ?? '') : String(how);
}
