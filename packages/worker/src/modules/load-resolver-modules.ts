import { resolve } from 'node:path';
import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import { type AnyTask, TaskResolver } from '@graflow/resolver';
import { noTasks, taskExportedTwice } from '../errors.ts';
import { importResolverModule } from './import-resolver-module.ts';
import { type ModuleExports, type NamedTask, registerHookOf, tasksOf } from './tasks-of.ts';

/** Where the tasks of resolver modules go. */
export interface LoadResolverModulesOptions {
  /** The registry that learns them; `defaultRegistry` unless given. */
  readonly registry?: TaskResolverRegistry | undefined;
  /** The resolver that learns exported tasks, made where the registry has none of this id; `default` unless given. */
  readonly resolverId?: string | undefined;
  /** The folder that paths and package names are looked up from; the working directory unless given. */
  readonly cwd?: string;
}

/** A resolver module that was loaded. */
export interface LoadedResolverModule {
  /** How it was named. */
  readonly specifier: string;
  /** The names of the tasks that it brought, to whichever resolver. */
  readonly taskNames: readonly string[];
}

/**
 * Imports modules and registers their tasks: what `task()` named under that name, other exported functions (not classes,
 * nor a default export) under their export names; and calls `register(registry)` where a module exports it. Modules are paths (with or without
 * extension, or a folder with an `index` file), `file:` URLs or package names; TypeScript is loaded by Node where it can,
 * else by jiti, an optional peer. No export is registered unless all modules can be imported.
 *
 * @throws WorkerError `GRAFLOW_MODULE_NOT_FOUND`, `GRAFLOW_MODULE_FAILED`, `GRAFLOW_TS_LOADER`, `GRAFLOW_NO_TASKS`,
 * `GRAFLOW_TASK_EXPORTED_TWICE`; RegistryError `GRAFLOW_RESOLVER_UNKNOWN` when no module has tasks for the resolver that
 * `resolverId` names, nor registers it.
 * @example
 * ```ts
 * import { loadResolverModules } from '@graflow/worker';
 *
 * await loadResolverModules(['./tasks', '@shop/tasks'], { resolverId: 'shop' });
 * ```
 */
export async function loadResolverModules(
  specifiers: readonly string[],
  { registry = defaultRegistry, resolverId, cwd = process.cwd() }: LoadResolverModulesOptions = {},
): Promise<readonly LoadedResolverModule[]> {
  const modules: ImportedModule[] = [];
  for (const specifier of specifiers) modules.push(await importModule(specifier, resolve(cwd), registry));
  refuseConflicts(modules);
  const loaded: LoadedResolverModule[] = [];
  for (const module of modules) loaded.push(await registerModule(module, registry, resolverId ?? 'default'));
  if (resolverId !== undefined) registry.get(resolverId);
  return loaded;
}

interface ImportedModule {
  readonly specifier: string;
  readonly exported: ModuleExports;
  readonly tasks: readonly NamedTask[];
  /** The tasks that it registered by itself while it was imported. */
  readonly selfRegistered: readonly string[];
}

async function importModule(specifier: string, cwd: string, registry: TaskResolverRegistry): Promise<ImportedModule> {
  const added = watchNames(registry);
  const exported = await importResolverModule(specifier, cwd);
  return { specifier, exported, tasks: tasksOf(exported), selfRegistered: added() };
}

/** Two modules with one name leave open which of them a record means, so the worker must not start. */
function refuseConflicts(modules: readonly ImportedModule[]): void {
  const owners = new Map<string, { readonly specifier: string; readonly task: AnyTask }>();
  for (const { specifier, tasks } of modules) {
    for (const [name, task] of tasks) {
      const owner = owners.get(name);
      if (owner !== undefined && owner.task !== task) throw taskExportedTwice(name, owner.specifier, specifier);
      owners.set(name, { specifier, task });
    }
  }
}

async function registerModule(
  { specifier, exported, tasks, selfRegistered }: ImportedModule,
  registry: TaskResolverRegistry,
  resolverId: string,
): Promise<LoadedResolverModule> {
  const added = watchNames(registry);
  await registerHookOf(exported)?.(registry);
  const hooked = added();
  if (tasks.length > 0 && !registry.has(resolverId)) registry.register(resolverId, new TaskResolver());
  for (const [name, task] of tasks) registry.get(resolverId).registerTask(name, task);
  const taskNames = [...new Set([...selfRegistered, ...hooked, ...tasks.map(([name]) => name)])].toSorted();
  if (taskNames.length === 0) throw noTasks(specifier, resolverId, exported);
  return { specifier, taskNames };
}

/** Remembers the names that are registered now; what it gives back tells which have come since, in all resolvers. */
function watchNames(registry: TaskResolverRegistry): () => string[] {
  const all = (): [resolverId: string, name: string][] =>
    registry.ids().flatMap((id) =>
      registry
        .get(id)
        .names()
        .map((name): [string, string] => [id, name]),
    );
  const before = new Set(all().map(([id, name]) => `${id} ${name}`));
  return () => all().flatMap(([id, name]) => (before.has(`${id} ${name}`) ? [] : [name]));
}
