// @ts-check
/**
 * Makes sure that the tests find a Redis, and `openssl` for its certificates: nothing to do when REDIS_URL names one or
 * both are on the PATH. Sentinel needs no package of its own: it is `redis-server --sentinel`.
 */
import { existsSync } from 'node:fs';
import { ensure, onPath } from './install.mjs';

ensure({
  what: 'No redis-server, or no openssl, on the PATH',
  isThere: () => Boolean(process.env.REDIS_URL) || (onPath('redis-server') && onPath('openssl')),
  packages: {
    'apt-get': 'redis-server openssl',
    dnf: 'redis openssl',
    apk: 'redis openssl',
    brew: 'redis openssl',
  },
  // Debian starts what it installs. The tests start servers of their own; one on the usual port would be in the way. A
  // service that was never started cannot be stopped.
  afterwards: existsSync('/run/systemd/system') ? 'systemctl disable --now redis-server' : 'service redis-server stop',
  otherwise: 'open https://redis.io/docs/latest/operate/oss_and_stack/install/',
  complaint: (remedy) => `
The tests need a real Redis and openssl, and one of them is not on the PATH. Run

  ${remedy}

or set REDIS_URL to a Redis that the tests may use.
`,
});
