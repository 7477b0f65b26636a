import { recordInvalid } from '../errors.ts';
import { packRecord } from './record-bytes.ts';
import { encodeHeader } from './record-header.ts';
import { decodeRecord, lifeMs, type ReceivedRecord, type RecordAddress } from './spec-record.ts';

/** What a record is made anew for, and what it must be to serve. */
export interface ReissueOptions extends RecordAddress {
  /** The id that the record was made under. */
  readonly madeFor: string;
  /** The id of the new task. */
  readonly taskId: string;
}

/**
 * Writes the record of a task that is due now from one that was made for another id: same function, arguments and options.
 * Whoever has no key of a signed record, or meets one with a false signature, cannot do it: signing it again would make it good.
 *
 * @throws TaskSpecError `GRAFLOW_RECORD_INVALID`
 */
export function reissueRecord(bytes: Buffer, options: ReissueOptions): Buffer {
  const record = decodeRecord(bytes);
  checkOrigin(record, options);
  const { taskId, now = Date.now(), keys } = options;
  const key = keys?.current;
  const { header, envelope, args } = record;
  const times = { enqueuedAt: now, dueAt: 0, expiresAt: now + lifeMs };
  const fresh = encodeHeader({ ...header, ...times, taskId, keyId: key?.keyId ?? '' });
  return packRecord({ header: fresh, envelope, args }, key && ((signed) => key.sign(signed)));
}

function checkOrigin({ header, seal }: ReceivedRecord, { prefix, queue, madeFor, keys }: ReissueOptions): void {
  const { keyId } = header;
  if (header.taskId !== madeFor || header.prefix !== prefix || header.queue !== queue)
    throw recordInvalid(`it was made for ${header.taskId} of ${header.prefix}:${header.queue}`);
  if (keys === undefined && keyId === '') return;
  if (keyId === '') throw recordInvalid('it is not signed, and this process has a key');
  const key = keys?.find(keyId);
  if (key === undefined) throw recordInvalid(`key ${keyId}, which signed it, is not known here`);
  if (!key.verify(seal.signed, seal.signature)) throw recordInvalid('its signature does not fit it');
}
