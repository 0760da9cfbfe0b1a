/** A certificate for this machine and the authority behind it, made anew at every call: for nodes that speak https. */

import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { type Bytes, concat, fromHex, utf8 } from './encoding.ts';

const DAY_MS = 86_400_000;

function der(tag: number, ...content: Bytes[]): Bytes {
	const body = concat(...content);
	const size = body.length.toString(16);
	const long = fromHex(size.padStart(size.length + (size.length % 2), '0'));
	const length = body.length < 128 ? Uint8Array.of(body.length) : concat(Uint8Array.of(128 + long.length), long);
	return concat(Uint8Array.of(tag), length, body);
}

const sequence = (...items: Bytes[]): Bytes => der(0x30, ...items);
const oid = (content: string): Bytes => der(0x06, fromHex(content));
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (text: string): Bytes => sequence(der(0x31, sequence(oid('550403'), der(0x0c, utf8(text)))));
const time = (at: number): Bytes => der(0x17, utf8(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

const extension = (id: string, critical: boolean, value: Bytes): Bytes =>
	sequence(oid(id), ...(critical ? [der(0x01, Uint8Array.of(255))] : []), der(0x04, value));
const AUTHORITY = [
	extension('551d13', true, sequence(der(0x01, Uint8Array.of(255)))),
	extension('551d0f', true, der(0x03, Uint8Array.of(2, 4))),
];
const SERVER = [
	extension('551d11', false, sequence(der(0x82, utf8('localhost')), der(0x87, Uint8Array.of(127, 0, 0, 1)))),
	extension('551d25', false, sequence(oid('2b06010505070301'))),
];

const pem = (label: string, bytes: Bytes): string =>
	`-----BEGIN ${label}-----\n${(Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;

function issue(issuer: string, subject: string, publicKey: KeyObject, signer: KeyObject, extensions: Bytes[]): string {
	const now = Date.now();
	const body = sequence(
		der(0xa0, der(0x02, Uint8Array.of(2))),
		der(0x02, Uint8Array.of(1), randomBytes(8)),
		ECDSA_WITH_SHA256,
		nameOf(issuer),
		sequence(time(now - DAY_MS), time(now + 30 * DAY_MS)),
		nameOf(subject),
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(...extensions)),
	);
	const signature = der(0x03, Uint8Array.of(0), sign('sha256', body, signer));
	return pem('CERTIFICATE', sequence(body, ECDSA_WITH_SHA256, signature));
}

/** PEM texts: `key` and `cert` for the server, `ca` for whoever shall trust it. */
export function localCertificate(): { ca: string; key: string; cert: string } {
	const [authority, server] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
	const name = 'Filecoin test authority';
	return {
		ca: issue(name, name, authority.publicKey, authority.privateKey, AUTHORITY),
		cert: issue(name, '127.0.0.1', server.publicKey, authority.privateKey, SERVER),
		key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
	};
}
