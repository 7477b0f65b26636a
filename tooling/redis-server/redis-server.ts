/** How a client reaches a server or a group of them, as plain data that ioredis takes. */
export interface ServerAccess {
  readonly password?: string;
  readonly tls?: { readonly ca: string };
}

/** A Redis for one test file. */
export interface RedisServer {
  /** What a client connects to: `redis://127.0.0.1:<port>`, or `REDIS_URL`. */
  readonly url: string;
  readonly port: number;
  /** The same as plain data, with what TLS needs. */
  readonly connection: ServerAccess & { readonly host: string; readonly port: number };
  /** Ends it in order and removes its files. May be called twice. Leaves the server of `REDIS_URL` alone. */
  stop(): Promise<void>;
  /** Ends it as a power cut would: SIGKILL, nothing flushed. `restart` brings it back. Own servers only. */
  kill(): Promise<void>;
  /** Starts it again on its port, ending it first if it runs. Keeps the data if `appendOnly`. Own servers only. */
  restart(): Promise<void>;
  /** Stops it from answering while its connections stay open (SIGSTOP). Own servers only. */
  freeze(): void;
  /** Lets it answer again after `freeze`. Own servers only. */
  thaw(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Who may use a server, and how it is reached. */
export interface AccessOptions {
  /** Speaks TLS alone, with a certificate that is made now. Needs `openssl`. Default false. */
  readonly tls?: boolean;
  /** The password of its default user; none unless given. */
  readonly password?: string;
}

/** What a test may ask of its Redis. */
export interface StartRedisOptions extends AccessOptions {
  /**
   * Starts a private server even when `REDIS_URL` names one, for a test that kills or freezes it.
   * Defaults to whether any other option is given.
   */
  readonly own?: boolean;
  /** Writes each command to disk before it is answered, so that data outlives `kill`. Default false: nothing is written. */
  readonly appendOnly?: boolean;
  /** More arguments for `redis-server`, such as `['--maxmemory', '10mb']`. */
  readonly args?: readonly string[];
  /** A command that becomes the server, such as `['env', 'TZ=UTC']`; the server and its arguments stand behind it. */
  readonly under?: readonly string[];
}
