import { describe, expect, it } from 'vitest';
import { decodePayload, encodePayload } from './payload-codec.ts';
import { resultOf } from './result-of.ts';

const write = (value: unknown) => {
  const taskIds: string[] = [];
  const text = encodePayload(value, { onResult: (taskId) => taskIds.push(taskId) });
  return { text, taskIds };
};

describe('resultOf', () => {
  it('is written as its task, which the writer hears of once for each place', () => {
    const one = resultOf('one');
    const { text, taskIds } = write([one, { deep: new Set([resultOf('two')]) }, one]);
    expect(taskIds).toEqual(['one', 'two']);
    expect(decodePayload(text, { result: (taskId) => `the result of ${taskId}` })).toEqual([
      'the result of one',
      { deep: new Set(['the result of two']) },
      'the result of one',
    ]);
  });

  it('comes back as it is to who has no results', () => {
    const { text } = write([resultOf('one')]);
    expect(write(decodePayload(text))).toEqual({ text, taskIds: ['one'] });
  });

  it('is refused where nobody waits for results', () => {
    expect(() => encodePayload({ a: resultOf('one') })).toThrow('payload.a cannot travel: it is an instance of');
  });

  it('takes what has an id, and refuses what is none', () => {
    expect(write(resultOf({ taskId: 'one', result: async () => 1 })).taskIds).toEqual(['one']);
    expect(() => resultOf('no id')).toThrow(expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID' }));
  });

  it.each(['d[["Result",1],5]', 'd[["Result",1],"no id"]', 'd[["Result","one"]]'])('is not read from %s', (text) => {
    expect(() => decodePayload(text)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PAYLOAD_INVALID' }));
  });
});
