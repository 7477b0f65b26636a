import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Connection } from '../../../packages/queue-redis/src/connection/connection.ts';

/** Gives another text for a script, or the same. */
export type ChangeOfScript = (lua: string) => string;

/**
 * Asks everything on one given client; on which other scripts may run than those that are asked for: with a defect, or with
 * another limit.
 */
export class ChangingConnection extends Connection {
  readonly client: Redis;

  constructor(client: Redis, change: ChangeOfScript = (lua) => lua) {
    super({ client });
    this.client = client;
    changeScripts(client, change);
  }

  override open(): Redis {
    return this.client;
  }
}

function changeScripts(client: Redis, change: ChangeOfScript): void {
  const call = client.callBuffer.bind(client);
  const digests = new Map<string, string>();
  const changed = (name: string, [script, ...rest]: readonly (string | Buffer | number)[]): Promise<unknown> => {
    const digest = String(script);
    if (name === 'EVALSHA') return call(name, [digests.get(digest) ?? digest, ...rest]);
    const lua = change(digest);
    digests.set(digestOf(digest), digestOf(lua));
    return call(name, [lua, ...rest]);
  };
  Object.assign(client, { callBuffer: changed });
}

const digestOf = (lua: string): string => createHash('sha1').update(lua).digest('hex');
