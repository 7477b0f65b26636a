// Graflow, as measure.cjs takes it.

exports.load = async () => {
  const { pickle, unpickle } = await import('@graflow/pickle');
  const from = process.argv[3];
  return { write: (fn) => JSON.stringify(pickle(fn)), read: (text) => unpickle(JSON.parse(text), { from }) };
};

exports.bytesOf = (text) => {
  const { origins: _origins, ...rest } = JSON.parse(text);
  return { bytes: Buffer.byteLength(text), 'bytes without origins': Buffer.byteLength(JSON.stringify(rest)) };
};
