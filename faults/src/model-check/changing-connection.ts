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
  const send = client.sendCommand.bind(client);
  const digests = new Map<string, string>();
  const changed: Redis['sendCommand'] = (command, ...rest) => {
    const script = String(command.args[0]);
    const name = command.name.toLowerCase();
    if (name === 'evalsha') command.args[0] = digests.get(script) ?? script;
    if (name === 'eval') {
      const lua = change(script);
      digests.set(digestOf(script), digestOf(lua));
      command.args[0] = lua;
    }
    return send(command, ...rest);
  };
  Object.assign(client, { sendCommand: changed });
}

const digestOf = (lua: string): string => createHash('sha1').update(lua).digest('hex');
