import { describe, expect, it } from 'vitest';
import { partitionOf, routingKeyOf, routingKeyOfId } from './routing-key.ts';

describe('routingKeyOf', () => {
  it('is the group, else the key, else the task', () => {
    expect(routingKeyOf({ groupId: 'run', key: 'limit', taskId: 'task' })).toBe('run');
    expect(routingKeyOf({ key: 'limit', taskId: 'task' })).toBe('limit');
    expect(routingKeyOf({ taskId: 'task' })).toBe('task');
  });
});

describe('routingKeyOfId', () => {
  it.each([
    ['order-17', 'order-17'],
    ['order-17~customer-5', 'customer-5'],
    ['order.17', 'order.17'],
    ['nightly.1764534000000', 'nightly'],
    ['nightly~customer-5.1764534000000', 'customer-5'],
  ])('of %j is %j', (taskId, routingKey) => {
    expect(routingKeyOfId(taskId)).toBe(routingKey);
  });
});

describe('partitionOf', () => {
  // Tasks that wait in a partition are found only as long as these numbers stay what they are.
  it.each([
    ['', 16, 0],
    ['task', 16, 5],
    ['run-1', 16, 3],
    ['order-17', 16, 4],
    ['AAAAAAAAAAAAAAAAAAAAAA', 16, 0],
    ['äöü', 16, 15],
    ['order-17', 7, 0],
    ['order-17', 1, 0],
  ])('puts %j of %i partitions always into %i', (routingKey, partitions, partition) => {
    expect(partitionOf(routingKey, partitions)).toBe(partition);
  });

  it('spreads keys evenly', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let index = 0; index < 8_000; index += 1) {
      const partition = partitionOf(`task-${index}`, 8);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(900);
  });
});
