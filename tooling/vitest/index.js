import { defineProject } from 'vitest/config';

// Threads and processes that a package starts from its sources: Node 20 must be told how to read them.
const sourceFlags = ['--conditions=@graflow/source', `--import=${new URL('typescript.mjs', import.meta.url).href}`];
const conditions = ['@graflow/source', 'node', 'import', 'module', 'default'];

/**
 * The shared test set-up: packages read each other's sources, never their builds.
 *
 * @param {import('vitest/config').UserWorkspaceConfig['test']} [overrides]
 */
export const library = (overrides = {}) =>
  defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      include: ['src/**/*.test.ts', 'test/**/*.test.ts', '*.test.ts'],
      env: { GRAFLOW_SOURCE_FLAGS: sourceFlags.join(' ') },
      restoreMocks: true,
      // The files of a package share what they import: to load it anew for each took a third of the time.
      isolate: false,
      // Many tests start processes; a busy machine must not decide whether they pass.
      testTimeout: 30_000,
      hookTimeout: 30_000,
      ...overrides,
    },
  });
