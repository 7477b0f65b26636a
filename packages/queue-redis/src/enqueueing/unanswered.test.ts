import { expect, it } from 'vitest';
import { Unanswered } from './unanswered.ts';

const setup = () => {
  const unanswered = new Unanswered(10);
  const sent: string[] = [];
  const send = (name: string, bytes: number) => {
    const work = unanswered.whenRoom(async () => {
      unanswered.sent(bytes);
      sent.push(name);
    });
    work.catch(() => undefined);
    return work;
  };
  const turn = () => new Promise(setImmediate);
  return { unanswered, sent, send, turn };
};

it('lets everybody send while there is room, and the others in their order, as answers come', async () => {
  const { unanswered, sent, send, turn } = setup();
  for (const name of ['a', 'b', 'c', 'd', 'e']) void send(name, 6);
  await turn();
  expect(sent).toEqual(['a', 'b']);
  expect(unanswered.hasRoom).toBe(false);
  unanswered.answered(6);
  await turn();
  expect(sent).toEqual(['a', 'b', 'c']);
  unanswered.answered(12);
  await turn();
  expect(sent).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('lets one send that is larger than there may be, alone', async () => {
  const { unanswered, sent, send, turn } = setup();
  void send('large', 1_000);
  void send('next', 1);
  await turn();
  expect(sent).toEqual(['large']);
  unanswered.answered(1_000);
  await turn();
  expect(sent).toEqual(['large', 'next']);
});

it('lets those who wait fail with what failed, and nobody who comes later', async () => {
  const { unanswered, sent, send, turn } = setup();
  void send('a', 10);
  const waiting = send('b', 1);
  await turn();
  unanswered.failed(10, new Error('away'));
  await expect(waiting).rejects.toThrow('away');
  await send('c', 1);
  expect(sent).toEqual(['a', 'c']);
});

it('goes on where one could not be written', async () => {
  const { unanswered, sent, send, turn } = setup();
  void send('a', 10);
  const bad = unanswered.whenRoom(() => {
    throw new Error('cannot travel');
  });
  bad.catch(() => undefined);
  void send('b', 1);
  unanswered.answered(10);
  await expect(bad).rejects.toThrow('cannot travel');
  await turn();
  expect(sent).toEqual(['a', 'b']);
});
