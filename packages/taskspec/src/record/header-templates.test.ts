import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HeaderTemplates } from './header-templates.ts';
import { encodeHeader, type RecordHeader } from './record-header.ts';

const header: RecordHeader = {
  prefix: 'shop',
  queue: 'mail',
  taskId: 'order-1',
  strategy: 'reference',
  name: 'sendMail',
  resolverId: 'default',
  enqueuedAt: 1_700_000_000_000,
  dueAt: 0,
  expiresAt: 1_702_592_000_000,
  keyId: '',
  routingKey: '',
  options: { retry: { maxAttempts: 2 } },
};

const learned = (text = encodeHeader(header)): HeaderTemplates => {
  const templates = new HeaderTemplates();
  templates.learn(text, header);
  return templates;
};

const read = (templates: HeaderTemplates, text: string, likelyId = '') => {
  const bytes = Buffer.from(`before${text}behind`);
  return templates.read(bytes, 6, bytes.length - 6, likelyId);
};

it('reads a header that differs in id and times alone', () => {
  const other = {
    ...header,
    taskId: 'AAAAAAAAAAAAAAAAAAAAAA',
    enqueuedAt: 7,
    dueAt: 123_456_789_012_345,
    expiresAt: 0,
  };
  for (const likelyId of [other.taskId, 'another', ''])
    expect(read(learned(), encodeHeader(other), likelyId)).toEqual(other);
});

it.each([
  ['a queue', encodeHeader({ ...header, queue: 'post' })],
  ['a strategy', encodeHeader({ ...header, strategy: 'pickle' })],
  ['a name', encodeHeader({ ...header, name: 'sendMai' })],
  ['an option', encodeHeader({ ...header, options: {} })],
  ['an id that is none', encodeHeader({ ...header, taskId: 'a/b' })],
  ['an id with an escape', encodeHeader(header).replace('order-1', 'order\\u002d1')],
  ['an id with a dot before it', encodeHeader({ ...header, taskId: '.order' })],
  ['an id that is too long', encodeHeader({ ...header, taskId: 'a'.repeat(129) })],
  ['an empty id', encodeHeader({ ...header, taskId: '' })],
  ['a time with a leading zero', encodeHeader(header).replace(',0,', ',00,')],
  ['a negative time', encodeHeader(header).replace(',0,', ',-1,')],
  ['a time of other form', encodeHeader(header).replace(',0,', ',1e3,')],
  ['a missing time', encodeHeader(header).replace(',0,', ',,')],
  ['a time that no number holds', encodeHeader(header).replace(',0,', ',9999999999999999,')],
  ['something behind its end', `${encodeHeader(header)} `],
  ['its end', encodeHeader(header).slice(0, -1)],
])('leaves to others what differs in %s', (_what, text) => {
  expect(read(learned(), text, 'order-1')).toBeUndefined();
});

it('learns nothing from a header that is written in another way', () => {
  expect(read(learned(`${encodeHeader(header)} `), encodeHeader(header))).toBeUndefined();
});

it('reads nothing else than what JSON says', () => {
  const templates = learned();
  const text = encodeHeader(header);
  const isSameOrLeft = (at: number, length: number, inserted: string): void => {
    const changed = text.slice(0, at) + inserted + text.slice(at + length);
    const found = read(templates, changed, header.taskId);
    // Throws where the text is no JSON, which must not be read either.
    const expected = found && JSON.stringify(JSON.parse(changed));
    expect(found && encodeHeader(found)).toBe(expected);
  };
  const piece = fc.string({
    unit: fc.constantFrom('0', '1', '9', '-', ',', '.', '"', '[', ']', '\\', 'a', 'e'),
    maxLength: 4,
  });
  fc.assert(fc.property(fc.nat(text.length), fc.nat(4), piece, isSameOrLeft), { numRuns: 3_000 });
});
