/** Bytes as Filecoin writes them: BLAKE2b, base32, varints, CIDs, amounts and the CBOR of its messages and states. */

import { blake2AsU8a } from '@polkadot/util-crypto';

export type Bytes = Uint8Array;

/** What cannot be read as what it should be. */
export class EncodingError extends Error {}

export function concat(...parts: Bytes[]): Bytes {
	const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}
export const hex = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');
export const base64 = (bytes: Bytes): string => Buffer.from(bytes).toString('base64');
export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
export const EMPTY: Bytes = new Uint8Array();

export function fromHex(text: string): Bytes {
	const digits = text.startsWith('0x') ? text.slice(2) : text;
	if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new EncodingError(`not hexadecimal: ${text}`);
	return new Uint8Array(Buffer.from(digits, 'hex'));
}

export function fromBase64(text: string): Bytes {
	const bytes = new Uint8Array(Buffer.from(text, 'base64'));
	if (base64(bytes) !== text) throw new EncodingError(`not base64: ${text}`);
	return bytes;
}

/** BLAKE2b with `size` as its output length, which is not a longer hash cut short. */
export const blake2b = (data: Bytes, size: 4 | 20 | 32): Bytes => blake2AsU8a(data, (size * 8) as 256);

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648, lower case, no padding. */
export function base32(bytes: Bytes): string {
	let text = '';
	let buffer = 0;
	let bits = 0;
	for (const byte of bytes) {
		buffer = (buffer << 8) | byte;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			text += ALPHABET.charAt((buffer >> bits) & 31);
		}
		buffer &= (1 << bits) - 1;
	}
	return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

export function fromBase32(text: string): Bytes {
	const bytes: number[] = [];
	let buffer = 0;
	let bits = 0;
	for (const letter of text) {
		const value = ALPHABET.indexOf(letter);
		if (value < 0) throw new EncodingError(`not base32: ${text}`);
		buffer = (buffer << 5) | value;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes.push((buffer >> bits) & 255);
		}
		buffer &= (1 << bits) - 1;
	}
	const result = Uint8Array.from(bytes);
	if (base32(result) !== text) throw new EncodingError(`not canonical base32: ${text}`);
	return result;
}

/** Unsigned LEB128. */
export function uvarint(value: bigint): Bytes {
	if (value < 0n) throw new EncodingError('a varint is not negative');
	const bytes: number[] = [];
	for (let rest = value; ; rest >>= 7n) {
		const low = Number(rest & 127n);
		if (rest < 128n) return Uint8Array.from([...bytes, low]);
		bytes.push(low | 128);
	}
}

/** The value at the start of `bytes`, and how many bytes it took. */
export function readUvarint(bytes: Bytes): { value: bigint; size: number } {
	let value = 0n;
	for (const [index, byte] of bytes.entries()) {
		value |= BigInt(byte & 127) << BigInt(7 * index);
		if (byte >= 128) continue;
		if ((byte === 0 && index > 0) || value >= 1n << 64n) break;
		return { value, size: index + 1 };
	}
	throw new EncodingError('not a varint of 64 bits');
}

const DAG_CBOR = 0x71;
const RAW = 0x55;
/** Version 1, a codec of one byte, BLAKE2b-256 of 32 bytes. */
const cidHead = (codec: number): Bytes => Uint8Array.from([0x01, codec, 0xa0, 0xe4, 0x02, 0x20]);

/** The 38 bytes that name a CBOR object. */
export const cidOf = (cbor: Bytes): Bytes => concat(cidHead(DAG_CBOR), blake2b(cbor, 32));
/** The 38 bytes that name a piece of code. */
export const codeCid = (code: Bytes): Bytes => concat(cidHead(RAW), blake2b(code, 32));
export const cidText = (cid: Bytes): string => `b${base32(cid)}`;
export const cidDigest = (cid: Bytes): Bytes => cid.slice(6);
export const cidFromDigest = (digest: Bytes): Bytes => concat(cidHead(DAG_CBOR), digest);

export function parseCid(text: string): Bytes {
	if (!text.startsWith('b')) throw new EncodingError(`not a CID in base32: ${text}`);
	const bytes = fromBase32(text.slice(1));
	const known = [DAG_CBOR, RAW].some((codec) => hex(bytes).startsWith(hex(cidHead(codec))));
	if (bytes.length !== 38 || !known) throw new EncodingError(`not a CID of Filecoin: ${text}`);
	return bytes;
}

/** An amount as bytes: nothing for zero, else a sign and the magnitude. */
export function amountBytes(value: bigint): Bytes {
	if (value === 0n) return EMPTY;
	const digits = (value < 0n ? -value : value).toString(16);
	return fromHex(`${value < 0n ? '01' : '00'}${digits.length % 2 === 0 ? '' : '0'}${digits}`);
}

export function amountFromBytes(bytes: Bytes): bigint {
	if (bytes.length === 0) return 0n;
	const magnitude = BigInt(`0x${hex(bytes.slice(1)) || '0'}`);
	const value = bytes[0] === 1 ? -magnitude : magnitude;
	if (hex(amountBytes(value)) !== hex(bytes)) throw new EncodingError('not a canonical amount');
	return value;
}

/** A link from one CBOR object to another. */
export class Link {
	constructor(readonly cid: Bytes) {}
}

export type Cbor = bigint | number | boolean | null | string | Bytes | Link | readonly Cbor[];

function cborHead(major: number, value: bigint): Bytes {
	const first = major << 5;
	if (value < 24n) return Uint8Array.of(first | Number(value));
	for (const [index, size] of [1, 2, 4, 8].entries()) {
		if (value >= 1n << BigInt(8 * size)) continue;
		return concat(Uint8Array.of(first | (24 + index)), fromHex(value.toString(16).padStart(2 * size, '0')));
	}
	throw new EncodingError(`too great for CBOR: ${value}`);
}

/** Deterministic CBOR; no maps, no floats. */
export function cbor(value: Cbor): Bytes {
	if (value === null) return Uint8Array.of(0xf6);
	if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
	if (typeof value === 'number') return cbor(BigInt(value));
	if (typeof value === 'bigint') return value < 0n ? cborHead(1, -1n - value) : cborHead(0, value);
	if (typeof value === 'string') {
		const text = utf8(value);
		return concat(cborHead(3, BigInt(text.length)), text);
	}
	if (value instanceof Uint8Array) return concat(cborHead(2, BigInt(value.length)), value);
	if (value instanceof Link) return concat(cborHead(6, 42n), cbor(concat(Uint8Array.of(0), value.cid)));
	return concat(cborHead(4, BigInt(value.length)), ...value.map((item) => cbor(item)));
}

/** Reads what `cbor` writes and nothing else; integers come as bigint. */
export function fromCbor(bytes: Bytes): Cbor {
	let at = 0;
	const take = (size: number): Bytes => {
		if (size > bytes.length - at) throw new EncodingError('CBOR ends too early');
		at += size;
		return bytes.slice(at - size, at);
	};
	const argument = (short: number): bigint => {
		if (short < 24) return BigInt(short);
		if (short > 27) throw new EncodingError('no such length in deterministic CBOR');
		return BigInt(`0x${hex(take(1 << (short - 24)))}`);
	};
	const item = (): Cbor => {
		const first = take(1)[0] ?? 0;
		if (first === 0xf6) return null;
		if (first === 0xf4 || first === 0xf5) return first === 0xf5;
		const value = argument(first & 31);
		switch (first >> 5) {
			case 0:
				return value;
			case 1:
				return -1n - value;
			case 2:
				return take(Number(value));
			case 3:
				return new TextDecoder('utf-8', { fatal: true }).decode(take(Number(value)));
			case 4:
				if (value > BigInt(bytes.length)) throw new EncodingError('CBOR ends too early');
				return Array.from({ length: Number(value) }, item);
			case 6: {
				const content = item();
				if (value !== 42n || !(content instanceof Uint8Array)) throw new EncodingError('unknown CBOR tag');
				return new Link(content.slice(1));
			}
			default:
				throw new EncodingError('not the CBOR of Filecoin');
		}
	};
	const value = item();
	if (at !== bytes.length) throw new EncodingError('bytes after the CBOR');
	if (hex(cbor(value)) !== hex(bytes)) throw new EncodingError('not deterministic CBOR');
	return value;
}

/** The fields of a CBOR array of that length. */
export function fieldsOf(bytes: Bytes, length: number): Cbor[] {
	const value = fromCbor(bytes);
	if (!Array.isArray(value) || value.length !== length) throw new EncodingError(`not an array of ${length}`);
	return value as Cbor[];
}

export function asBytes(value: Cbor | undefined): Bytes {
	if (!(value instanceof Uint8Array)) throw new EncodingError('not bytes');
	return value;
}

export function asInteger(value: Cbor | undefined): bigint {
	if (typeof value !== 'bigint') throw new EncodingError('not an integer');
	return value;
}

/** An integer of the Filecoin chain that fits a number: heights, ids, methods. */
export function asNumber(value: Cbor | undefined): number {
	const number = Number(asInteger(value));
	if (!Number.isSafeInteger(number)) throw new EncodingError('too great a number');
	return number;
}
