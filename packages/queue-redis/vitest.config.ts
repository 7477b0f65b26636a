import { library } from '@graflow-tooling/vitest';

// Its tests mostly wait.
export default library({ maxWorkers: 3 });
