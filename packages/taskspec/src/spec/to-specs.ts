import type { AnyTask, TaskOptions } from '@graflow/resolver';
import { optionInvalid } from '../errors.ts';
import type { SpecBinding } from './spec-binding.ts';
import { type AnySpec, TaskSpec } from './task-spec.ts';

/** What the three forms of `enqueue` may start with. */
export type EnqueueInput = AnySpec | readonly AnySpec[] | AnyTask;

/** Turns each form of `enqueue` into specs bound to a queue; the one place where the forms are told apart. */
export function toSpecs(
  input: EnqueueInput,
  args: readonly unknown[] | undefined,
  options: (TaskOptions & { readonly resolverId?: string }) | undefined,
  binding: SpecBinding,
): readonly AnySpec[] {
  const specs = typeof input === 'function' ? [specOf(input, args, options)] : [input].flat();
  for (const spec of specs as readonly AnySpec[]) {
    if (typeof spec?.ensureSerialized !== 'function')
      throw optionInvalid('enqueue', spec, 'a function, a TaskSpec or a list of them');
    spec.bind(binding);
  }
  return specs as readonly AnySpec[];
}

function specOf(executable: AnyTask, args: readonly unknown[] | undefined, options: TaskOptions | undefined): AnySpec {
  if (args !== undefined && !Array.isArray(args))
    throw optionInvalid('args', args, 'a list: enqueue(fn, [first, second])');
  // Most calls have no options, and spreading nothing takes V8 a microsecond.
  return new TaskSpec(options === undefined ? { executable, args } : { ...options, executable, args });
}
