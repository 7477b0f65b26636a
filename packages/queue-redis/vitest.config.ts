import { library } from '@graflow-tooling/vitest';

// Its tests mostly wait; its files share what they import, which to load anew for each took a third of the time.
export default library({ maxWorkers: 3, isolate: false });
