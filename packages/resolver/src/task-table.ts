import { taskNameTaken, taskNotCallable } from './resolver-error.ts';
import type { AnyTask, Executable } from './executable.ts';
import { checkTaskName } from './task-name.ts';

/**
 * The closed table of one resolver: what is not registered here does not exist, whatever its name is.
 */
export class TaskTable {
  readonly #tasks = new Map<string, AnyTask>();
  readonly #names = new WeakMap<AnyTask, string>();

  register(name: string, task: AnyTask): void {
    checkTaskName(name);
    if (typeof task !== 'function') throw taskNotCallable(name, task);
    const known = this.#tasks.get(name);
    if (known !== undefined && known !== task) throw taskNameTaken(name);
    this.#tasks.set(name, task);
    // The first name stays the one under which a function travels.
    if (!this.#names.has(task)) this.#names.set(task, name);
  }

  lookup(name: string): Executable | undefined {
    return this.#tasks.get(name);
  }

  nameOf(task: AnyTask): string | undefined {
    return this.#names.get(task);
  }

  names(): string[] {
    return [...this.#tasks.keys()];
  }
}
