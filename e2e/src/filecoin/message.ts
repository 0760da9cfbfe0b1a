/** Messages, their names and signatures, the parameters of the actors' methods, and DMEX's memos. */

import { secp256k1PairFromSeed, secp256k1Recover, secp256k1Sign } from '@polkadot/util-crypto';
import { Address } from './address.ts';
import {
	type Bytes,
	EMPTY,
	EncodingError,
	amountBytes,
	amountFromBytes,
	asBytes,
	asInteger,
	asNumber,
	base64,
	blake2b,
	cbor,
	cidOf,
	cidText,
	concat,
	fieldsOf,
	fromHex,
	hex,
	utf8,
} from './encoding.ts';

export const Method = {
	Send: 0,
	Constructor: 1,
	Propose: 2,
	Approve: 3,
	Cancel: 4,
	AddSigner: 5,
	RemoveSigner: 6,
	SwapSigner: 7,
	ChangeThreshold: 8,
	WithdrawBalance: 16,
	InvokeContract: 3_844_450_837,
} as const;

export interface Message {
	to: Address;
	from: Address;
	nonce: number;
	value: bigint;
	gasLimit: number;
	feeCap: bigint;
	premium: bigint;
	method: number;
	params: Bytes;
}

export const messageCbor = (message: Message): Bytes =>
	cbor([
		0,
		message.to.bytes,
		message.from.bytes,
		message.nonce,
		amountBytes(message.value),
		message.gasLimit,
		amountBytes(message.feeCap),
		amountBytes(message.premium),
		message.method,
		message.params,
	]);

export function messageFromCbor(bytes: Bytes): Message {
	const [version, to, from, nonce, value, gasLimit, feeCap, premium, method, params] = fieldsOf(bytes, 10);
	if (asInteger(version) !== 0n) throw new EncodingError('unknown version of a message');
	return {
		to: Address.fromBytes(asBytes(to)),
		from: Address.fromBytes(asBytes(from)),
		nonce: asNumber(nonce),
		value: amountFromBytes(asBytes(value)),
		gasLimit: asNumber(gasLimit),
		feeCap: amountFromBytes(asBytes(feeCap)),
		premium: amountFromBytes(asBytes(premium)),
		method: asNumber(method),
		params: asBytes(params),
	};
}

export const messageCid = (message: Message): Bytes => cidOf(messageCbor(message));

export const SignatureType = { Secp: 1, Bls: 2, Delegated: 3 } as const;

export interface Signature {
	type: number;
	data: Bytes;
}

/** A message with the name under which the chain knows it. */
export interface Signed {
	message: Message;
	signature: Signature;
	/** Of the message without its signature. */
	unsignedCid: string;
	/** Of the signed message; the same as `unsignedCid` for BLS senders, whose signatures are aggregated. */
	cid: string;
}

export function signedMessage(message: Message, signature: Signature): Signed {
	const bytes = messageCbor(message);
	const unsignedCid = cidText(cidOf(bytes));
	const whole = concat(Uint8Array.of(0x82), bytes, cbor(concat(Uint8Array.of(signature.type), signature.data)));
	return { message, signature, unsignedCid, cid: signature.type === SignatureType.Bls ? unsignedCid : cidText(cidOf(whole)) };
}

/** What signs for an account. Only secp256k1 keys sign in earnest; the other kinds of accounts are there to be senders. */
export interface Key {
	address: Address;
	sign(message: Message): Signed;
}

const seedOf = (name: string): Bytes => blake2b(utf8(`Filecoin key of ${name}`), 32);

/** A secp256k1 key from its 32 bytes. */
export function secpKey(secret: Bytes): Key & { secretKey: Bytes; publicKey: Bytes } {
	const pair = secp256k1PairFromSeed(secret);
	return {
		...pair,
		address: Address.secp(pair.publicKey),
		sign: (message) =>
			signedMessage(message, { type: SignatureType.Secp, data: secp256k1Sign(messageCid(message), pair, 'blake2') }),
	};
}

/** The key that belongs to a name, always the same. */
export const keyOf = (name: string): ReturnType<typeof secpKey> => secpKey(seedOf(name));

/** A key as `lotus wallet export` prints it. */
export const exportedKey = ({ secretKey }: { secretKey: Bytes }): string =>
	hex(utf8(JSON.stringify({ Type: 'secp256k1', PrivateKey: base64(secretKey) })));

/** An account with a BLS key (f3). */
export function blsKeyOf(name: string): Key {
	const seed = seedOf(name);
	// The flags of a compressed point, and a coordinate that the field has.
	const head = Uint8Array.of(0x80 | ((seed[0] ?? 0) & 0x0f));
	const address = Address.bls(concat(head, seed.slice(1), seed.slice(0, 16)));
	return { address, sign: (message) => signedMessage(message, { type: SignatureType.Bls, data: new Uint8Array(96) }) };
}

/** An account of an Ethereum wallet (f410). */
export function ethereumKeyOf(name: string): Key {
	const address = Address.ethereum(hex(seedOf(name).slice(0, 20)));
	return { address, sign: (message) => signedMessage(message, { type: SignatureType.Delegated, data: new Uint8Array(65) }) };
}

/** The f1 address that signed `message`, or nothing if the signature is none. */
export function signerOf(message: Message, signature: Signature): Address | undefined {
	if (signature.type !== SignatureType.Secp || signature.data.length !== 65) return undefined;
	try {
		const digest = blake2b(messageCid(message), 32);
		return Address.secp(secp256k1Recover(digest, signature.data.slice(0, 64), signature.data[64] ?? 255, 'blake2'));
	} catch {
		return undefined;
	}
}

/** The line by which the holder of a key claims its deposits for an account of DMEX. */
export const bindingText = (address: string, account: Bytes, dmexGenesis: Bytes, nonce: number): string =>
	`DMEX binding v1: deposits from ${address} belong to account 0x${hex(account)} on chain 0x${hex(dmexGenesis)}, nonce ${nonce}`;

/** A text signed as wallets do: as it is, or in the envelope of FRC-0102. */
export function signText({ secretKey, publicKey }: { secretKey: Bytes; publicKey: Bytes }, text: string, enveloped = false): Bytes {
	const line = utf8(text);
	const whole = enveloped ? concat(utf8(`\u0019Filecoin Signed Message:\n${line.length}`), line) : line;
	return secp256k1Sign(whole, { secretKey, publicKey }, 'blake2');
}

/** What a multisig shall do. */
export interface Proposal {
	to: Address;
	value: bigint;
	method: number;
	params: Bytes;
}

export const proposeParams = ({ to, value, method, params }: Proposal): Bytes =>
	cbor([to.bytes, amountBytes(value), method, params]);

export function readProposeParams(bytes: Bytes): Proposal {
	const [to, value, method, params] = fieldsOf(bytes, 4);
	return {
		to: Address.fromBytes(asBytes(to)),
		value: amountFromBytes(asBytes(value)),
		method: asNumber(method),
		params: asBytes(params),
	};
}

/** What approvals name, so that they cannot hit another transaction under the same number. */
export const proposalHash = (requester: number, { to, value, method, params }: Proposal): Bytes =>
	blake2b(cbor([Address.id(requester).bytes, to.bytes, amountBytes(value), method, params]), 32);

/** Parameters of Approve and Cancel. */
export const txnParams = (txn: number, hash: Bytes = EMPTY): Bytes => cbor([txn, hash]);

export function readTxnParams(bytes: Bytes): { txn: number; hash: Bytes } {
	const [txn, hash] = fieldsOf(bytes, 2);
	return { txn: asNumber(txn), hash: asBytes(hash) };
}

const withChecksum = (bytes: Bytes): Bytes => cbor(concat(bytes, blake2b(bytes, 4)));

/** Says whose deposit it is. */
export function depositMemo(account: Bytes): Bytes {
	if (account.length !== 32) throw new EncodingError('an account of DMEX has 32 bytes');
	return withChecksum(concat(utf8('DMEX'), Uint8Array.of(1), account));
}

const u32 = (value: number): Bytes => fromHex(value.toString(16).padStart(8, '0'));
const u64 = (value: number | bigint): Bytes => fromHex(value.toString(16).padStart(16, '0'));

/** Says which product it pays. */
export const productMemo = (product: number): Bytes => withChecksum(concat(utf8('DMEX'), Uint8Array.of(2), u32(product)));

/** Binds a miner to its issuer, if its owner says so. */
export const bindMemo = (miner: number, issuer: Bytes, dmexGenesis: Bytes): Bytes =>
	withChecksum(concat(utf8('DMEX'), Uint8Array.of(4), dmexGenesis.slice(0, 8), u64(miner), issuer));

/** Says which redemption is paid. */
export const redeemMemo = (redemption: bigint, dmexGenesis: Bytes): Bytes =>
	withChecksum(
		concat(utf8('DMXR'), Uint8Array.of(1), u64(redemption), dmexGenesis.slice(0, 8)),
	);
