import type { SuperHome } from '../../analyse/super-home.ts';
import type { FunctionText } from '../../analyse/function-text.ts';
import type { Slot } from '../../format.ts';
import type { Activation } from './activation.ts';
import type { Extras } from '../../format.ts';
import type { Origin } from '../../origin-text.ts';

/** A captured variable of a function. */
export interface Capturing {
  readonly name: string;
  readonly slot: Slot;
  /** The activation whose variable it is; undefined for an import or a global, which are nobody's to write. */
  readonly activation: Activation | undefined;
  /** True when this function assigns to it. */
  readonly assigned: boolean;
  /** True where this function tries to assign to a constant, which must throw on the other side, too. */
  readonly constant?: boolean;
  /** True for the function's own name where it is the binding of its declaration. */
  readonly ownName: boolean;
  /** Where the variable was declared. */
  readonly place?: () => string | undefined;
  /** The local module that an imported name comes from. */
  readonly imported?: { readonly url: string; readonly exported: string };
}

/** The private names that a function uses outside their class. */
export interface PrivateAccess {
  /** The variable that stands for the access to them. */
  readonly as: string | undefined;
  readonly names: readonly string[];
  /** The class of each name, when it was looked for. */
  owners: readonly (number | undefined)[] | undefined;
}

/** A function that travels by value, as the walk found it. */
export interface FunctionRecord {
  readonly index: number;
  readonly text: FunctionText;
  readonly strict: boolean;
  /** The name under which the text expects access to private members. */
  readonly guard: string | undefined;
  /** The use of private members of classes around it. */
  readonly access: PrivateAccess | undefined;
  /** What its `super` starts from. */
  readonly home: SuperHome | undefined;
  /** What `super` looks into, for a method on its own. */
  superSlot: Slot | undefined;
  captures: readonly Capturing[];
  /** Every activation that it closes over, the outermost first. */
  chain: readonly Activation[];
  outerThis: Slot | undefined;
  readonly outerArguments: Slot | undefined;
  readonly origin: Origin;
  extras: Extras;
}
