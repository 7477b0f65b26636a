const row = (index: number) => ({
  id: index,
  name: `row ${index}`,
  tags: ['red', 'green', 'blue'],
  price: index * 1.25,
  active: index % 2 === 0,
  note: null,
});

/** What is written and read against the clock. */
export const payloads: Readonly<Record<string, unknown>> = {
  'small, plain': ['images/cat.png', { width: 200, height: 100, tags: ['a', 'b'] }],
  'small, with Date and Map': [
    {
      id: 'order-17',
      at: new Date(0),
      lines: new Map([
        ['a', { count: 1, price: 9.5 }],
        ['b', { count: 2, price: 1 }],
      ]),
    },
    'x'.repeat(250),
  ],
  'large, plain': [Array.from({ length: 10_000 }, (_, index) => row(index))],
  'large, with a Date in each row': [
    Array.from({ length: 10_000 }, (_, index) => ({ ...row(index), at: new Date(index) })),
  ],
  'bytes, 100 kB': [Buffer.alloc(100_000, 'bytes of an image ')],
};
