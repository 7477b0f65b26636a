import { library } from '@graflow-tooling/vitest';

export default library({ globalSetup: 'test/bundle-once.ts' });
