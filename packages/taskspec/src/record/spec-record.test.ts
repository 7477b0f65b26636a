import { TaskResolverRegistry } from '@graflow/registry';
import { keyRingFrom, type TaskEnvelope, TaskResolver } from '@graflow/resolver';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, storedEnvelopeOf } from './spec-record.ts';
import { TaskSpec } from '../spec/task-spec.ts';

const now = Date.UTC(2026, 0, 1);
const address = { prefix: 'shop', queue: 'mail', now };
const resize = (path: string, width: number): string => `${path}@${width}`;
const registry = new TaskResolverRegistry();
registry.register('images', new TaskResolver().registerTask('resize', resize));

const hash = 'b'.repeat(64);
const pickled: TaskEnvelope = {
  version: 1,
  strategy: 'pickle',
  name: 'resize',
  code: { [hash]: 'text' },
  pickle: {} as never,
};

const spec = (options = {}) =>
  new TaskSpec({ executable: resize, args: ['cat.png', 200], resolverId: 'images', ...options }).ensureSerialized(
    registry,
  );

/** A spec of a by-value task, as a queue gets it, without the work of pickling. */
const byValue = (loadEnvelope: () => TaskEnvelope) =>
  TaskSpec.claimed(
    { taskId: 'x', resolverId: 'images', name: 'resize', args: [], options: {}, claim: {} as never, loadEnvelope },
    { registry },
  ).ensureSerialized();

describe('encodeRecord', () => {
  it('says all of a reference in its header', async () => {
    const task = await spec();
    const { header, bytes, code } = encodeRecord(task, address);
    expect(header).toEqual({
      prefix: 'shop',
      queue: 'mail',
      taskId: task.taskId,
      strategy: 'reference',
      name: 'resize',
      resolverId: 'images',
      enqueuedAt: now,
      dueAt: 0,
      expiresAt: now + 30 * 24 * 3_600_000,
      keyId: '',
      routingKey: '',
      options: {},
    });
    expect(decodeRecord(bytes)).toMatchObject({ header, envelope: '', args: 'j["cat.png",200]' });
    expect(code.size).toBe(0);
    expect(bytes.length).toBeLessThan(160);
  });

  it('keeps code texts apart, and names them by SHA-256', async () => {
    const { bytes, code } = encodeRecord(await byValue(() => pickled), address);
    const received = decodeRecord(bytes);
    expect([...code]).toEqual([[hash, 'text']]);
    expect(storedEnvelopeOf(received)).toEqual({ ...pickled, code: [hash] });
    expect(bytes.includes('text')).toBe(false);
  });

  it('signs with the current key, and says which it was', async () => {
    const keys = keyRingFrom('the-key-of-these-tests-is-long-enough');
    const { header, bytes } = encodeRecord(await spec(), { ...address, keys });
    const { signed, signature } = decodeRecord(bytes).seal;
    expect(header.keyId).toBe(keys.current.keyId);
    expect(keys.current.verify(signed, signature)).toBe(true);
  });

  it.each([
    [{ delayMs: 500 }, now + 500],
    [{ runAt: new Date(now + 1_000) }, now + 1_000],
    [{ runAt: now + 1_000.5, delayMs: 1 }, now + 1_002],
    [{ runAt: now - 1 }, 0],
    [{ delayMs: 0 }, 0],
  ])('with %j, is due at %i', async (options, dueAt) => {
    const { header, bytes } = encodeRecord(await spec(options), address);
    expect(header.dueAt).toBe(dueAt);
    expect(header.expiresAt).toBe((dueAt || now) + 30 * 24 * 3_600_000);
    expect(decodeRecord(bytes).header).toEqual(header);
  });

  it('keeps the options that the worker needs, and no others', async () => {
    const options = {
      timeoutMs: 5,
      retry: { maxAttempts: 1 },
      resultTtlMs: 0,
      priority: 0,
      delayMs: 9,
      strategy: 'reference',
    };
    const { header } = encodeRecord(await spec(options), address);
    expect(header.options).toEqual({ timeoutMs: 5, retry: { maxAttempts: 1 }, resultTtlMs: 0 });
  });

  it('refuses a spec without its envelope', () => {
    expect(() => encodeRecord(new TaskSpec({ name: 'resize', taskId: 'x' }), address)).toThrow(
      'Task x has no envelope yet. Call await spec.ensureSerialized() first.',
    );
  });

  it('refuses arguments that cannot travel, and too many of them', async () => {
    const bad = await new TaskSpec({
      name: 'resize',
      args: ['ok', { fn: resize }],
      resolverId: 'images',
    }).ensureSerialized(registry);
    expect(() => encodeRecord(bad, address)).toThrow('arguments[1].fn cannot travel: it is a function');
    expect(() => encodeRecord(bad, address)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' }));
    const long = await spec();
    expect(() => encodeRecord(long, { ...address, maxPayloadBytes: 9 })).toThrow(
      'arguments is 16 bytes, the limit is 9.',
    );
  });
});
