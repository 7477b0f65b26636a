import { library } from '@graflow-tooling/vitest';

export default library({ maxWorkers: 2 }); // its tests mostly wait
