import { entriesOf, type History } from './history.ts';

/** A time in which something was done to a participant, to Redis, or to the network between them. */
export interface Injury {
  /** A participant, or `redis`. */
  readonly who: string;
  readonly how: string;
  readonly from: number;
  /** Infinity for what was never healed. */
  readonly to: number;
}

/** Finds what was done to whom, and until when. A process that ends without being asked to is injured for good. */
export function injuriesIn(history: Pick<History, 'entries'>): readonly Injury[] {
  const healed = entriesOf(history, 'healed');
  const asked = new Set(entriesOf(history, 'stopping').map(({ by }) => by));
  const crashed = entriesOf(history, 'exited').filter(({ who }) => !asked.has(who));
  return [
    ...crashed.map(({ who, at }) => ({ who, how: 'crashed', from: at, to: Infinity })),
    ...entriesOf(history, 'injured').map(({ who, how, at: from }) => {
      const end = healed.find((later) => later.who === who && later.at >= from);
      return { who, how, from, to: end?.at ?? Infinity };
    }),
  ];
}

/**
 * Those that a run felt until a moment: of its worker and of Redis. The answer to a claim may have been held up by an
 * injury that was over when the run began, and then its lease is older than the run.
 */
export const feltBy = (
  injuries: readonly Injury[],
  { by, startedAt }: { readonly by: string; readonly startedAt: number },
  { until, leaseMs }: { readonly until: number; readonly leaseMs: number },
): readonly Injury[] =>
  injuries.filter(({ who, from, to }) => (who === by || who === 'redis') && from <= until && to >= startedAt - leaseMs);

/** What is known of a run when it begins. */
interface Begun {
  readonly by: string;
  readonly attempt: number;
  readonly startedAt: number;
}

/**
 * Whether a run began behind one of a later claim because its own worker was frozen: between the look at its lease and the
 * call of the function. No queue can prevent that; its settle is superseded. An answer that comes late is no such reason.
 */
export const isOvertaken = (
  run: Begun,
  { attempt }: Pick<Begun, 'attempt'>,
  { injuries, leaseMs }: { readonly injuries: readonly Injury[]; readonly leaseMs: number },
): boolean =>
  run.attempt < attempt &&
  feltBy(injuries, run, { until: run.startedAt, leaseMs }).some(({ who, how }) => who === run.by && how === 'frozen');
