/** How often leases are renewed, in milliseconds: four times while one lasts, so three renewals may fail. */
export const renewEveryMs = (leaseMs: number): number => leaseMs / 4;

/**
 * Whether a lease is renewed now. Only one that is as good as new is left for the next time: were it asked to be a whole
 * interval old, a tick that comes a moment early would find it too young, and it would be renewed half as often.
 */
export const isRenewalDue = (ageMs: number, leaseMs: number): boolean => ageMs > leaseMs / 16;
