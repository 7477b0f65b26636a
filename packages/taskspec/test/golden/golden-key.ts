/** The key that signed the golden records. It is public, and protects nothing. */
export const goldenKey = 'golden-records-golden-records-golden-records';
