import { afterAll, describe, expect, test } from 'vitest';
import { explain, pickle, register, unpickle } from '../src/index.ts';
import { native, roundTrip, workbench } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

const cases = await roundTrip(folder, bundle, native, ['reduced']);

describe('an instance of a registered class is the same on the other side:', () => {
  test.each(cases)('$name', ({ here, there }) => {
    expect(there).toBe(here);
  });
});

class Port {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}
const travel = <T>(value: T): Promise<T> => unpickle<T>(JSON.parse(JSON.stringify(pickle(value))) as never);

describe('register', () => {
  test('holds until it is taken back', async () => {
    const unregister = register(Port, { reduce: ({ number }) => number, revive: (number) => new Port(number + 1) });
    const port = new Port(1);
    expect((await travel(() => port))().number).toBe(2);
    expect(explain(() => port).parts.find(({ kind }) => kind === 'reduced')?.travels).toBe('reduced');
    unregister();
    expect((await travel(() => port))().number).toBe(1);
  });

  test('refuses an instance whose reducer fails, with the way to it', () => {
    const unregister = register(Port, {
      reduce: ({ number }): unknown => {
        throw new RangeError(`no port ${number}`);
      },
      revive: () => new Port(0),
    });
    const config = { ports: [new Port(7)] };
    const { problems } = explain(() => config);
    unregister();
    expect(problems).toEqual([
      expect.objectContaining({
        path: expect.stringMatching(/captures config \(.*\) → \.ports\[0\]$/) as unknown,
        reason: 'the reducer of Port failed: no port 7',
      }),
    ]);
  });

  test('refuses a reducer that gives the instance itself', () => {
    const unregister = register(Port, { reduce: (port) => port, revive: (port) => port });
    const { problems } = explain([new Port(7)]);
    unregister();
    expect(problems.map(({ reason }) => reason)).toEqual(['the reducer of Port gave the instance itself']);
  });

  test('says so where revive reads what leads back to its own instance', async () => {
    class Node {
      self: unknown;
      constructor(self: unknown) {
        this.self = self;
      }
    }
    const unregister = register(Node, { reduce: (node) => ({ self: node }), revive: ({ self }) => new Node(self) });
    const made = pickle(new Node(1));
    unregister();
    await expect(unpickle(made)).rejects.toThrow('reads .self, which leads back to the very instance');
  });

  test('takes classes and functions only', () => {
    expect(() => register({} as never, { reduce: () => 1, revive: () => ({}) })).toThrow('is no class');
    expect(() => register(Port, {} as never)).toThrow('register(Port, { reduce, revive }) takes two functions.');
    expect(() => register(Port, { reduce: Number, revive: Object })).toThrow('write (data) => fn(data)');
  });
});
