import { library } from '@graflow-tooling/tsup';

export default library();
