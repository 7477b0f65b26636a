import { decodeOutcome, type Outcome, type PayloadLimits } from '@graflow/taskspec';

/** The outcomes whose values claimed tasks take, as one round trip brought them; each is read when a task asks for it. */
export type TakenValues = ReadonlyMap<string, string>;

const none: TakenValues = new Map();

/** Joins what the claim script gave: id, stored outcome, id, stored outcome. */
export function takenValues(parts: readonly Buffer[]): TakenValues {
  if (parts.length === 0) return none;
  const values = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) values.set(String(parts[at]), String(parts[at + 1]));
  return values;
}

/** Reads a taken value anew for each task, because tasks may change what they are given. */
export function readTaken(values: TakenValues, taskId: string, limits: PayloadLimits): Outcome | undefined {
  const stored = values.get(taskId);
  return stored === undefined ? undefined : readStoredOutcome(stored, limits);
}

/** Reads an outcome as it is stored: the token that wrote it and a digest of its task stand before it, a line each. */
export function readStoredOutcome(stored: string, limits: PayloadLimits = {}): Outcome {
  return decodeOutcome(stored.slice(stored.indexOf('\n', stored.indexOf('\n') + 1) + 1), limits);
}
