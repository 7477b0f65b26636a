import type { RecordHeader } from './header-fields.ts';
import { headOf, tailOf } from './header-text.ts';

/** What the headers of one kind of task have in common, as text and as read. */
interface Template {
  readonly beforeId: string;
  readonly afterTimes: string;
  readonly header: RecordHeader;
}

const beforeTimes = '",';
const mostTemplates = 16;
const mostDigits = 15;
const taskIdPattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;
const [zero, nine] = [48, 57];

/**
 * Reads headers that differ from one read before in nothing but the id and the three times. A worker sees the same few
 * kinds of task again and again, and parsing and checking the whole header costs it more than claiming the task.
 */
export class HeaderTemplates {
  readonly #templates: Template[] = [];

  /** Learns from a header that was read and checked in full, if `text` is how it is written. */
  learn(text: string, header: RecordHeader): void {
    const { taskId, options } = header;
    const [beforeId, afterTimes] = [`${headOf(header)}"`, tailOf(header)];
    const times = `${header.enqueuedAt},${header.dueAt},${header.expiresAt}`;
    if (text !== `${beforeId}${taskId}${beforeTimes}${times}${afterTimes}`) return;
    Object.freeze(options); // many specs will share it
    Object.freeze(options.retry);
    this.#templates.unshift({ beforeId, afterTimes, header });
    this.#templates.length = Math.min(this.#templates.length, mostTemplates);
  }

  /** Reads a header by what was learned; undefined where it has to be read in full. */
  read(text: string): RecordHeader | undefined {
    for (const template of this.#templates) {
      const header = readBy(template, text);
      if (header !== undefined) return header;
    }
    return undefined;
  }
}

function readBy({ beforeId, afterTimes, header }: Template, text: string): RecordHeader | undefined {
  if (!text.startsWith(beforeId)) return undefined;
  const idEnd = text.indexOf('"', beforeId.length);
  if (!text.startsWith(beforeTimes, idEnd)) return undefined;
  const times = text.indexOf(afterTimes, idEnd + beforeTimes.length);
  if (times < 0 || times + afterTimes.length !== text.length) return undefined;
  const dueStart = endOfNumber(text, idEnd + beforeTimes.length) + 1;
  const expiryStart = endOfNumber(text, dueStart) + 1;
  if (text[dueStart - 1] !== ',' || text[expiryStart - 1] !== ',' || endOfNumber(text, expiryStart) !== times)
    return undefined;
  const taskId = text.slice(beforeId.length, idEnd);
  if (!taskIdPattern.test(taskId)) return undefined;
  return {
    prefix: header.prefix,
    queue: header.queue,
    taskId,
    strategy: header.strategy,
    name: header.name,
    resolverId: header.resolverId,
    enqueuedAt: numberAt(text, idEnd + beforeTimes.length),
    dueAt: numberAt(text, dueStart),
    expiresAt: numberAt(text, expiryStart),
    keyId: header.keyId,
    routingKey: header.routingKey,
    options: header.options,
  };
}

/** Gives where a whole number as JSON writes it ends; -1 where there is none. */
function endOfNumber(text: string, start: number): number {
  let end = start;
  while (end - start < mostDigits && isDigit(text.charCodeAt(end))) end += 1;
  if (end === start || isDigit(text.charCodeAt(end))) return -1;
  return text.charCodeAt(start) === zero && end > start + 1 ? -1 : end;
}

function numberAt(text: string, start: number): number {
  let value = 0;
  for (let at = start; isDigit(text.charCodeAt(at)); at += 1) value = value * 10 + text.charCodeAt(at) - zero;
  return value;
}

const isDigit = (unit: number): boolean => unit >= zero && unit <= nine;
