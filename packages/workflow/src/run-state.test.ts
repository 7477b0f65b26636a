import { describe, expect, it } from 'vitest';
import { type NodeEvent, nextState, stateOf } from './run-state.ts';

const started: NodeEvent = { type: 'node-started' };
const succeeded: NodeEvent = { type: 'node-succeeded', value: 1 };
const failed: NodeEvent = { type: 'node-failed', error: 'no' };

const after = (...events: readonly NodeEvent[]) => events.reduce(nextState, stateOf(new Map(), 'a'));

describe('the state of a node', () => {
  it('is waiting at first', () => {
    expect(after()).toEqual({ status: 'waiting' });
  });

  it('goes from waiting over running to its end', () => {
    expect(after(started)).toEqual({ status: 'running' });
    expect(after(started, succeeded)).toEqual({ status: 'succeeded', value: 1 });
    expect(after(started, failed)).toEqual({ status: 'failed', error: 'no' });
  });

  it.each([
    [[succeeded], 'A node that is waiting cannot have node-succeeded.'],
    [[failed], 'A node that is waiting cannot have node-failed.'],
    [[started, started], 'A node that is running cannot have node-started.'],
    [[started, succeeded, failed], 'A node that is succeeded cannot have node-failed.'],
    [[started, failed, started], 'A node that is failed cannot have node-started.'],
  ])('goes no other way: %j', (events, message) => {
    expect(() => after(...events)).toThrow(message);
  });
});
