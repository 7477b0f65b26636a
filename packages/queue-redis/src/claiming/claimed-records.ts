/** One task as the claim script gives it. */
export interface ClaimedRecord {
  /** Priority level and task id. */
  readonly entry: string;
  /** Which of the tasks of its claim it is, from 0. */
  readonly nth: number;
  /** Failed attempts so far. */
  readonly failures: number;
  /** Lost leases so far. */
  readonly lost: number;
  /** The record's bytes. */
  readonly record: Buffer;
}

/** Joins what the claim script gave: names, `entry` or `entry:failures:lost leases` with spaces between, and records. */
export function claimedRecords(names: string, records: readonly Buffer[]): readonly ClaimedRecord[] {
  if (records.length === 0) return [];
  const each = names.split(' ');
  return records.map((record, index) => named(each[index] as string, index, record));
}

function named(name: string, nth: number, record: Buffer): ClaimedRecord {
  if (!name.includes(':')) return { entry: name, nth, failures: 0, lost: 0, record };
  const [entry = '', failures, lost] = name.split(':');
  return { entry, nth, failures: Number(failures), lost: Number(lost), record };
}
