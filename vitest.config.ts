import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { projects: ['packages/*', 'faults', 'tooling/{docs,layers,pack-check,redis-server,stress,tsup}'] },
});
