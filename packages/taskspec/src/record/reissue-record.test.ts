import { keyRingFrom } from '@graflow/resolver';
import { describe, expect, it } from 'vitest';
import { TaskSpec } from '../spec/task-spec.ts';
import { openRecord } from './open-record.ts';
import { reissueRecord } from './reissue-record.ts';
import { encodeRecord, type RecordAddress } from './spec-record.ts';

const keys = keyRingFrom('the-key-of-these-tests-is-long-enough');
const otherKeys = keyRingFrom('another-key-of-these-tests-is-as-long');
const place = { prefix: 'shop', queue: 'mail' };
const names = { madeFor: 'nightly.template', taskId: 'nightly.5' };
const now = Date.UTC(2026, 10, 1);

const template = async (address: Partial<RecordAddress> = {}): Promise<Buffer> => {
  const options = { timeoutMs: 5, priority: 1, dedup: { key: 'nightly' } };
  const spec = await new TaskSpec({
    name: 'report',
    args: [1],
    taskId: 'nightly.template',
    ...options,
  }).ensureSerialized();
  return encodeRecord(spec, { ...place, keys, now: 0, ...address }).bytes;
};

describe('reissueRecord', () => {
  it('makes a good record of another id, due now, of one however old', async () => {
    const bytes = reissueRecord(await template(), { ...place, ...names, keys, now });
    const verdict = openRecord(bytes, { ...place, taskId: 'nightly.5', accept: ['reference'], keys, now });
    expect(verdict).toMatchObject({
      verdict: 'good',
      args: [1],
      header: {
        name: 'report',
        enqueuedAt: now,
        dueAt: 0,
        routingKey: 'nightly',
        options: { timeoutMs: 5, priority: 1 },
      },
    });
  });

  it('makes an unsigned one where nobody has a key', async () => {
    const bytes = reissueRecord(await template({ keys: undefined }), { ...place, ...names, now });
    expect(openRecord(bytes, { ...place, taskId: 'nightly.5', accept: ['reference'], now }).verdict).toBe('good');
  });

  it.each([
    { what: 'made for another id', made: {}, asked: { madeFor: 'weekly.template' }, says: 'made for nightly.template' },
    { what: 'of another queue', made: {}, asked: { queue: 'video' }, says: 'of shop:mail' },
    { what: 'without a signature', made: { keys: undefined }, asked: {}, says: 'is not signed' },
    { what: 'signed with a key that is not here', made: { keys: otherKeys }, asked: {}, says: 'is not known here' },
    { what: 'that is signed, without a key', made: {}, asked: { keys: undefined }, says: 'is not known here' },
  ])('signs nothing $what', async ({ made, asked, says }) => {
    const bytes = await template(made);
    const reissue = () => reissueRecord(bytes, { ...place, ...names, keys, now, ...asked });
    expect(reissue).toThrow(says);
    expect(reissue).toThrow(expect.objectContaining({ code: 'GRAFLOW_RECORD_INVALID' }));
  });

  it('signs nothing that was changed', async () => {
    const bytes = await template();
    bytes.write('9', bytes.indexOf('[1]') + 1);
    expect(() => reissueRecord(bytes, { ...place, ...names, keys, now })).toThrow('its signature does not fit it');
  });
});
