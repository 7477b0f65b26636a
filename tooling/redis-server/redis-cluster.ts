import type { AccessOptions, RedisServer, ServerAccess } from './redis-server.ts';

/** What a test may ask of a cluster. */
export interface StartClusterOptions extends AccessOptions {
  /** Whether each of the three masters has a replica that takes over when it fails. Default false. */
  readonly replicas?: boolean;
  /** After how long without an answer a master is taken for failed, in milliseconds; 1,000 unless given. */
  readonly nodeTimeoutMs?: number;
  /** Writes each command to disk before it is answered. Default false. */
  readonly appendOnly?: boolean;
}

/** A Redis Cluster of three masters. */
export interface RedisCluster {
  /** The masters as they were at the start, then their replicas. */
  readonly servers: readonly RedisServer[];
  /** Where a client may begin. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** What a client needs besides. */
  readonly access: ServerAccess;
  /** The server that holds the slot of a key now. */
  masterOf(key: string): Promise<RedisServer>;
  /** Moves the slot of a key to another master. */
  moveSlot(key: string): Promise<void>;
  /** Ends all servers. May be called twice. */
  stop(): Promise<void>;
}
