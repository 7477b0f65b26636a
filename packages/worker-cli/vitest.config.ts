import { library } from '@graflow-tooling/vitest';

// Most tests start a Redis, and some a process.
export default library();
