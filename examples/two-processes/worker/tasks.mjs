/** Reads a table of share prices: one line for each company and month. */
export function parsePrices(csv) {
  const [, ...lines] = csv.trim().split('\n');
  return lines.map((line) => {
    const [company, date, price] = line.split(',');
    return { company, date, price: Number(price) };
  });
}
