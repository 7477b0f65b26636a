import { TaskSpec } from '@graflow/taskspec';
import { expect, test } from 'vitest';
import { LeaseTable } from './lease-table.ts';
import { LiveForm } from '../forms/live-form.ts';
import { settingsOf } from '../queue-options.ts';
import { StoredTask } from '../forms/stored-task.ts';

const spec = new TaskSpec({ name: 'noop' });
const newTask = (): StoredTask => new StoredTask(new LiveForm(spec, settingsOf({})), spec);
const at = (time: number) => () => time;

test('gives back a task whose lease ended, and tells its holder', () => {
  const table = new LeaseTable(100);
  const task = newTask();
  const claim = table.open(task, at(1_000));
  expect(table.nearest).toBe(1_100);
  expect(table.takeLost(1_099)).toBeUndefined();
  expect(claim.signal.aborted).toBe(false);
  expect(table.takeLost(1_100)).toBe(task);
  expect(task).toMatchObject({ attempts: 1, lostLeases: 1 });
  expect(table.of(task)).toBeUndefined();
  expect(claim.signal.reason).toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
  expect(table.takeLost(5_000)).toBeUndefined();
});

test('loses no lease whose claim was settled', () => {
  const table = new LeaseTable(100);
  const task = newTask();
  const settled = table.open(task, at(0));
  table.close(task);
  const fresh = table.open(task, at(50));
  expect(table.takeLost(100)).toBeUndefined();
  expect(settled.signal.aborted).toBe(false);
  expect(fresh.signal.aborted).toBe(false);
  expect(settled.token).not.toBe(fresh.token);
});

test('has no deadline for leases that are renewed', () => {
  const table = new LeaseTable(Infinity);
  table.open(newTask(), at(0));
  expect(table.nearest).toBe(Infinity);
  expect(table.takeLost(Number.MAX_SAFE_INTEGER)).toBeUndefined();
});

test('knows a claim from a claim with the same token, and from one of another queue', () => {
  const [task, table] = [newTask(), new LeaseTable(100)];
  const claim = table.open(task, at(0));
  const forged = { taskId: task.taskId, claim: { token: claim.token, attempt: claim.attempt } } as unknown as TaskSpec;
  const claimed = { taskId: task.taskId, claim } as unknown as TaskSpec;
  const isLost = expect.objectContaining({ code: 'GRAFLOW_LEASE_LOST' });
  expect(() => table.held(forged)).toThrow(isLost);
  expect(() => new LeaseTable(100).held(claimed)).toThrow(isLost);
  expect(table.held(claimed)).toBe(task);
});
