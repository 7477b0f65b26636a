import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A key and a certificate for the loopback, which is its own authority. */
export interface Certificate {
  /** Both, as PEM: what a server needs. */
  readonly pem: string;
  /** The certificate alone, as PEM: what a client trusts. */
  readonly ca: string;
}

const request =
  'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout - -out - -days 2 ' +
  '-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost';

let made: Promise<Certificate> | undefined;

/** Makes a certificate, one for all servers of this process; it is valid for two days and only ever in temporary files. */
export const certificate = (): Promise<Certificate> => (made ??= make());

const make = async (): Promise<Certificate> => {
  const { stdout: pem } = await promisify(execFile)('openssl', request.split(' '));
  const [ca = ''] = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(pem) ?? [];
  return { pem, ca };
};
