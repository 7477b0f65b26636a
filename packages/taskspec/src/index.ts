export type { AnyTask, CaptureOptions, ResultOf, RetryOptions, TaskOptions } from '@graflow/resolver';
export {
  TaskSpecError,
  leaseLost,
  notClaimed,
  optionInvalid,
  queueClosed,
  resultTimeout,
  taskIdTaken,
  unsupported,
} from './errors.ts';
export type { TaskSpecErrorCode } from './errors.ts';
export { TaskSpec } from './task-spec.ts';
export type { AnySpec } from './task-spec.ts';
export type { ArgumentsInit, TaskSpecInit } from './task-spec-init.ts';
export type { ArrivedTask, ClaimedTask } from './claimed-task.ts';
export type { SpecBinding } from './spec-binding.ts';
export type { Claim, TaskStatus } from './claim.ts';
export type {
  AckOptions,
  CloseOptions,
  DequeueOptions,
  HandlesOf,
  ReleaseOptions,
  RetryTaskOptions,
  TaskOperations,
  TaskQueue,
  TaskState,
} from './task-queue.ts';
export type { IntakeListener, IntakeOptions, SettleStep, TaskIntake } from './task-intake.ts';
export type { QueueHealth } from './queue-health.ts';
export type { ArgumentsOf } from './arguments-of.ts';
export { toSpecs } from './to-specs.ts';
export type { EnqueueInput } from './to-specs.ts';
export { TaskFailedError, valueOf } from './task-handle.ts';
export type { ResultOptions, TaskHandle } from './task-handle.ts';
export { runInTaskContext, taskContext } from './task-context.ts';
export type { TaskContext, TaskLog } from './task-context.ts';
export { failureFrom } from './failure.ts';
export type { Failure } from './failure.ts';
export { decodeOutcome, encodeOutcome } from './outcome.ts';
export type { DeadReason, DeadReasonCode, Outcome } from './outcome.ts';
export { decideRetry } from './retry-policy.ts';
export type { RetryDecision } from './retry-policy.ts';
export { decodePayload, defaultMaxPayloadBytes, encodePayload } from './payload-codec.ts';
export type { PayloadLimits } from './payload-codec.ts';
export { checkDuration } from './check-duration.ts';
export { checkOptionNames } from './check-option-names.ts';
export { checkRegistry } from './check-registry.ts';
export { defaultResultTtlMs } from './stored-options.ts';
export { storedOptionsOf } from './stored-options.ts';
export type { StoredOptions } from './stored-options.ts';
export { checkPrefix, checkQueueName, checkTaskId } from './names.ts';
export { newTaskId } from './new-task-id.ts';
export { partitionOf, routingKeyOf } from './routing-key.ts';
export type { Routing } from './routing-key.ts';
export { decodeRecord, encodeRecord } from './spec-record.ts';
export type { EncodedRecord, ReceivedRecord, RecordAddress, StoredEnvelope } from './spec-record.ts';
export type { RecordHeader } from './record-header.ts';
export { joinEnvelope } from './stored-envelope.ts';
export { openRecord } from './open-record.ts';
export type { Arrival, OpenedRecord, Verdict } from './open-record.ts';
export { recordRefused } from './record-refused.ts';
export type { RecordRefused } from './record-refused.ts';
