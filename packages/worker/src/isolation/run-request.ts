import { encodePayload, storedOptionsOf } from '@graflow/taskspec';
import type { TaskEnvelope } from '@graflow/resolver';
import type { TaskResolverRegistry } from '@graflow/registry';
import type { TaskRun } from '../task-run.ts';
import type { RunRequest } from './messages.ts';

/**
 * Makes a claimed task travel to a runner.
 *
 * @throws TaskSerializationError for a live function that cannot leave this process.
 */
export async function requestOf(run: TaskRun, registry: TaskResolverRegistry | undefined): Promise<RunRequest> {
  const { spec, claim, queue } = run;
  await spec.ensureSerialized(registry);
  const { resolverId, strategy, accept } = spec.binding ?? {};
  return {
    taskId: spec.taskId,
    name: spec.name,
    resolverId: spec.resolverId,
    queue: queue.name,
    address: queue.address,
    token: claim.token,
    attempt: spec.attempt,
    failures: claim.failures,
    options: storedOptionsOf(spec.options),
    envelope: spec.envelope as TaskEnvelope,
    args: encodePayload(spec.args, { what: 'arguments', maxPayloadBytes: Infinity }),
    binding: { resolverId, strategy, accept },
  };
}
