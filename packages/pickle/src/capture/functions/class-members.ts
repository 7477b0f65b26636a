/** The methods and accessors of one side of a class that its text makes. */
export interface NaturalMembers {
  readonly keys: readonly PropertyKey[];
  has(key: PropertyKey, descriptor: PropertyDescriptor): boolean;
}

/** The methods and accessors that the text of a class makes. */
export interface ClassMembers {
  readonly statics: NaturalMembers;
  readonly instances: NaturalMembers;
}
