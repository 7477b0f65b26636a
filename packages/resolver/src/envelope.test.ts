import { describe, expect, it } from 'vitest';
import { hashOf, parseEnvelope } from './envelope.ts';

const text = '() => 1';
const code = { [hashOf(text)]: text };
const reference = { version: 1, strategy: 'reference', name: 'mail' };
const source = { version: 1, strategy: 'source', name: 'mail', code };
const pickle = { version: 1, strategy: 'pickle', name: 'mail', code, pickle: { format: 'x', hash: 'y', values: [] } };

describe('parseEnvelope', () => {
  it.each([reference, source, pickle])('reads $strategy', (envelope) => {
    expect(parseEnvelope(JSON.parse(JSON.stringify(envelope)))).toEqual(envelope);
  });

  it('gives an object of its own, which a later change of the data does not reach', () => {
    const data = structuredClone(source);
    const parsed = parseEnvelope(data);
    data.code[hashOf(text)] = 'steal()';
    expect(parsed.code).toEqual(code);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', [reference]],
    ['a text', JSON.stringify(reference)],
    ['an inherited envelope', Object.create(reference)],
    ['no version', { strategy: 'reference', name: 'mail' }],
    ['a version that is a text', { ...reference, version: '1' }],
    ['an unknown strategy', { ...reference, strategy: 'eval' }],
    ['a strategy of Object.prototype', { ...reference, strategy: 'constructor' }],
    ['a bad name', { ...reference, name: '../mail' }],
    ['an unknown key', { ...reference, extra: 1 }],
    ['code by reference', { ...reference, code }],
    ['a pickle by source', { ...source, pickle: pickle.pickle }],
    ['no code by source', { ...reference, strategy: 'source' }],
    ['two texts by source', { ...source, code: { ...code, [hashOf('2')]: '2' } }],
    ['no text by source', { ...source, code: {} }],
    ['text under another hash', { ...source, code: { [hashOf('2')]: text } }],
    ['text that is no text', { ...source, code: { [hashOf(text)]: [text] } }],
    ['code inside of the pickle', { ...pickle, pickle: { ...pickle.pickle, code } }],
    ['no pickle by value', { ...pickle, pickle: undefined }],
    ['an own __proto__', JSON.parse('{"version":1,"strategy":"reference","name":"mail","__proto__":{}}')],
    ['an own __proto__ in code', { ...source, code: JSON.parse('{"__proto__":"() => 1"}') }],
    ['a deep own __proto__', { ...pickle, pickle: JSON.parse('{"values":[[{"a":{"__proto__":{}}}]]}') }],
  ])('refuses %s', (_, data) => {
    expect(() => parseEnvelope(data)).toThrow(expect.objectContaining({ code: 'GRAFLOW_ENVELOPE_INVALID' }));
  });

  it('says of a newer version that it is newer, since another worker may read it', () => {
    expect(() => parseEnvelope({ ...reference, version: 2 })).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_ENVELOPE_VERSION', details: { version: 2 } }),
    );
  });

  it('walks values nested so deep that a call per level would end the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(parseEnvelope({ ...pickle, pickle: { values: deep } }).name).toBe('mail');
  });
});
