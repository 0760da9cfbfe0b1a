/** What a user does with @polkadot/api: connect, read, sign, send. Every type comes from the chain's own metadata. */

import assert from 'node:assert/strict';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { ApiTypes, SubmittableExtrinsic } from '@polkadot/api/types';
import type { SignerOptions } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Option } from '@polkadot/types';
import type { Codec } from '@polkadot/types/types';
import type { AccountInfo, Call, DispatchError, EventRecord, StorageData } from '@polkadot/types/interfaces';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import type { DmexNode } from './node.ts';
import { DeadlineError, Hopeless, until } from './wait.ts';

export type Api = ApiPromise;
export type Tx = SubmittableExtrinsic<Extract<ApiTypes, 'promise'>>;

/** SS58 prefix of DMEX. */
export const SS58_PREFIX = 3636;

export const DMC = 10n ** 18n;
export const USDT_UNIT = 10n ** 6n;

/** The assets of genesis. */
export const Asset = { IFIL: 1, USDT: 2, HUSD: 3, HT: 4, HBTC: 5 } as const;

await cryptoWaitReady();
export const keyring = new Keyring({ type: 'sr25519', ss58Format: SS58_PREFIX });

/** The well-known development key of that name. */
export const wellKnown = (name: string): KeyringPair => keyring.addFromUri(`//${name}`);

export const alice = wellKnown('Alice');
export const bob = wellKnown('Bob');
export const charlie = wellKnown('Charlie');
export const dave = wellKnown('Dave');
export const eve = wellKnown('Eve');
export const ferdie = wellKnown('Ferdie');
export const one = wellKnown('One');
/** The council of the development and local presets. */
export const councillors = [alice, bob, charlie, dave, eve, ferdie, one];

let strangers = 0;

/** A fresh account that genesis knows nothing of. */
export function stranger(): KeyringPair {
	strangers += 1;
	return keyring.addFromUri(`//Stranger//${process.pid}//${strangers}`);
}

const connections = new Set<ApiPromise>();

/** Connects as any wallet would, without a types bundle. */
export async function connect(node: DmexNode | string): Promise<Api> {
	const url = typeof node === 'string' ? node : node.url;
	// The node is known to answer; a provider that does not reconnect tells of a node that died at once.
	const provider = new WsProvider(url, 250);
	const api = new ApiPromise({ provider, noInitWarn: true, throwOnConnect: false });
	await api.isReady;
	connections.add(api);
	return api;
}

export async function disconnect(api: Api): Promise<void> {
	connections.delete(api);
	// The next chain may have the same genesis.
	const chain = `${api.genesisHash.toHex()}/`;
	for (const key of nonces.keys()) if (key.startsWith(chain)) nonces.delete(key);
	await api.disconnect();
}

export async function disconnectAll(): Promise<void> {
	await Promise.all([...connections].map(disconnect));
}

/** An unsigned number of the chain, exactly. */
export const big = (value: Codec | string | number): bigint => BigInt(value.toString());

/** Something that the chain stores or answers, as plain data; numbers may be decimal strings. */
export const plain = <T>(value: Codec): T => value.toJSON() as T;

/** The pallets' calls, for those who know their names. */
export function call(api: Api, pallet: string, name: string, ...args: unknown[]): Tx {
	const make = api.tx[pallet]?.[name];
	if (make === undefined) throw new Hopeless(`the runtime has no call ${pallet}.${name}`);
	return make(...args);
}

/** A storage entry, at a block if one is named. */
export async function query<T extends Codec = Codec>(
	api: Api,
	path: string,
	args: unknown[] = [],
	at?: string,
): Promise<T> {
	const [pallet = '', entry = ''] = path.split('.');
	const view = at === undefined ? api : await api.at(at);
	const read = view.query[pallet]?.[entry];
	if (read === undefined) throw new Hopeless(`the runtime has no storage ${path}`);
	return (await read(...args)) as T;
}

/** A runtime API, at a block if one is named. */
export async function view<T extends Codec = Codec>(api: Api, path: string, args: unknown[] = [], at?: string): Promise<T> {
	const [name = '', method = ''] = path.split('.');
	const source = at === undefined ? api : await api.at(at);
	const ask = source.call[name]?.[method];
	if (ask === undefined) throw new Hopeless(`the runtime has no api ${path}`);
	return (await ask(...args)) as T;
}

/** What a transaction did. */
export interface Receipt {
	blockHash: string;
	blockNumber: number;
	events: EventRecord[];
}

/** A transaction that was included and failed: `section.name` of its error. */
export class DispatchFailed extends Error {
	constructor(
		readonly error: string,
		docs: string,
		readonly receipt: Receipt,
	) {
		super(docs === '' ? error : `${error}: ${docs}`);
	}
}

/** What `assert.rejects` is to find: a transaction that was included, and failed with one of these errors. */
export const refused = (...names: string[]) => (error: unknown): boolean => {
	assert.ok(error instanceof DispatchFailed, String(error));
	assert.ok(names.includes(error.error), `${error.error} instead of ${names.join(' or ')}`);
	return true;
};

/** `pallet.Error` and its documentation. */
export function explain(api: Api, error: DispatchError): [string, string] {
	if (!error.isModule) return [error.toString(), ''];
	const { section, name, docs } = api.registry.findMetaError(error.asModule);
	return [`${section}.${name}`, docs.join(' ').trim()];
}

/** Events of a receipt, by `pallet.Name`. */
export function eventsOf(receipt: { events: EventRecord[] }, name: string): EventRecord['event'][] {
	const [section, method] = name.split('.');
	return receipt.events.map(({ event }) => event).filter((event) => event.section === section && event.method === method);
}

/** The one event of that name. */
export function eventOf(receipt: { events: EventRecord[] }, name: string): EventRecord['event'] {
	const [event, ...more] = eventsOf(receipt, name);
	if (event === undefined || more.length > 0) {
		const seen = receipt.events.map(({ event: { section, method } }) => `${section}.${method}`);
		throw new Error(`expected one ${name} among ${seen.join(', ')}`);
	}
	return event;
}

/** A field of an event by its name. */
export function field(event: EventRecord['event'], name: string): Codec {
	const value = (event.data as unknown as Record<string, Codec | undefined>)[name];
	if (value === undefined) throw new Error(`${event.section}.${event.method} has no field ${name}`);
	return value;
}

const nonces = new Map<string, Promise<number>>();

/** The next nonce of an account, counting what was signed here and is still under way. */
async function nextNonce(api: Api, address: string): Promise<number> {
	const key = `${api.genesisHash.toHex()}/${address}`;
	const before = nonces.get(key);
	const next = (async () => {
		const known = before === undefined ? -1 : await before.catch(() => -1);
		const onChain = (await api.rpc.system.accountNextIndex(address)).toNumber();
		return Math.max(known + 1, onChain);
	})();
	nonces.set(key, next);
	return next;
}

export interface SendOptions extends Partial<SignerOptions> {
	/** When the transaction counts as done; a block is enough where one node writes all blocks. */
	done?: 'block' | 'finalized';
	deadlineMs?: number;
}

/** Signs, sends and waits. Rejects with `DispatchFailed` if the call fails. */
export async function send(api: Api, tx: Tx, signer: KeyringPair, options: SendOptions = {}): Promise<Receipt> {
	const { done = 'block', deadlineMs = 60_000, ...signing } = options;
	const address = keyring.encodeAddress(signer.publicKey);
	const nonce = signing.nonce ?? (await nextNonce(api, address));
	// Signing changes the transaction: one that is sent twice at once must be two.
	const own = api.tx(tx.method as unknown as Call);
	return new Promise<Receipt>((resolve, reject) => {
		let unsubscribe: (() => void) | undefined;
		let settled = false;
		const settle = (finish: () => void): void => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			unsubscribe?.();
			finish();
		};
		const timer = setTimeout(
			() => settle(() => reject(new DeadlineError(`waited ${deadlineMs} ms for ${describe(tx)} to be included`))),
			deadlineMs,
		);
		own.signAndSend(signer, { ...signing, nonce }, (result) => {
			const { status, dispatchError } = result;
			if (status.isInvalid || status.isDropped || status.isUsurped) {
				settle(() => reject(new Error(`${describe(tx)}: ${status.type}`)));
				return;
			}
			const included = status.isFinalized ? status.asFinalized : status.isInBlock ? status.asInBlock : undefined;
			if (included === undefined || (done === 'finalized' && !status.isFinalized)) return;
			const receipt: Receipt = {
				blockHash: included.toHex(),
				blockNumber: Number((result as { blockNumber?: Codec }).blockNumber?.toString() ?? 0),
				events: result.events,
			};
			if (dispatchError === undefined) settle(() => resolve(receipt));
			else settle(() => reject(new DispatchFailed(...explain(api, dispatchError), receipt)));
		}).then(
			(stop) => {
				unsubscribe = stop;
				if (settled) stop();
			},
			(error: unknown) => {
				nonces.delete(`${api.genesisHash.toHex()}/${address}`);
				settle(() => reject(error instanceof Error ? error : new Error(String(error))));
			},
		);
	});
}

const describe = (tx: Tx): string => `${tx.method.section}.${tx.method.method}`;

/** Free DMC of an account, at a block if one is named. */
export async function balanceOf(api: Api, who: string, at?: string): Promise<bigint> {
	const account = await query<AccountInfo>(api, 'system.account', [who], at);
	return account.data.free.toBigInt();
}

/** Balance of an asset. */
export async function assetOf(api: Api, asset: number, who: string, at?: string): Promise<bigint> {
	const account = plain<{ balance: number | string } | null>(await query(api, 'assets.account', [asset, who], at));
	return account === null ? 0n : BigInt(account.balance);
}

/** Height of the best block. */
export async function height(api: Api): Promise<number> {
	return (await api.rpc.chain.getHeader()).number.toNumber();
}

export async function hashAt(api: Api, block: number): Promise<string> {
	return (await api.rpc.chain.getBlockHash(block)).toHex();
}

/** Waits until the chain has reached `block`. */
export async function untilBlock(api: Api, block: number, deadlineMs = 120_000): Promise<number> {
	return until(
		`block ${block}`,
		async () => {
			const now = await height(api);
			return now >= block ? now : undefined;
		},
		{ deadlineMs, everyMs: 60 },
	);
}

const seen = new Map<string, EventRecord[]>();

/** The events of a block. */
export async function eventsAt(api: Api, hash: string): Promise<EventRecord[]> {
	const known = seen.get(hash);
	if (known !== undefined) return known;
	// `api.at` and its like look at the runtime of each block, which takes a hundred times as long.
	const entry = api.query['system']?.['events'];
	if (entry === undefined) throw new Hopeless('the runtime has no events');
	const raw = await api.rpc.state.getStorage<Option<StorageData>>(entry.key(), hash);
	const type = api.registry.createLookupType(entry.creator.meta.type.asPlain);
	const bytes = raw.isSome ? raw.unwrap().toU8a(true) : Uint8Array.of(0);
	const events = [...(api.registry.createType(type, bytes) as unknown as Iterable<EventRecord>)];
	seen.set(hash, events);
	return events;
}

/** The events of that name in the blocks from `from` to `to`, or to the best one. */
export async function eventsSince(
	api: Api,
	name: string,
	from: number,
	to?: number,
): Promise<{ block: number; event: EventRecord['event'] }[]> {
	const last = to ?? (await height(api));
	const blocks = Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => from + i);
	const found = [];
	for (let start = 0; start < blocks.length; start += 32) {
		const some = blocks.slice(start, start + 32);
		const events = await Promise.all(some.map(async (block) => eventsAt(api, await hashAt(api, block))));
		for (const [i, block] of some.entries()) {
			found.push(...eventsOf({ events: events[i] ?? [] }, name).map((event) => ({ block, event })));
		}
	}
	return found;
}

/**
 * Lets polkadot.js encode a fee asset: it has no idea what identifies an asset on a chain that it does not know by name.
 * The answer is in the metadata, as the type of the extension's field.
 */
export function learnFeeAsset(api: Api): void {
	const { extrinsic, lookup } = api.registry.metadata;
	const extension = extrinsic.transactionExtensions.find(({ identifier }) => identifier.eq('ChargeAssetTxPayment'));
	if (extension === undefined) throw new Hopeless('fees cannot be paid in assets: no ChargeAssetTxPayment');
	const fields = lookup.getSiType(extension.type).def.asComposite.fields;
	const asset = fields.find(({ name }) => name.isSome && name.unwrap().eq('asset_id'));
	if (asset === undefined) throw new Hopeless('ChargeAssetTxPayment has no asset_id');
	api.registry.register({ TAssetConversion: lookup.getTypeDef(asset.type).type });
}

/** An asset as fees and pools name it. */
export const withId = (asset: number): { WithId: number } => ({ WithId: asset });
