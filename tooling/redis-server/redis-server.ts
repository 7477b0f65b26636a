/** A Redis for one test file. */
export interface RedisServer {
  /** What a client connects to: `redis://127.0.0.1:<port>`, or `REDIS_URL`. */
  readonly url: string;
  readonly port: number;
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

/** What a test may ask of its Redis. */
export interface StartRedisOptions {
  /**
   * Starts a private server even when `REDIS_URL` names one, for a test that kills or freezes it.
   * Defaults to whether `appendOnly` or `args` is given, else false.
   */
  readonly own?: boolean;
  /** Writes each command to disk before it is answered, so that data outlives `kill`. Default false: nothing is written. */
  readonly appendOnly?: boolean;
  /** More arguments for `redis-server`, such as `['--maxmemory', '10mb']`. */
  readonly args?: readonly string[];
}
