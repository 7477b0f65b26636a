// Pulumi's serializer of functions, as measure.cjs takes it.
const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');

const peers = createRequire(process.argv[3]);

exports.load = () => {
  const { runtime } = peers('@pulumi/pulumi');
  return { write: async (fn) => (await runtime.serializeFunction(fn, { exportName: 'handler' })).text, read };
};

function read(text) {
  const module = { exports: {} };
  compileFunction(text, ['exports', 'require', 'module'])(module.exports, peers, module);
  return module.exports.handler;
}

exports.bytesOf = (text) => ({ bytes: Buffer.byteLength(text) });
