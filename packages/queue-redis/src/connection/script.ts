import { createHash } from 'node:crypto';
import type { CommandLane } from './command-lane.ts';
import { packArguments, type PackedArguments, type ScriptArgument } from './packed-arguments.ts';
import type { RedisClient } from './redis-client.ts';
import { sendCommand } from './send-command.ts';

/** A server script: its text, and the digest by which Redis keeps it. */
export interface Script {
  /** How people call it; it begins with it, so that it is recognised in Redis' slow log. */
  readonly name: string;
  /** The Lua text. */
  readonly lua: string;
  /** The SHA-1 of the text. */
  readonly sha: string;
}

/** Makes a script from fragments of Lua, the shared ones first. */
export function defineScript(name: string, ...fragments: readonly string[]): Script {
  return scriptOf(name, [`-- graflow ${name}`, ...fragments].join('\n'));
}

/** Makes one that also runs where Redis has no memory for more, because in the end it frees some. */
export function defineFreeingScript(name: string, ...fragments: readonly string[]): Script {
  return scriptOf(name, ['#!lua flags=allow-oom', `-- graflow ${name}`, ...fragments].join('\n'));
}

function scriptOf(name: string, lua: string): Script {
  return { name, lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/**
 * Runs a script on the keys of one tag, its arguments packed into one; sends its text only where the server does not have
 * it yet. Replies come as bytes.
 *
 * It declares two keys that never exist, the tag and one more. While a cluster moves their slot, it answers such a command
 * with ASK on the one side and with TRYAGAIN on the other, so no script ever runs on a part of a queue.
 */
export const runScript = (
  lane: Pick<CommandLane, 'ask'>,
  script: Script,
  tag: string,
  args: readonly ScriptArgument[] | PackedArguments,
): Promise<unknown> => {
  const call = [2, tag, `${tag}:`, 'packed' in args ? args.packed() : packArguments(args)];
  return lane.ask((client) => evaluate(client, script, call));
};

const evaluate = (client: RedisClient, { sha, lua }: Script, call: (string | number | Buffer)[]): Promise<unknown> =>
  new Promise((answered, failed) => {
    const failedOrUnknown = (error: Error): void => {
      if (error.message.startsWith('NOSCRIPT')) sendCommand(client, 'EVAL', [lua, ...call], answered, failed);
      else failed(error);
    };
    sendCommand(client, 'EVALSHA', [sha, ...call], answered, failedOrUnknown);
  });
