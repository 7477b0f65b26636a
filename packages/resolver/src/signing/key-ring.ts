import { keyInvalid } from '../resolver-error.ts';
import { type SigningKey, signingKeyFrom } from './signing-key.ts';

/**
 * The keys of one side. The current one signs, all of them verify, so that keys can be changed without a pause.
 */
export interface KeyRing {
  /** The key that signs. */
  readonly current: SigningKey;
  /** Gives the key with this id, if it is on the ring. */
  find(keyId: string): SigningKey | undefined;
}

/**
 * Makes a ring of one key or of several, one a line, of which the first signs.
 *
 * @throws {@link ResolverError} `GRAFLOW_KEY_INVALID` for a key shorter than 32 bytes, for a PEM file and for no key.
 */
export const keyRingFrom = (secret: string): KeyRing => {
  if (secret.includes('-----BEGIN')) throw keyInvalid('a PEM key is not a shared secret');
  const [first, ...others] = secret
    .split('\n')
    .map((key) => key.trim())
    .filter((key) => key !== '')
    .map(checkLength);
  if (first === undefined) throw keyInvalid('it is empty');
  const current = signingKeyFrom(first);
  const keys = new Map([current, ...others.map(signingKeyFrom)].map((key) => [key.keyId, key]));
  return Object.freeze({ current, find: (keyId: string) => keys.get(keyId) });
};

const checkLength = (key: string): string => {
  const length = Buffer.byteLength(key);
  if (length < 32) throw keyInvalid(`it has ${length} bytes, and the least is 32`);
  return key;
};
