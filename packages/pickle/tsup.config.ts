import { eager, library } from '@graflow-tooling/tsup';

export default library({ plugins: [eager({ training: 'training/first-pickles.mjs' })] });
