export { stressLifecycle, type Startable, type StressOptions } from './stress-lifecycle.ts';
