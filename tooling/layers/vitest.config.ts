import { library } from '@graflow-tooling/vitest';

// Each test starts dependency-cruiser anew.
export default library({ testTimeout: 60_000 });
