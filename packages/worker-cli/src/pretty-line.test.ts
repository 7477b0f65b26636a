import { expect, test } from 'vitest';
import { prettyLine } from './pretty-line.ts';

const line = { level: 30, time: '2026-11-23T06:41:12.044Z', msg: 'add in 13 ms' };

test('shows time, what happened, the message and the task', () => {
  expect(prettyLine({ ...line, label: 'done', taskId: 'order-17' }, false)).toBe(
    '06:41:12.044 done    add in 13 ms  order-17\n',
  );
});

test.each([
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
])('shows the level %i as %s where nothing else is said', (level, name) => {
  expect(prettyLine({ ...line, level }, false)).toContain(` ${name.padEnd(7)} add`);
});

test('puts a stack under the line, indented', () => {
  expect(prettyLine({ ...line, stack: 'Error: no\n    at add' }, false)).toMatch(
    /13 ms\n {13}Error: no\n {17}at add\n$/,
  );
});

test('makes what came from the queue harmless', () => {
  const shown = prettyLine({ ...line, msg: 'a\nb', taskId: '\u001b[2J', stack: '\u0007' }, false);
  expect(shown).toBe('06:41:12.044 info    a\\u000ab  \\u001b[2J\n             \\u0007\n');
});
