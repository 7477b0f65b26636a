import type { Participant } from '../participants/participant.ts';

/** Workers that are replaced when they end, as whoever runs a service does it. */
export interface Crew extends AsyncDisposable {
  /** Replaces nobody any more. */
  dismiss(): Promise<void>;
  /** Those who were started last, the newest at the end. */
  readonly members: readonly Participant[];
}

/** Keeps a number of workers alive. */
export async function keepCrew(count: number, start: () => Promise<Participant>): Promise<Crew> {
  const members: Participant[] = [];
  let isDismissed = false;
  const keepOne = async (first: Participant): Promise<void> => {
    for (let member = first; !isDismissed; member = await start()) {
      members.push(member);
      await Promise.race([member.gone, dismissed]);
      if (!isDismissed) members.splice(members.indexOf(member), 1);
    }
  };
  let dismiss!: () => void;
  const dismissed = new Promise<void>((resolve) => (dismiss = resolve));
  const first = await Promise.all(Array.from({ length: count }, start));
  const places = first.map(keepOne);
  const end = async (): Promise<void> => {
    isDismissed = true;
    dismiss();
    await Promise.all(places);
  };
  return { members, dismiss: end, [Symbol.asyncDispose]: end };
}
