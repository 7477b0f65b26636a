import type { ClassPlan } from './class-plans.ts';
import { classStore, moduleNumber, type ClassStore } from './class-store.ts';
import type { Revival } from './graph.ts';

/**
 * Takes the classes that came to this process before, as they stand now, with all that they lead to; nothing that the pickle says of them is applied
 * again. What it gives keeps the other classes for the pickles that follow.
 */
export function adoptClasses(revival: Revival, plans: readonly ClassPlan[], folder: string): () => void {
  if (plans.length === 0) return () => undefined;
  const store = classStore();
  const fresh = plans.flatMap((plan) => {
    const key = keyOf(store, plan, revival.modules, folder);
    const known = store.classes.get(key)?.deref();
    if (!known) return [{ key, plan }];
    adopt(revival, plan, store.worlds.get(known) ?? []);
    return [];
  });
  return () => {
    for (const { key, plan } of fresh)
      keep(
        store,
        key,
        plan.world.map((index) => revival.live[index]),
      );
  };
}

function keyOf(
  store: ClassStore,
  { hash, modules, imports }: ClassPlan,
  live: readonly unknown[],
  folder: string,
): string {
  const numbers = modules.map((index) => moduleNumber(store, live[index]));
  return [hash, ...numbers, ...(imports ? [folder] : [])].join(' ');
}

/** Takes the world of a class, unless a part of it that must not be had twice came already with another class. */
function adopt(revival: Revival, { world, single }: ClassPlan, values: readonly unknown[]): void {
  const valueOf = new Map(world.map((index, place) => [index, values[place]]));
  if (single.some((index) => revival.made[index] && revival.live[index] !== valueOf.get(index))) return;
  for (const [index, value] of valueOf) {
    if (revival.made[index]) continue;
    revival.made[index] = true;
    revival.live[index] = value;
    revival.adopted.add(index);
  }
}

function keep(store: ClassStore, key: string, values: readonly unknown[]): void {
  const made = values[0] as object;
  if (store.classes.get(key)?.deref()) return;
  store.classes.set(key, new WeakRef(made));
  store.worlds.set(made, values);
  gone.register(made, key);
}

const gone = new FinalizationRegistry<string>((key) => {
  const { classes } = classStore();
  if (!classes.get(key)?.deref()) classes.delete(key);
});
