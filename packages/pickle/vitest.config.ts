import { library } from '@graflow-tooling/vitest';

// Each question to the heap goes through all of it: a file has a heap of its own.
export default library({ isolate: true, globalSetup: 'test/bundle-once.ts' });
