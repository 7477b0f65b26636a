import type { StatePlace } from '@graflow/taskspec';

/** The one text for a place; neither kind nor id has a colon. */
export const slotOf = ({ kind, id, key }: StatePlace): string => `${kind}:${id}:${key}`;
