import { library } from '@graflow-tooling/tsup';

export default library({ entry: ['src/index.ts', 'src/runner/runner-entry.ts'] });
