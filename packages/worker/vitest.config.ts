import { library } from '@graflow-tooling/vitest';

// Its tests mostly wait. The resolver modules that tests write are imported by Node itself: what it can and cannot load is what is tested.
export default library({ maxWorkers: 2, server: { deps: { external: [/graflow-modules-/] } } });
