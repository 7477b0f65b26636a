/** Where text goes. */
export interface TextStream {
  /** Writes text as it is. */
  write(text: string): unknown;
  /** Whether somebody watches. */
  readonly isTTY?: boolean | undefined;
}

/** All that the command line touches of its process, as one argument: a test hands in its own. */
export interface Io {
  /** The arguments after the name of the program. */
  readonly argv: readonly string[];
  /** The environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly cwd: string;
  /** For what was asked for: help, version. */
  readonly stdout: TextStream;
  /** For everything else: log lines and errors. */
  readonly stderr: TextStream;
  /** Listens to a signal; what it gives back ends that. */
  onSignal(signal: 'SIGINT' | 'SIGTERM', listener: () => void): () => void;
  /** Listens to rejections that nobody handles; what it gives back ends that. */
  onUnhandledRejection(listener: (reason: unknown) => void): () => void;
}

/** The process itself. */
export const processIo = (): Io => {
  // A reader that went away (`| head`) is no reason to end the tasks.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    onSignal: (signal, listener) => {
      process.on(signal, listener);
      return () => void process.off(signal, listener);
    },
    onUnhandledRejection: (listener) => {
      process.on('unhandledRejection', listener);
      return () => void process.off('unhandledRejection', listener);
    },
  };
};
