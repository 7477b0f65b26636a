import type { TaskEnvelope } from '@graflow/resolver';
import { expect, it } from 'vitest';
import { CodeShelf } from './code-shelf.ts';

const envelopeOf = (...texts: readonly string[]): TaskEnvelope => ({
  version: 1,
  strategy: 'pickle',
  name: 'work',
  code: Object.fromEntries(texts.map((text) => [`hash of ${text}`, text])),
});

const setup = (most?: number) => {
  const [worker, runner] = [new CodeShelf(most), new CodeShelf(most)];
  const pass = (envelope: TaskEnvelope) => {
    const sent = structuredClone(worker.send(envelope));
    return { texts: Object.values(sent.texts ?? {}), arrived: runner.receive(sent) };
  };
  return { pass };
};

it('sends each text once, and gives the runner the envelope as it was', () => {
  const { pass } = setup();
  expect(pass(envelopeOf('a', 'b'))).toEqual({ texts: ['a', 'b'], arrived: envelopeOf('a', 'b') });
  const second = pass(envelopeOf('c', 'a'));
  expect(second).toEqual({ texts: ['c'], arrived: envelopeOf('c', 'a') });
  expect(Object.keys(second.arrived.code ?? {})).toEqual(Object.keys(envelopeOf('c', 'a').code ?? {}));
});

it('sends an envelope without code as it is', () => {
  const { pass } = setup();
  const reference: TaskEnvelope = { version: 1, strategy: 'reference', name: 'work' };
  expect(pass(reference)).toEqual({ texts: [], arrived: reference });
});

it('sends a text again that had to go, and never takes one for there that is not, in whatever order they come', () => {
  const { pass } = setup(8);
  let state = 7;
  const next = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  let again = 0;
  const seen = new Set<string>();
  for (let turn = 0; turn < 2_000; turn += 1) {
    const texts = Array.from({ length: 1 + next(3) }, () => 'abcdefgh'.charAt(next(8)).repeat(1 + next(5)));
    const { texts: sent, arrived } = pass(envelopeOf(...texts));
    expect(arrived).toEqual(envelopeOf(...texts));
    for (const text of sent) again += Number(seen.has(text));
    for (const text of texts) seen.add(text);
  }
  expect(again).toBeGreaterThan(100);
});
