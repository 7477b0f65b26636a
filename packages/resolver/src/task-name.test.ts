import { describe, expect, it } from 'vitest';
import { checkTaskName, toTaskName } from './task-name.ts';

describe('checkTaskName', () => {
  it.each(['resize', 'images/resize', 'etl.load:v2', 'A-1', `a${'b'.repeat(127)}`])('accepts %s', (name) => {
    expect(checkTaskName(name)).toBe(name);
  });

  it.each(['', '1st', '_private', '../secret', 'a b', 'a\nb', 'naïve', `a${'b'.repeat(128)}`, 7, undefined, ['a']])(
    'refuses %j and says what a name looks like',
    (name) => {
      expect(() => checkTaskName(name)).toThrow(/is not a task name\. Begin with a letter/);
    },
  );
});

describe('toTaskName', () => {
  it.each([
    ['resize', 'resize'],
    ['bound resize', 'bound_resize'],
    ['_private', 'private'],
    ['#secret$', 'secret'],
    ['', 'anonymous'],
    ['日本', 'anonymous'],
  ])('makes of %j the name %j', (text, name) => {
    expect(checkTaskName(toTaskName(text))).toBe(name);
  });
});
