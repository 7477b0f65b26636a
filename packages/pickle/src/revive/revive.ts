import type { Graph } from '../format.ts';
import { adoptClasses } from './adopt-classes.ts';
import type { ClassPlan } from './class-plans.ts';
import { classStore } from './class-store.ts';
import { fillNode, lockNode } from './fill.ts';
import { valueIn, type Revival, type Surroundings } from './graph.ts';
import { makeNode } from './make.ts';

/** Brings a graph back to life: first every object, then what they hold, then their locks, so that cycles close. */
export function revive(graph: Graph, classes: readonly ClassPlan[], surroundings: Surroundings): unknown {
  const make = (index: number): unknown => makeNode(revival, index);
  const revival: Revival = {
    nodes: graph,
    live: [],
    made: [],
    making: new Set(),
    adopted: new Set(),
    guards: classStore().guards,
    promises: new Map(),
    make,
    ...surroundings,
  };
  const keepClasses = adoptClasses(revival, classes, surroundings.folder);
  // Twice: in a cycle, some could not be made before others that stand behind them.
  for (let turn = 0; turn < 2; turn += 1) for (let index = 0; index < graph.length; index += 1) make(index);
  for (let index = 0; index < graph.length; index += 1) fillNode(revival, index, true);
  for (let index = 0; index < graph.length; index += 1) lockNode(revival, index);
  keepClasses();
  return valueIn(revival, [0]);
}
