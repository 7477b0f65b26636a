import { Command } from 'ioredis';
import type { RedisClient } from './redis-client.ts';

/**
 * Sends a command and hands on what comes of it, as bytes, to one of two functions; the command keeps nothing of it.
 *
 * ioredis assigns a function to a property of each command, and such functions V8 makes old from the start: dead or not,
 * each keeps its command, with arguments and reply, until the next full collection, and every small one until then has to
 * move all of that. So the reply goes past the promise of the command, and an answered command is emptied. (The functions
 * here have names before they are assigned, for the same reason.)
 */
export function sendCommand(
  client: RedisClient,
  name: string,
  args: (string | number | Buffer)[],
  answered: (reply: unknown) => void,
  failed: (error: Error) => void,
): void {
  const command = new Command(name, args, { replyEncoding: null });
  const { resolve, reject } = command;
  const hear = (reply: unknown): void => {
    empty(command);
    resolve(undefined);
    answered(reply);
  };
  const hearWhyNot = (error: Error): void => {
    empty(command);
    command.promise.catch(ignore); // `failed` hears it
    reject(error);
    failed(error);
  };
  command.resolve = hear;
  command.reject = hearWhyNot;
  void client.sendCommand(command);
}

function empty(command: Command): void {
  command.args = [];
  command.resolve = ignore;
  command.reject = ignore;
}

const ignore = (): void => undefined;
