// livepack, as measure.cjs takes it; its hook must rewrite the functions while they load, and counts as import.
const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');

const peers = createRequire(process.argv[3]);

let hookMs = 0;

exports.prepare = () => {
  const start = performance.now();
  peers('livepack/register');
  hookMs = performance.now() - start;
};

exports.load = () => {
  const { serialize } = peers('livepack');
  return { write: (fn) => serialize(fn, { format: 'cjs' }), read };
};

function read(text) {
  const module = { exports: {} };
  compileFunction(text, ['exports', 'require', 'module'])(module.exports, peers, module);
  return module.exports;
}

exports.bytesOf = (text) => ({ bytes: Buffer.byteLength(text), 'import ms': hookMs });
