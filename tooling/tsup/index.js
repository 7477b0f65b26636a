import { defineConfig } from 'tsup';

export { eager } from './eager.js';

/**
 * The shared build: one ESM entry, types, source maps.
 *
 * @param {import('tsup').Options} [overrides]
 */
export const library = (overrides = {}) =>
  defineConfig({
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node20',
    dts: true,
    sourcemap: true,
    clean: true,
    ...overrides,
  });
