/**
 * Where a node of a run is: `waiting` -> `running` -> `succeeded` | `failed`. A node whose inputs do not all succeed
 * stays `waiting`.
 */
export type NodeState =
  | { readonly status: 'waiting' }
  | { readonly status: 'running' }
  | { readonly status: 'succeeded'; readonly value: unknown }
  | { readonly status: 'failed'; readonly error: unknown };

/** Where each node of a run is; a node that is not listed is waiting. */
export type RunState = ReadonlyMap<string, NodeState>;

/** What happens to a node. */
export type NodeEvent =
  | { readonly type: 'node-started' }
  | { readonly type: 'node-succeeded'; readonly value: unknown }
  | { readonly type: 'node-failed'; readonly error: unknown };

const waiting: NodeState = { status: 'waiting' };

/** Gives the state of a node. */
export const stateOf = (run: RunState, name: string): NodeState => run.get(name) ?? waiting;

/** Gives the value of a node that succeeded; undefined for others. */
export function valueOf(run: RunState, name: string): unknown {
  const state = stateOf(run, name);
  return state.status === 'succeeded' ? state.value : undefined;
}

/** Gives the state that follows an event. Pure; an event that cannot follow is a mistake of the caller and throws. */
export function nextState(state: NodeState, event: NodeEvent): NodeState {
  if (state.status === 'waiting' && event.type === 'node-started') return { status: 'running' };
  if (state.status === 'running' && event.type === 'node-succeeded') return { status: 'succeeded', value: event.value };
  if (state.status === 'running' && event.type === 'node-failed') return { status: 'failed', error: event.error };
  throw new TypeError(`A node that is ${state.status} cannot have ${event.type}.`);
}
