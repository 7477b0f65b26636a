import { runInTaskContext, type TaskContext, type TaskState } from '@graflow/taskspec';

/** Makes the writes of a state those of a task, wherever in the task they are called: in a callback too. */
export function boundState(context: TaskContext, state: TaskState): TaskState {
  const within = <T>(write: () => T): T => runInTaskContext(context, write);
  return {
    get: (key) => state.get(key),
    set: (key, value) => within(() => state.set(key, value)),
    compareAndSet: (key, expected, value) => within(() => state.compareAndSet(key, expected, value)),
    append: (key, value) => within(() => state.append(key, value)),
    add: (key, amount) => within(() => state.add(key, amount)),
    watch: (key, options) => state.watch(key, options),
  };
}
