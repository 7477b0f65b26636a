import { defaultRegistry } from '@graflow/registry';
import type { TaskCatalog } from '@graflow/resolver';
import { decodePayload, failureFrom, runInTaskContext, storedOptionsOf, TaskSpec } from '@graflow/taskspec';
import { type CallTask, type Ending, execute } from '../execute.ts';
import { CodeShelf } from '../isolation/code-shelf.ts';
import type { FromRunner, RunRequest, ToRunner } from '../isolation/messages.ts';
import { Outbox } from '../isolation/outbox.ts';
import { remoteError } from '../isolation/remote-error.ts';
import { sendEnding } from '../isolation/sent-ending.ts';
import { loadResolverModules } from '../modules/load-resolver-modules.ts';
import { TaskRun } from '../task-run.ts';
import type { ParentPort } from './parent-port.ts';
import { encodeAny } from './encode-any.ts';
import { RemoteCalls } from './remote-calls.ts';
import { queueOf } from './runner-queue.ts';
import { reporterOf } from './runner-reporter.ts';
import type { RunnerRuns } from './runner-runs.ts';

/** Loads the resolver modules, then runs what the worker sends: the same `execute` as without isolation, behind a port. */
export async function serveRuns(port: ParentPort, runs: RunnerRuns): Promise<void> {
  const outbox = new Outbox<FromRunner>((messages) => port.post(messages));
  const calls = new RemoteCalls(outbox);
  const code = new CodeShelf();
  try {
    const { resolverModules, resolverId, cwd } = port.data;
    const modules = await loadResolverModules(resolverModules, { resolverId, cwd });
    port.post([{ type: 'ready', modules }]);
  } catch (error) {
    const { details } = error as { readonly details?: unknown };
    return port.post([{ type: 'not-ready', error: failureFrom(error), details: encodeAny(details) }]);
  }
  port.onMessages((messages) => {
    for (const message of messages) receive(message);
  });

  function receive(message: ToRunner): void {
    if (message.type === 'run')
      serve(message.run, { ...message.request, envelope: code.receive(message.request.envelope) });
    else if (message.type === 'answer') calls.receive(message.call, message.answer);
    else runs.get(message.run)?.abort(remoteError(message.reason));
  }

  function serve(number: number, request: RunRequest): void {
    const queue = queueOf(request, number, outbox, calls);
    const run = new TaskRun(specOf(request, calls.catalogOf(number)), queue, reporterOf(outbox));
    runs.add(number, run);
    const ended = (ending: Ending): void => {
      runs.delete(number);
      outbox.add({ type: 'ended', run: number, ending: sendEnding(ending) });
    };
    execute(run, ended, defaultRegistry, callTelling(number, request));
  }

  /** Time is the worker's to keep; defaults that the function has are known only now, and it must hear them first. */
  function callTelling(number: number, request: RunRequest): CallTask {
    return (run, call) => {
      const options = storedOptionsOf(run.spec.options);
      if (Object.keys(options).length > Object.keys(request.options).length) {
        outbox.add({ type: 'learned', run: number, options });
        outbox.flush();
      }
      return runInTaskContext(run, call);
    };
  }
}

function specOf(request: RunRequest, catalog: TaskCatalog): TaskSpec {
  const { taskId, name, resolverId, options, envelope, token, attempt, failures, binding } = request;
  const args = decodePayload(request.args, { maxPayloadBytes: Infinity }) as readonly unknown[];
  const claim = { token, attempt, failures, signal: neverAborted }; // a lost lease comes as an abort of the run
  const task = { taskId, name, resolverId, options, args, claim, loadEnvelope: () => envelope };
  return TaskSpec.claimed(task, { registry: defaultRegistry, ...binding, catalog });
}

const neverAborted = new AbortController().signal;
