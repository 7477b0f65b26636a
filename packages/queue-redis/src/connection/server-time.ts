import type { Connection } from './connection.ts';

/** Gives the server's time, in milliseconds since 1970: what it keeps is dated by it. @throws QueueRedisError */
export async function serverTime(connection: Pick<Connection, 'ask'>): Promise<number> {
  const [seconds, microseconds] = await connection.ask((client) => client.time());
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
