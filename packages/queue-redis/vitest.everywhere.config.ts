import { library } from '@graflow-tooling/vitest';

export default library({ include: ['test/everywhere/*.contract.ts'] });
