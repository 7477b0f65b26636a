/** What the keys of one partition of the queue of a stage begin with. */
export const tagOf = (partition: number): string => `{faults:default:${partition}}`;
