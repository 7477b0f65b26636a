import { library } from '@graflow-tooling/vitest';

// The resolver modules that tests write are imported by Node itself: what it can and cannot load is what is tested.
export default library({ server: { deps: { external: [/graflow-modules-/] } } });
