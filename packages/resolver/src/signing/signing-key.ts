import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * A key that signs records and verifies their signatures. The secret cannot be read from it.
 */
export interface SigningKey {
  /** Eight hex digits by which both sides name the key; they say nothing about the secret. */
  readonly keyId: string;
  /** Gives the signature of the bytes, 32 bytes of HMAC-SHA256. */
  sign(bytes: Uint8Array): Buffer;
  /** Tells, in constant time, whether the signature was made of these bytes with this key. */
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
}

/** Derives the key for task records from a secret, so that one secret can serve other purposes under other names. */
export const signingKeyFrom = (secret: string): SigningKey => {
  const key = createSecretKey(derive(secret, 'graflow/task/v1', 32));
  const sign = (bytes: Uint8Array): Buffer => createHmac('sha256', key).update(bytes).digest();
  return Object.freeze({
    keyId: derive(secret, 'graflow/key-id/v1', 4).toString('hex'),
    sign,
    verify(bytes: Uint8Array, signature: Uint8Array) {
      const expected = sign(bytes);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  });
};

const derive = (secret: string, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, length));
