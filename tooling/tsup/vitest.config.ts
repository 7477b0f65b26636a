import { library } from '@graflow-tooling/vitest';

export default library();
