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
const comma = 44;
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
  if (!text.startsWith(beforeId) || !text.endsWith(afterTimes)) return undefined;
  const idEnd = text.indexOf('"', beforeId.length);
  if (!text.startsWith(beforeTimes, idEnd)) return undefined;
  if (!readTimes(text, idEnd + beforeTimes.length, text.length - afterTimes.length)) return undefined;
  const taskId = text.slice(beforeId.length, idEnd);
  if (!taskIdPattern.test(taskId)) return undefined;
  return {
    prefix: header.prefix,
    queue: header.queue,
    taskId,
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

/** What was read last: a list for each header would be seen. */
const times = new Float64Array(3);

/** Reads three whole numbers as JSON writes them, with commas between; tells whether there is nothing else. */
function readTimes(text: string, start: number, end: number): boolean {
  let [count, value, digits] = [0, 0, 0];
  for (let at = start; at <= end; at += 1) {
    const unit = at === end ? comma : text.charCodeAt(at);
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
