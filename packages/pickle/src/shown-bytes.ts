const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** A number of bytes as people read it: `812 bytes`, `4.2 MiB`. */
export function shownBytes(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const amount = bytes / 1024 ** step;
  return `${step === 0 ? bytes : amount.toFixed(amount < 10 ? 1 : 0)} ${units[step]}`;
}
