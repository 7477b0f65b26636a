export type { AnyTask, CaptureOptions, DedupOptions, ResultOf, RetryOptions, TaskOptions } from '@graflow/resolver';
export {
  TaskSpecError,
  leaseLost,
  notClaimed,
  optionInvalid,
  publishedInvalid,
  publishedTooMany,
  queueClosed,
  resultTimeout,
  taskCancelled,
  taskIdTaken,
} from './errors.ts';
export type { TaskSpecErrorCode } from './errors.ts';
export { TaskSpec } from './spec/task-spec.ts';
export type { AnySpec } from './spec/task-spec.ts';
export type { ArgumentsInit, TaskSpecInit } from './spec/task-spec-init.ts';
export type { ArrivedTask, ClaimedTask, IdSource } from './queue/claimed-task.ts';
export type { SpecBinding } from './spec/spec-binding.ts';
export type { Claim, TaskStatus } from './queue/claim.ts';
export type {
  AckOptions,
  CloseOptions,
  DequeueOptions,
  HandlesOf,
  ReleaseOptions,
  RetryTaskOptions,
  TaskOperations,
  TaskQueue,
} from './queue/task-queue.ts';
export type { StateOptions, TaskState, WatchOptions } from './queue/task-state.ts';
export type { PublishOptions, TaskPublishing } from './queue/task-publishing.ts';
export { encodePublished, envelopeToPublish, mostPublished, openPublished } from './record/published-record.ts';
export type { SendSignalOptions, TaskSignals, WaitForSignalOptions } from './queue/task-signals.ts';
export { openSignals } from './state/open-signals.ts';
export { openState } from './state/open-state.ts';
export type { StateAnswer, StatePlace, StateRequest, StateStore, StateWrite, WriteMark } from './state/state-store.ts';
export { backlogFull, isBacklogFull } from './queue/backlog-full.ts';
export type { BacklogFacts } from './queue/backlog-full.ts';
export type { DeadLettersLimit, ResultsLimit } from './queue/kept-limits.ts';
export { usualLetters } from './queue/kept-limits.ts';
export { checkLimits } from './queue/queue-limits.ts';
export type { BacklogLimit, ClaimLimits, KeyLimits, QueueLimits, RateLimit } from './queue/queue-limits.ts';
export type { ScheduleState, TaskSchedules } from './queue/task-schedules.ts';
export type { CronSchedule, IntervalSchedule, Schedule } from './schedule/schedule.ts';
export { checkSchedule, checkScheduledSpec, checkScheduleId } from './schedule/check-schedule.ts';
export { dueTicks } from './schedule/due-ticks.ts';
export type { DueTicks } from './schedule/due-ticks.ts';
export { nextTick } from './schedule/ticks.ts';
export { runSchedules } from './schedule/run-schedules.ts';
export type { RunSchedulesOptions } from './schedule/run-schedules.ts';
export type { IntakeListener, IntakeOptions, SettleStep, TaskIntake } from './queue/task-intake.ts';
export type { QueueStats, TaskControl } from './queue/task-control.ts';
export { eachEvent } from './queue/each-event.ts';
export type { EventPage, ReadEvents } from './queue/each-event.ts';
export { eventReason } from './queue/queue-events.ts';
export type {
  EventPlace,
  EventReason,
  EventsOptions,
  QueueEvent,
  QueueEvents,
  QueueTransition,
} from './queue/queue-events.ts';
export type { TaskProgress } from './queue/task-progress.ts';
export type { QueueHealth } from './queue/queue-health.ts';
export type { ArgumentsOf } from './spec/arguments-of.ts';
export { toSpecs } from './spec/to-specs.ts';
export type { EnqueueInput } from './spec/to-specs.ts';
export { cancelReason } from './queue/cancel.ts';
export { droppedReason } from './queue/dropped.ts';
export type { CancelAnswer, CancelOptions } from './queue/cancel.ts';
export { deadLetterPage, distinctTaskIds } from './queue/dead-letters.ts';
export type { DeadLetter, DeadLetterPage, DeadLetters } from './queue/dead-letters.ts';
export { groupContent, groupPlan } from './queue/group-plan.ts';
export type { GroupPlan } from './queue/group-plan.ts';
export { groupFailure } from './queue/judge-group.ts';
export type { GroupMember, GroupOptions, GroupPolicy, MemberEnd, TaskGroups } from './queue/task-groups.ts';
export { TaskFailedError, valueOf } from './queue/task-handle.ts';
export type { ResultOptions, TaskHandle } from './queue/task-handle.ts';
export { runInTaskContext, taskContext } from './task-context.ts';
export type { TaskContext, TaskLog, TaskWrites } from './task-context.ts';
export { failureFrom } from './queue/failure.ts';
export type { Failure } from './queue/failure.ts';
export { decodeOutcome, encodeOutcome } from './queue/outcome.ts';
export type { DeadReason, DeadReasonCode, Outcome } from './queue/outcome.ts';
export { decideRetry } from './spec/retry-policy.ts';
export { isRetried } from './spec/retry-filter.ts';
export type { RetryDecision } from './spec/retry-policy.ts';
export { decodePayload, defaultMaxPayloadBytes, encodePayload } from './payload/payload-codec.ts';
export type { DecodeOptions, EncodeOptions, PayloadLimits } from './payload/payload-codec.ts';
export { encodeProgress } from './payload/encode-progress.ts';
export { resultOf, resultsAmong } from './payload/result-of.ts';
export type { OnResult, ReadResult } from './payload/rich-text.ts';
export { checkDuration } from './spec/check-duration.ts';
export { checkOptionNames } from './spec/check-option-names.ts';
export { checkRegistry } from './spec/check-registry.ts';
export { defaultResultTtlMs } from './record/stored-options.ts';
export { storedOptionsOf } from './record/stored-options.ts';
export type { StoredOptions } from './record/stored-options.ts';
export { checkPrefix, checkQueueName, checkTaskId } from './spec/names.ts';
export { looksGenerated, newTaskId } from './spec/new-task-id.ts';
export { upstreamOf } from './spec/upstream-of.ts';
export { partitionOf, routingKeyOf, routingKeyOfId } from './spec/routing-key.ts';
export type { Routing } from './spec/routing-key.ts';
export { decodeRecord, encodeRecord } from './record/spec-record.ts';
export type { EncodedRecord, ReceivedRecord, RecordAddress, StoredEnvelope } from './record/spec-record.ts';
export type { RecordHeader } from './record/record-header.ts';
export { headerPeekBytes, peekHeader } from './record/peek-header.ts';
export { reissueRecord } from './record/reissue-record.ts';
export type { ReissueOptions } from './record/reissue-record.ts';
export { joinEnvelope } from './record/stored-envelope.ts';
export { openRecord } from './record/open-record.ts';
export type { Arrival, OpenedRecord, Verdict } from './record/open-record.ts';
export { recordRefused } from './record/record-refused.ts';
export type { RecordRefused } from './record/record-refused.ts';
