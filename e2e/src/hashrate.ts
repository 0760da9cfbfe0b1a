/** Hashrate products as their issuers and buyers meet them. */

import type { KeyringPair } from '@polkadot/keyring/types';
import {
	type Api,
	type Receipt,
	Asset,
	DMC,
	alice,
	assetOf,
	big,
	call,
	dave,
	eventOf,
	field,
	height,
	keyring,
	plain,
	query,
	send,
	view,
	withId,
} from './chain.ts';
import { decide } from './governance.ts';
import { until } from './wait.ts';

/** FIL in the coin registry. */
export const FIL = 0;
/** A share of a million parts. */
export const PERMILL = 1_000_000n;
/** The sale fee of genesis in these parts, which issuers agree to. */
export const SALE_FEE = 20_000;
/** The account of the protocol's income. Nobody has a key to it. */
export const REVENUE = keyring.encodeAddress(Buffer.concat([Buffer.from('modldmex/rev'), Buffer.alloc(20)]));

export const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** What one product sells. */
export interface Terms {
	node: string;
	power: bigint;
	count: number;
	startDay: number;
	termDays: number;
	sale: { Fixed: { price: bigint } } | { Auction: { reserve: bigint; duration: number } };
	saleFrom: number;
	saleUntil: number;
	/** Parts in a million. */
	serviceFee: bigint;
}

const DISCLOSURE = `0x${'5a'.repeat(32)}`;

/** The terms as the chain takes them; prices in USDT. */
export const listing = (terms: Terms): Record<string, unknown> => ({
	coin: FIL,
	priceAsset: withId(Asset.USDT),
	disclosureHash: DISCLOSURE,
	disclosureUri: 'ipfs://disclosure',
	metadataUri: 'ipfs://metadata',
	...terms,
});

export const today = async (api: Api): Promise<number> => Number((await view(api, 'calendarApi.today')).toString());

export async function untilDay(api: Api, day: number, deadlineMs = 240_000): Promise<void> {
	await until(`day ${day}`, async () => (await today(api)) >= day, { deadlineMs, everyMs: 100 });
}

/** Gives `who` DMC and USDT out of Alice's. */
export async function fund(api: Api, who: KeyringPair, usdt: bigint): Promise<void> {
	await Promise.all([
		send(api, call(api, 'balances', 'transferKeepAlive', who.address, 100n * DMC), alice),
		send(api, call(api, 'assets', 'transferKeepAlive', Asset.USDT, who.address, usdt), alice),
	]);
}

/** The council appoints a registrar, once a chain. Returns its index. */
export async function appointRegistrar(api: Api, registrar: KeyringPair = dave): Promise<number> {
	const receipt = await decide(api, call(api, 'identity', 'addRegistrar', registrar.address));
	return Number(field(eventOf(receipt, 'identity.RegistrarAdded'), 'registrarIndex').toString());
}

/** An identity under `name`, which the registrar judges as known to be good. */
export async function identify(api: Api, who: KeyringPair, name: string, index: number, registrar = dave): Promise<void> {
	const none = { None: null };
	const info = {
		additional: [],
		display: { Raw: name },
		legal: none,
		web: none,
		riot: none,
		email: none,
		pgpFingerprint: null,
		image: none,
		twitter: none,
	};
	await send(api, call(api, 'identity', 'setIdentity', info), who);
	const registration = await query(api, 'identity.identityOf', [who.address]);
	const known = (registration as unknown as { unwrap(): { info: { hash: { toHex(): string } } } }).unwrap();
	await send(api, call(api, 'identity', 'requestJudgement', index, 0), who);
	const judgement = call(api, 'identity', 'provideJudgement', index, who.address, 'KnownGood', known.info.hash.toHex());
	await send(api, judgement, registrar);
}

/** Blocks after which a record of the oracle is too old: 36 hours of ten blocks a day. */
const STALE = 15;

/** Waits until the latest record will be good for so many blocks more: on a busy machine one may be late. */
export async function untilFresh(api: Api, spare: number): Promise<void> {
	await until(
		'a fresh record of the oracle',
		async () => {
			const market = plain<{ reportedAt: number } | null>(await query(api, 'filGateway.market'));
			return market !== null && (await height(api)) + spare <= market.reportedAt + STALE;
		},
		{ everyMs: 100 },
	);
}

/** Lists a product and has the council approve it. Returns its number. */
export async function listAndApprove(api: Api, issuer: KeyringPair, terms: Terms): Promise<number> {
	await untilFresh(api, 8);
	const receipt = await send(api, call(api, 'hashrateNft', 'list', listing(terms), SALE_FEE), issuer);
	const product = Number(field(eventOf(receipt, 'hashrateNft.Listed'), 'product').toString());
	await decide(api, call(api, 'hashrateNft', 'approve', product));
	return product;
}

/** The state of a product by its name. */
export async function stateOf(api: Api, product: number): Promise<string | undefined> {
	const statement = plain<{ state: string } | null>(await view(api, 'hashrateApi.product', [product]));
	return statement?.state;
}

export async function untilState(api: Api, product: number, state: string, deadlineMs = 120_000): Promise<void> {
	await until(`product ${product} to be ${state}`, async () => (await stateOf(api, product)) === state, {
		deadlineMs,
		everyMs: 100,
	});
}

/** Buys an NFT of a fixed-price product, if it earns so many days at least. */
export async function buy(
	api: Api,
	product: number,
	buyer: KeyringPair,
	price: bigint,
	minDays = 1,
): Promise<{ serial: number; receipt: Receipt }> {
	await untilFresh(api, 3);
	const receipt = await send(api, call(api, 'hashrateNft', 'buy', product, price, minDays), buyer);
	return { serial: Number(field(eventOf(receipt, 'hashrateNft.Sold'), 'serial').toString()), receipt };
}

export const usdt = (api: Api, who: KeyringPair | string): Promise<bigint> =>
	assetOf(api, Asset.USDT, typeof who === 'string' ? who : who.address);
export const ifil = (api: Api, who: KeyringPair | string): Promise<bigint> =>
	assetOf(api, Asset.IFIL, typeof who === 'string' ? who : who.address);

/** The owner of an NFT by `pallet-nfts`. */
export async function ownerOf(api: Api, product: number, serial: number): Promise<string | undefined> {
	const item = plain<{ owner: string } | null>(await query(api, 'nfts.item', [product, serial]));
	return item?.owner;
}

/** A field of a runtime API's answer as a number without loss. */
export const amount = (value: unknown): bigint => big(String(value));
