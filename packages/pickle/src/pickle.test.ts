import { describe, expect, test, vi } from 'vitest';
import { explain } from './explain.ts';
import { pickle } from './pickle.ts';

describe('pickle', () => {
  test('runs no code of the user', () => {
    const ran: string[] = [];
    const trap = new Proxy(
      {},
      {
        get: () => ran.push('get'),
        ownKeys: () => (ran.push('keys'), []),
        getPrototypeOf: () => (ran.push('proto'), null),
      },
    );
    const value = {
      get getter() {
        return ran.push('getter');
      },
      toJSON: () => ran.push('toJSON'),
      toString: () => ran.push('toString'),
      trap,
      inherits: Object.create(trap) as object,
    };
    pickle(() => [value, trap]);
    expect(ran).toEqual([]);
  });

  test('keeps origins apart from code and values, relative to the package', () => {
    const made = pickle(() => 1);
    expect(made.origins).toEqual([
      expect.stringMatching(/^\(anonymous\) \(@graflow\/pickle\/src\/pickle\.test\.ts:\d+:\d+\)$/),
    ]);
    expect(JSON.stringify([made.code, made.values])).not.toContain('pickle.test');
  });

  test('gives equal functions at two places the same code and values', () => {
    const here = pickle([(a: number) => a + 1][0]);
    const there = pickle([(a: number) => a + 1][0]);
    expect([here.code, here.values]).toEqual([there.code, there.values]);
    expect(here.origins).not.toEqual(there.origins);
  });

  test('keeps a captured value out of the code', () => {
    const adder = (by: number) => (n: number) => n + by;
    expect(pickle(adder(1)).code).toEqual(pickle(adder(2)).code);
    expect(pickle(adder(1)).values).not.toEqual(pickle(adder(2)).values);
  });

  test('lets a secret travel when it is allowed by name', () => {
    const smtp = { url: 'smtp://me:pw@host' };
    expect(() => pickle(() => smtp)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
    expect(pickle(() => smtp, { allowSecrets: ['smtp.url'] }).format).toBe('graflow-pickle/1');
  });

  test('warns once of a capture that is named like a secret', async () => {
    const smtp = { password: 'correct-horse', author: 'Ada Lovelace' };
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    pickle(() => smtp);
    pickle(() => smtp);
    pickle(() => smtp, { allowSecrets: ['smtp.password'] });
    expect(warned).toHaveBeenCalledOnce();
    expect(warned).toHaveBeenCalledWith(
      expect.stringMatching(/captures smtp .* → \.password: it is named like a secret/),
      expect.objectContaining({ code: 'GRAFLOW_SECRET_NAME' }),
    );
    expect(JSON.stringify(warned.mock.calls)).not.toContain('correct-horse');
    expect(explain(() => smtp).warnings).toHaveLength(1);
  });

  test('carries a list of 20,000 links', () => {
    let list: object | null = null;
    for (let index = 0; index < 20_000; index += 1) list = { next: list };
    expect(pickle(list).values).toHaveLength(20_000);
  });
});
