import { packagesByValue, filesByReference } from '../modules/travel-rules.ts';
import { reducers } from '../register.ts';

/** What decides for the whole process how values travel: its rules, and how much all objects inherit. */
export function travelState(): readonly unknown[] {
  return [
    ...[...filesByReference(), ...reducers()].flat(),
    ...packagesByValue(),
    ...inherited.map((prototype) => Reflect.ownKeys(prototype).length),
  ];
}

const inherited = [Object.prototype, Function.prototype, Array.prototype];
