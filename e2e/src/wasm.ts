/**
 * A runtime with the next spec_version, made from the one that runs: the version is a constant of the program, so it is changed
 * wherever it stands (program, data, and the section in which clients look it up), which is what a release that changes nothing else
 * would do.
 */

import { compress, decompress, init } from '@bokuweb/zstd-wasm';
import { hexToU8a } from '@polkadot/util';

/** Room for the decompressed runtime. */
const MAX_WASM_BYTES = 64 * 1024 * 1024;

/** Marks a compressed runtime. */
const ZSTD_PREFIX = Uint8Array.from([0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05]);

const startsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean => prefix.every((byte, i) => bytes[i] === byte);

function sleb(value: bigint): number[] {
	const bytes: number[] = [];
	for (let rest = value; ; ) {
		const byte = Number(rest & 0x7fn);
		rest >>= 7n;
		const last = (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0);
		bytes.push(last ? byte : byte | 0x80);
		if (last) return bytes;
	}
}

const le32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);

function uleb(bytes: Uint8Array, at: number): [value: number, next: number] {
	let value = 0;
	for (let i = at, shift = 0; ; i += 1, shift += 7) {
		const byte = bytes[i];
		if (byte === undefined) throw new Error('the runtime ends inside a number');
		value += (byte & 0x7f) * 2 ** shift;
		if ((byte & 0x80) === 0) return [value, i + 1];
	}
}

interface Section {
	id: number;
	name: string;
	start: number;
	end: number;
}

function sections(wasm: Uint8Array): Section[] {
	const found: Section[] = [];
	for (let at = 8; at < wasm.length; ) {
		const id = wasm[at] ?? 0;
		const [size, start] = uleb(wasm, at + 1);
		let name = '';
		let body = start;
		if (id === 0) {
			const [length, text] = uleb(wasm, start);
			name = Buffer.from(wasm.subarray(text, text + length)).toString('latin1');
			body = text + length;
		}
		found.push({ id, name, start: body, end: start + size });
		at = start + size;
	}
	return found;
}

/** Replaces each `from` inside `section` by the equally long `to`. */
function replace(wasm: Uint8Array, section: Section, from: number[], to: number[]): number {
	if (from.length !== to.length) throw new Error('the next version would be longer');
	const part = Buffer.from(wasm.buffer, wasm.byteOffset + section.start, section.end - section.start);
	let count = 0;
	for (let at = part.indexOf(Buffer.from(from)); at !== -1; at = part.indexOf(Buffer.from(from), at + 1)) {
		part.set(to, at);
		count += 1;
	}
	return count;
}

const CUSTOM = 0;
const CODE = 10;
const DATA = 11;
const I32_CONST = 0x41;
const I64_CONST = 0x42;

/** `code` (hex, compressed or not) with `to` wherever it says `from` as its spec_version. */
export async function withSpecVersion(code: string, from: number, to: number): Promise<Uint8Array> {
	if (from < 2 ** 20) throw new Error(`spec_version ${from} is too small to be told from other constants`);
	await init();
	const blob = hexToU8a(code);
	const wasm = startsWith(blob, ZSTD_PREFIX) ? decompress(Buffer.from(blob.subarray(ZSTD_PREFIX.length)), { defaultHeapSize: MAX_WASM_BYTES }) : Uint8Array.from(blob);
	const all = sections(wasm);

	const named = all.find(({ id, name }) => id === CUSTOM && name === 'runtime_version');
	if (named === undefined || replace(wasm, named, le32(from), le32(to)) !== 1) {
		throw new Error(`the section runtime_version does not say ${from} once`);
	}

	// Compilers join two neighbouring fields of a struct into one 64-bit constant; the others are small numbers.
	const patterns: [number[], number[]][] = [[[I32_CONST, ...sleb(BigInt(from))], [I32_CONST, ...sleb(BigInt(to))]]];
	for (let other = 0n; other < 16n; other += 1n) {
		const low = (version: number): number[] => [I64_CONST, ...sleb(BigInt(version) | (other << 32n))];
		const high = (version: number): number[] => [I64_CONST, ...sleb((BigInt(version) << 32n) | other)];
		patterns.push([low(from), low(to)], [high(from), high(to)]);
	}
	let count = 0;
	for (const section of all) {
		if (section.id === CODE) for (const [old, next] of patterns) count += replace(wasm, section, old, next);
		if (section.id === DATA) count += replace(wasm, section, le32(from), le32(to));
	}
	if (count === 0) throw new Error(`the program does not contain ${from}`);

	const packed = compress(Buffer.from(wasm), 10);
	return Uint8Array.from([...ZSTD_PREFIX, ...packed]);
}
