import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '@graflow-tooling/redis-server';
import type { Logger } from '../log/logger.ts';

/** The Redis of a stage, and what can be done to it; every injury is in the log of the harness. */
export interface InjurableRedis extends Pick<RedisServer, 'url' | 'port'> {
  /** Kills it, and starts it again after a time. Resolves when it answers. */
  outage(ms: number): Promise<void>;
  /** Kills it for good. */
  kill(): Promise<void>;
  /** Stops it from answering for a time; its connections stay open. */
  hang(ms: number): Promise<void>;
  /** Stops it from answering until `thaw`. */
  freeze(): void;
  thaw(): void;
}

/** Makes a server injurable. */
export function injurableRedis(server: RedisServer, say: Logger): InjurableRedis {
  const injured = (how: string): void => say({ kind: 'injured', who: 'redis', how });
  const healed = (): void => say({ kind: 'healed', who: 'redis' });
  const kill = async (): Promise<void> => {
    injured('killed');
    await server.kill();
  };
  const freeze = (): void => {
    injured('frozen');
    server.freeze();
  };
  const thaw = (): void => {
    server.thaw();
    healed();
  };
  return {
    url: server.url,
    port: server.port,
    kill,
    freeze,
    thaw,
    outage: async (ms) => {
      await kill();
      await sleep(ms);
      await server.restart();
      healed();
    },
    hang: async (ms) => {
      freeze();
      await sleep(ms);
      thaw();
    },
  };
}
