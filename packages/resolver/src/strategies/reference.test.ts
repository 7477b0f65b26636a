import { describe, expect, it } from 'vitest';
import { task } from '../task.ts';
import { TaskTable } from '../task-table.ts';
import { reference } from './reference.ts';

const exported = () => 'by its export';

export { exported as exportedTask };

const setup = () => {
  const table = new TaskTable();
  table.register('mail', () => 'mail sent');
  table.register('report', () => 'report made');
  return table;
};

describe('serialize', () => {
  it('sends the registered name before the name of task() and the export', () => {
    const table = setup();
    const load = task('named', () => 1);
    table.register('registered', load);
    expect(reference.serialize(load, table).name).toBe('registered');
  });

  it('sends the first of several registered names', () => {
    const table = setup();
    const load = () => 1;
    table.register('first', load);
    table.register('second', load);
    expect(reference.serialize(load, table).name).toBe('first');
  });

  it('sends the name of task() for a function that is not registered', () => {
    const load = task('named', () => 1);
    expect(reference.serialize(load, setup())).toEqual({ version: 1, strategy: 'reference', name: 'named' });
  });

  it('prints the line to write for a function without a name', () => {
    const resize = () => 1;
    expect(() => reference.serialize(resize, setup())).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_TASK_NAMELESS',
        message:
          'Task "resize" cannot travel by reference: it is not registered, not named, and its module exports it under no ' +
          "name that can be found. Export it from its module, or name it: task('resize', resize). Or send it by value: { strategy: 'pickle' }.",
      }),
    );
  });
});

describe('resolve', () => {
  const resolve = (name: string) => reference.resolve({ version: 1, strategy: 'reference', name }, { table: setup() });

  it('gives the registered function', async () => {
    expect((await resolve('mail'))()).toBe('mail sent');
  });

  it('lists what is registered and suggests the nearest', () => {
    expect(() => resolve('mial')).toThrow(
      'No task named "mial". Registered: mail, report. Did you mean "mail"? Did you import the module that defines it?',
    );
  });

  it.each(['constructor', '__proto__', 'toString', 'fs', 'node:fs', 'exportedTask'])('knows no %s', (name) => {
    expect(() => resolve(name)).toThrow(expect.objectContaining({ code: 'GRAFLOW_TASK_UNKNOWN' }));
  });
});
