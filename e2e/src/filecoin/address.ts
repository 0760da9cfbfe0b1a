/** Filecoin addresses: bytes and text, all five protocols. */

import { secp256k1Expand } from '@polkadot/util-crypto';
import { type Bytes, EncodingError, base32, blake2b, concat, fromBase32, fromHex, hex, readUvarint, uvarint } from './encoding.ts';

/** First letter of every address: `f` on mainnet, `t` elsewhere. */
export type Prefix = 'f' | 't';
export type Protocol = 0 | 1 | 2 | 3 | 4;

/** Namespace of the Ethereum address manager: f410. */
const ETHEREUM = 10n;
const MASK_HEAD = `ff${'00'.repeat(11)}`;

const checksum = (bytes: Bytes): Bytes => blake2b(bytes, 4);

export class Address {
	/** Protocol byte and payload, as it stands in messages. */
	readonly bytes: Bytes;
	/** For maps and comparison. One actor has several addresses: compare actors by their ids. */
	readonly key: string;

	private constructor(
		readonly protocol: Protocol,
		readonly payload: Bytes,
	) {
		this.bytes = concat(Uint8Array.of(protocol), payload);
		this.key = hex(this.bytes);
	}

	static id(id: number | bigint): Address {
		return new Address(0, uvarint(BigInt(id)));
	}

	/** The address of a secp256k1 key, compressed or not. */
	static secp(publicKey: Bytes): Address {
		const full = publicKey.length === 65 ? publicKey : concat(Uint8Array.of(4), secp256k1Expand(publicKey));
		return new Address(1, blake2b(full, 20));
	}

	/** The robust address of an actor that was created by `origin`. */
	static actor(origin: Bytes): Address {
		return new Address(2, blake2b(origin, 20));
	}

	static bls(publicKey: Bytes): Address {
		return Address.fromBytes(concat(Uint8Array.of(3), publicKey));
	}

	/** An Ethereum address; a masked id becomes the id. */
	static ethereum(text: string): Address {
		const bytes = fromHex(text);
		if (bytes.length !== 20) throw new EncodingError(`not an Ethereum address: ${text}`);
		if (hex(bytes).startsWith(MASK_HEAD)) return Address.id(BigInt(`0x${hex(bytes.slice(12))}`));
		return new Address(4, concat(uvarint(ETHEREUM), bytes));
	}

	static fromBytes(bytes: Bytes): Address {
		const protocol = bytes[0];
		const payload = bytes.slice(1);
		const bad = (): never => {
			throw new EncodingError(`not the bytes of an address: ${hex(bytes)}`);
		};
		switch (protocol) {
			case 0:
				return readUvarint(payload).size === payload.length ? new Address(0, payload) : bad();
			case 1:
			case 2:
				return payload.length === 20 ? new Address(protocol, payload) : bad();
			case 3:
				return payload.length === 48 ? new Address(3, payload) : bad();
			case 4: {
				const { value, size } = readUvarint(payload);
				const known = value === ETHEREUM && payload.length - size === 20 && !hex(payload.slice(size)).startsWith(MASK_HEAD);
				return known ? new Address(4, payload) : bad();
			}
			default:
				return bad();
		}
	}

	/** Reads exactly what `text` writes. */
	static parse(text: string, prefix: Prefix = 'f'): Address {
		const bad = (): never => {
			throw new EncodingError(`not an address of this network: ${text}`);
		};
		const [, network, protocol, rest = ''] = /^([ft])([0-4])([0-9a-z]+)$/.exec(text) ?? bad();
		if (network !== prefix) bad();
		let address: Address;
		if (protocol === '0') {
			address = /^\d{1,20}$/.test(rest) && BigInt(rest) < 1n << 64n ? Address.id(BigInt(rest)) : bad();
		} else {
			const [, namespace, letters = ''] = protocol === '4' ? (/^(\d+)f([a-z2-7]+)$/.exec(rest) ?? bad()) : ['', '', rest];
			const head = protocol === '4' ? uvarint(BigInt(namespace as string)) : new Uint8Array();
			const data = fromBase32(letters);
			const bytes = concat(Uint8Array.of(Number(protocol)), head, data.slice(0, -4));
			if (data.length < 4 || hex(checksum(bytes)) !== hex(data.slice(-4))) bad();
			address = Address.fromBytes(bytes);
		}
		return address.text(prefix) === text ? address : bad();
	}

	text(prefix: Prefix = 'f'): string {
		const start = `${prefix}${this.protocol}`;
		if (this.protocol === 0) return `${start}${readUvarint(this.payload).value}`;
		const sum = checksum(this.bytes);
		if (this.protocol !== 4) return start + base32(concat(this.payload, sum));
		const { value, size } = readUvarint(this.payload);
		return `${start}${value}f${base32(concat(this.payload.slice(size), sum))}`;
	}

	/** The id that an f0 address names. */
	get actorId(): number | undefined {
		return this.protocol === 0 ? Number(readUvarint(this.payload).value) : undefined;
	}

	/** The 20 bytes of an f410 address. */
	get ethereumHex(): string | undefined {
		return this.protocol === 4 ? `0x${hex(this.payload.slice(1))}` : undefined;
	}
}

/** How the Ethereum view names an actor that has no address of its own there. */
export const maskedId = (id: number): string => `0x${MASK_HEAD}${BigInt(id).toString(16).padStart(16, '0')}`;
