import type { AnyTask, TaskOptions } from '@graflow/resolver';

/** What a spec is made from: the live function or the name of one, its arguments, and options. */
export type TaskSpecInit<F extends AnyTask = AnyTask> = ({ readonly executable: F } | { readonly name: string }) &
  ArgumentsInit<F> & {
    /** The resolver to use; the queue's, else `default`, unless given. */
    readonly resolverId?: string;
  } & TaskOptions;

/** The arguments of the call; they can be left out only where the function can be called without any. */
export type ArgumentsInit<F extends AnyTask> =
  [] extends Parameters<F>
    ? { readonly args?: Readonly<Parameters<F>> | undefined }
    : { readonly args: Readonly<Parameters<F>> };

/** An init as its constructor takes it apart. */
export interface InitParts<F extends AnyTask> extends TaskOptions {
  readonly executable?: F;
  readonly name?: string;
  readonly args?: Readonly<Parameters<F>>;
  readonly resolverId?: string;
}
