/** The longest BigInt, in digits: reading a million of them takes a third of a second. */
export const maxBigIntDigits = 1_000;

/** The most holes of a list: whoever walks over a list pays for each of them, and whoever writes one for none. */
export const maxHoles = 100_000;
