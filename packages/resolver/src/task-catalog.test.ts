import { describe, expect, it, vi } from 'vitest';
import { TaskResolver } from './task-resolver.ts';

const publisher = new TaskResolver();
const greet = (name: string): string => `Hello, ${name}`;
const setup = async () => {
  const published = await publisher.serializeTask(greet, 'pickle');
  const find = vi.fn(async (name: string) => (name === 'greet' ? published : undefined));
  return { published, catalog: { find } };
};
const reference = publisher.referenceTo('greet');
const unknown = { code: 'GRAFLOW_TASK_UNKNOWN' };

describe('a catalog', () => {
  it('gives what is not registered', async () => {
    const { catalog } = await setup();
    const task = await new TaskResolver().resolveTask(reference, { catalog });
    expect(task('Ada')).toBe('Hello, Ada');
  });

  it('is not asked where tasks by value are not accepted, nor for a name that is registered, nor for a task by value', async () => {
    const { catalog, published } = await setup();
    const resolver = new TaskResolver();
    await expect(resolver.resolveTask(reference, { catalog, accept: ['reference'] })).rejects.toMatchObject(unknown);
    await resolver.resolveTask(published, { catalog });
    await resolver.registerTask('greet', () => 'registered').resolveTask(reference, { catalog });
    expect(catalog.find).not.toHaveBeenCalled();
  });

  it('gives no way around: by reference, by source or malformed is refused', async () => {
    const { published } = await setup();
    const resolve = (found: unknown) =>
      new TaskResolver().resolveTask(reference, { catalog: { find: async () => found as typeof published } });
    const invalid = { code: 'GRAFLOW_ENVELOPE_INVALID' };
    await expect(resolve(reference)).rejects.toMatchObject(invalid);
    await expect(resolve(await publisher.serializeTask(greet, 'source'))).rejects.toMatchObject(invalid);
    await expect(resolve({ ...published, code: { [`${'0'.repeat(64)}`]: 'x' } })).rejects.toMatchObject(invalid);
    await expect(resolve(undefined)).rejects.toMatchObject(unknown);
  });
});
