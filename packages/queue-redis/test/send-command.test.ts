import { type Command, Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { sendCommand } from '../src/connection/send-command.ts';
import { setup } from './open-queue.ts';

/** A client that remembers what was sent through it. */
class Remembering extends Redis {
  readonly sent: Command[] = [];

  override sendCommand(command: Command): unknown {
    this.sent.push(command);
    return super.sendCommand(command);
  }
}

async function open() {
  const { redis } = await setup();
  const client = new Remembering(redis.url, { lazyConnect: true });
  onTestFinished(() => client.disconnect());
  await client.connect();
  client.sent.length = 0;
  const send = (...[name = '', ...args]: string[]): Promise<unknown> =>
    new Promise((answered, failed) => sendCommand(client, name, args, answered, failed));
  return { client, send };
}

it('hands on a reply as bytes, and its command keeps neither that nor its arguments', async () => {
  const { client, send } = await open();
  expect(await send('ECHO', 'a long text')).toEqual(Buffer.from('a long text'));
  const [command] = client.sent;
  expect(command?.args).toEqual([]);
  expect(await command?.promise).toBeUndefined();
});

it('hands on why there is no reply, and its command keeps no arguments', async () => {
  const { client, send } = await open();
  await expect(send('EVALSHA', '0'.repeat(40), '0')).rejects.toThrow('NOSCRIPT');
  const [command] = client.sent;
  expect(command?.args).toEqual([]);
  await expect(command?.promise).rejects.toThrow('NOSCRIPT');
});

it('tells of a connection that is lost before the reply', async () => {
  const { client, send } = await open();
  const reply = send('BLPOP', 'nothing comes here', '0');
  client.disconnect();
  await expect(reply).rejects.toThrow('Connection is closed');
});
