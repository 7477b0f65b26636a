export {
  PickleError,
  type PickleErrorCode,
  type PickleErrorDetails,
  type PickleProblem,
  type PickleWarning,
  type HeavyCapture,
} from './errors.ts';
export { explain } from './explain.ts';
export { type Explanation } from './explanation.ts';
export { type ExplainedPart } from './explained-parts.ts';
export { exportNameOf } from './export-name-of.ts';
export { type Pickle, type PickleModule } from './format.ts';
export { freeVariablesOf, type FreeVariable } from './free-variables-of.ts';
export { type LackingModule, type NodeLack } from './lack.ts';
export { pickle, type PickleOptions } from './pickle.ts';
export { register, type Reducer } from './register.ts';
export { byReference, byValue } from './modules/travel-rules.ts';
export { resolveImport } from './modules/resolve-import.ts';
export { sourceOf } from './source-of.ts';
export { unpickle, type UnpickleOptions } from './unpickle.ts';
