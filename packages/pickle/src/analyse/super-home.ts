import type { ScopeFacts } from './scope-facts.ts';
import type { Syntax } from './syntax.ts';

/** What kind of object `super` starts from: the class, its prototype, or an object literal. */
export type SuperHome = 'class' | 'prototype' | 'literal';

/** What `super` starts from in a function or method; undefined where there is none. */
export function superHome({ parents }: ScopeFacts, start: Syntax): SuperHome | undefined {
  for (let at: Syntax | undefined = start; at; at = parents.get(at)) {
    switch (at.type) {
      case 'StaticBlock':
        return 'class';
      case 'MethodDefinition':
      case 'PropertyDefinition':
        return at.static ? 'class' : 'prototype';
      case 'Property':
        if (at.method || at.kind !== 'init') return 'literal';
    }
  }
  return undefined;
}
