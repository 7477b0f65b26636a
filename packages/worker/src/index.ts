export { doNotRetry, type DoNotRetry, retryLater, type RetryLater } from './control-flow.ts';
export type { StopReport } from './drain.ts';
export type { Isolation, IsolationOptions } from './isolation/isolation-options.ts';
export { WorkerError, type WorkerErrorCode } from './errors.ts';
export {
  type LoadedResolverModule,
  loadResolverModules,
  type LoadResolverModulesOptions,
} from './modules/load-resolver-modules.ts';
export type { QueueErrorEvent, ReleaseCause, TaskEvent, WorkerEvents } from './worker-events.ts';
export type { WorkerHealth } from './worker-health.ts';
export type { WorkerOptions } from './worker-options.ts';
export { type StopOptions, Worker } from './worker.ts';
