import type { RecordHeader } from './header-fields.ts';
import { headOf, tailOf } from './header-text.ts';

/** What the headers of one kind of task have in common, as bytes and as read. */
interface Template {
  readonly beforeId: Buffer;
  readonly afterTimes: Buffer;
  readonly header: RecordHeader;
}

const mostTemplates = 16;
const mostDigits = 15;
const mostIdLetters = 128;
const [quote, comma, dot, zero, nine] = [34, 44, 46, 48, 57];

/**
 * Reads headers that differ from one read before in nothing but the id and the three times. A worker sees the same few
 * kinds of task again and again, and parsing and checking the whole header, or even making a text of it, costs it more
 * than claiming the task.
 */
export class HeaderTemplates {
  readonly #templates: Template[] = [];

  /** Learns from a header that was read and checked in full, if `text` is how it is written. */
  learn(text: string, header: RecordHeader): void {
    const { taskId, options } = header;
    const [beforeId, afterTimes] = [`${headOf(header)}"`, tailOf(header)];
    const times = `${header.enqueuedAt},${header.dueAt},${header.expiresAt}`;
    if (text !== `${beforeId}${taskId}",${times}${afterTimes}`) return;
    Object.freeze(options); // many specs will share it
    Object.freeze(options.retry);
    this.#templates.unshift({ beforeId: Buffer.from(beforeId), afterTimes: Buffer.from(afterTimes), header });
    this.#templates.length = Math.min(this.#templates.length, mostTemplates);
  }

  /** Reads the header in a part of bytes by what was learned; undefined where it has to be read in full. */
  read(bytes: Buffer, start: number, end: number, likelyId: string): RecordHeader | undefined {
    for (const template of this.#templates) {
      const header = readBy(template, bytes, start, end, likelyId);
      if (header !== undefined) return header;
    }
    return undefined;
  }
}

function readBy(
  { beforeId, afterTimes, header }: Template,
  bytes: Buffer,
  start: number,
  end: number,
  likelyId: string,
): RecordHeader | undefined {
  const idStart = start + beforeId.length;
  const timesEnd = end - afterTimes.length;
  if (!holds(bytes, start, end, beforeId) || !holds(bytes, timesEnd, end, afterTimes)) return undefined;
  const idEnd = endOfId(bytes, idStart, timesEnd);
  if (idEnd === idStart || bytes[idEnd] !== quote || bytes[idEnd + 1] !== comma) return undefined;
  if (!readTimes(bytes, idEnd + 2, timesEnd)) return undefined;
  return {
    prefix: header.prefix,
    queue: header.queue,
    taskId: isText(bytes, idStart, idEnd, likelyId) ? likelyId : bytes.toString('latin1', idStart, idEnd),
    strategy: header.strategy,
    name: header.name,
    resolverId: header.resolverId,
    enqueuedAt: times[0] as number,
    dueAt: times[1] as number,
    expiresAt: times[2] as number,
    keyId: header.keyId,
    routingKey: header.routingKey,
    options: header.options,
  };
}

// Byte by byte: each of these is shorter than what a call into Node costs.

function holds(bytes: Buffer, start: number, end: number, part: Buffer): boolean {
  if (start < 0 || start + part.length > end) return false;
  for (let at = 0; at < part.length; at += 1) if (bytes[start + at] !== part[at]) return false;
  return true;
}

function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let at = 0; at < text.length; at += 1) if (bytes[start + at] !== text.charCodeAt(at)) return false;
  return true;
}

/** Where the task id ends that starts there; where it starts, if there is none. */
function endOfId(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] === dot) return start;
  const last = Math.min(end, start + mostIdLetters);
  let at = start;
  while (at < last && isIdLetter[bytes[at] as number] === 1) at += 1;
  return at;
}

const isIdLetter = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(/[A-Za-z0-9._-]/.test(String.fromCharCode(byte))),
);

/** What was read last: a list for each header would be seen. */
const times = new Float64Array(3);

/** Reads three whole numbers as JSON writes them, with commas between; tells whether there is nothing else. */
function readTimes(bytes: Buffer, start: number, end: number): boolean {
  let [count, value, digits] = [0, 0, 0];
  for (let at = start; at <= end; at += 1) {
    const unit = at === end ? comma : (bytes[at] as number);
    if (unit === comma) {
      if (digits === 0 || count === times.length) return false;
      times[count] = value;
      count += 1;
      value = digits = 0;
    } else {
      const isLeadingZero = digits === 1 && value === 0;
      if (unit < zero || unit > nine || digits === mostDigits || isLeadingZero) return false;
      value = value * 10 + unit - zero;
      digits += 1;
    }
  }
  return count === times.length;
}
