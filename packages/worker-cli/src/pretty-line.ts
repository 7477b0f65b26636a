import { styleText } from 'node:util';
import { safeText } from './safe-text.ts';

/** What pino hands over, as far as people want to see it. */
export interface LogLine {
  readonly level: number;
  readonly time: string;
  readonly msg: string;
  /** What happened, in one short word; the level unless given. */
  readonly label?: string;
  readonly taskId?: string;
  readonly stack?: string;
}

/** Writes a log line for people: time, what happened, the message, the id of the task. */
export function prettyLine({ level, time, msg, label, taskId, stack }: LogLine, isColoured: boolean): string {
  const paint = (style: Style, text: string): string => (isColoured ? styleText(style, text) : text);
  const word = paint(styleOf(level), (label ?? nameOf(level)).padEnd(7));
  const id = taskId === undefined ? '' : `  ${paint('dim', safeText(taskId, 128))}`;
  const trace =
    stack === undefined
      ? ''
      : stack
          .split('\n')
          .map((line) => `\n             ${safeText(line)}`)
          .join('');
  return `${paint('dim', time.slice(11, 23))} ${word} ${safeText(msg)}${id}${trace}\n`;
}

type Style = Parameters<typeof styleText>[0];

const styleOf = (level: number): Style =>
  level >= 50 ? 'red' : level >= 40 ? 'yellow' : level >= 30 ? 'green' : 'dim';

const nameOf = (level: number): string =>
  level >= 60 ? 'fatal' : level >= 50 ? 'error' : level >= 40 ? 'warn' : level >= 30 ? 'info' : 'debug';
