/** From a miner's listing to the refund of its buyers: who sells and delivers is paid by the day, who stops loses its bond. */

import assert from 'node:assert/strict';
import {
	type Api,
	Asset,
	DispatchFailed,
	alice,
	big,
	bob,
	call,
	charlie,
	connect,
	councillors,
	eve,
	eventOf,
	eventsSince,
	field,
	keyring,
	plain,
	query,
	refused,
	send,
	stranger,
	untilBlock,
	view,
} from '../src/chain.ts';
import { BLOCKS_PER_DAY, Bridge, FIL, GIB, calendar } from '../src/gateway.ts';
import { close, decide, decideInVain, propose, vote } from '../src/governance.ts';
import {
	PERMILL,
	REVENUE,
	SALE_FEE,
	type Terms,
	appointRegistrar,
	buy,
	ceilDiv,
	fund,
	identify,
	ifil,
	listAndApprove,
	listing,
	ownerOf,
	stateOf,
	today,
	untilDay,
	untilFresh,
	untilState,
	usdt,
} from '../src/hashrate.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

/** 3000 plays the stories at the pace of `make run`. */
const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
const LONG = SLOT_MS * BLOCKS_PER_DAY * 30;

const POWER = 100n;
/** What the issuer brings over from Filecoin. */
const IFIL = 10n * FIL;
const PRICE = 30_000_007n;
const TERM = 30;
/** 10% of the mined coin stays with the issuer. */
const SERVICE_FEE = 100_000n;
/** No two days pay the same. */
const reward = (day: number): bigint => 10n ** 14n + BigInt(day);
const payOf = (day: number, live: number): bigint => ceilDiv(reward(day) * POWER * BigInt(live) * (1_000_000n - SERVICE_FEE), 1_000_000n);
const shareOf = (day: number, live: number): bigint => payOf(day, live) / BigInt(live);
const sum = (values: bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

const terms = (node: string, startDay: number, more: Partial<Terms> = {}): Terms => ({
	node,
	power: POWER,
	count: 3,
	startDay,
	termDays: TERM,
	sale: { Fixed: { price: PRICE } },
	saleFrom: Math.max(0, startDay - 20),
	saleUntil: startDay + 6,
	serviceFee: SERVICE_FEE,
	...more,
});

/** The miner of these stories, which its owner binds to the issuer. */
const MINER = 1234;
const NODE = `f0${MINER}`;
/** More raw power than quality needs: power can go down by a single unit. */
const gib = (power: bigint): [bigint, { rawPower: bigint }] => [power * GIB, { rawPower: (power * GIB) / 4n }];

/** A chain and the Filecoin network that it looks at. */
const start = async (name: string): Promise<{ api: Api; bridge: Bridge }> => {
	const [power, { rawPower }] = gib(1_000n);
	const bridge = await Bridge.start({ reward, miners: [{ power, rawPower, owner: 'alice' }] });
	const chain = throwAwaySpec('development', calendar(SLOT_MS));
	const node = await DmexNode.start({ chain, name, args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
	const api = await connect(node);
	await bridge.follow(api);
	return { api, bridge };
};

scenario('a hashrate product, from its listing to the refund of its buyers', (step) => {
	const issuer = stranger();
	const carol = stranger();
	let api: Api;
	let bridge: Bridge;
	let product: number;
	let first: number;
	/** The first day of the NFT that is sold after the start. */
	let joined: number;
	let bondSeed: bigint;
	let escrow: string;

	step('an issuer needs an identity that was judged, and a node of its own', async () => {
		({ api, bridge } = await start('market'));
		await fund(api, issuer, 1_000_000_000n);
		await fund(api, carol, 1_000_000_000n);
		const early = listing(terms(NODE, (await today(api)) + 8));
		await assert.rejects(send(api, call(api, 'hashrateNft', 'list', early, SALE_FEE), issuer), refused('hashrateNft.IdentityNotJudged'));
		const registrar = await appointRegistrar(api);
		await identify(api, issuer, 'A miner', registrar);
		await assert.rejects(send(api, call(api, 'hashrateNft', 'list', early, SALE_FEE), issuer), refused('hashrateNft.NodeNotBound'));
		// The IFIL that the issuer will pay with comes along.
		bridge.bind(MINER, issuer, { value: IFIL });
		await bridge.attested(MINER);
		assert.equal(await ifil(api, issuer), IFIL);
		const stolen = listing(terms(NODE, (await today(api)) + 8));
		await identify(api, eve, 'Another miner', registrar);
		await assert.rejects(send(api, call(api, 'hashrateNft', 'list', stolen, SALE_FEE), eve), refused('hashrateNft.NodeNotBound'));
	});

	step('lists, three of the council are not enough, the fourth approves', async () => {
		escrow = (await view(api, 'escrowApi.account')).toString();
		const [before, held] = [await usdt(api, issuer), await usdt(api, escrow)];
		await untilFresh(api, 8);
		first = (await today(api)) + 6;
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'list', listing(terms(NODE, first, { power: 0n })), SALE_FEE), issuer),
			refused('hashrateNft.ZeroPower'),
		);
		// The sale fee is 2%, and might have been raised since.
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'list', listing(terms(NODE, first)), SALE_FEE - 1), issuer),
			refused('hashrateNft.SaleFeeTooHigh'),
		);
		const receipt = await send(api, call(api, 'hashrateNft', 'list', listing(terms(NODE, first)), SALE_FEE), issuer);
		product = Number(field(eventOf(receipt, 'hashrateNft.Listed'), 'product').toString());
		const bond = ceilDiv(3n * PRICE * 5n, 100n);
		assert.equal(big(field(eventOf(receipt, 'hashrateNft.Listed'), 'bond')), bond);
		bondSeed = big(field(eventOf(receipt, 'escrow.BookOpened'), 'seed'));
		assert.equal(before - (await usdt(api, issuer)), bond + bondSeed);
		assert.equal((await usdt(api, escrow)) - held, bond + bondSeed);

		const motion = await propose(api, call(api, 'hashrateNft', 'approve', product));
		await vote(api, motion, councillors.slice(0, 3));
		await assert.rejects(close(api, motion), refused('council.TooEarly'));
		assert.equal(await stateOf(api, product), 'Proposed');
		await vote(api, motion, councillors.slice(3, 4));
		await untilFresh(api, 3);
		await close(api, motion);
		assert.equal(await stateOf(api, product), 'Approved');
	});

	step('Alice buys at the fixed price, which goes to escrow; the issuer cannot buy from itself', async () => {
		const [before, held] = [await usdt(api, alice), await usdt(api, escrow)];
		await untilFresh(api, 8);
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'buy', product, PRICE - 1n, 1), alice),
			refused('hashrateNft.PriceTooHigh'),
		);
		// More days than there are.
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'buy', product, PRICE, TERM + 1), alice),
			refused('hashrateNft.TooFewDays'),
		);
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'buy', product, PRICE, 1), issuer),
			refused('hashrateNft.IssuerCannotBuy'),
		);
		const { serial } = await buy(api, product, alice, PRICE);
		assert.equal(serial, 0);
		assert.equal(await ownerOf(api, product, 0), keyring.encodeAddress(alice.publicKey));
		assert.equal(before - (await usdt(api, alice)), PRICE);
		assert.equal((await usdt(api, escrow)) - held, PRICE);
	});

	let auctioned: number;
	const held = async (who: string, at?: string): Promise<bigint> => {
		const amount = await query(api, 'assetsHolder.balancesOnHold', [Asset.USDT, who], at);
		return amount.isEmpty ? 0n : big(amount);
	};

	step('Bob wins an auction at the last moment, which gives the others a little longer', async () => {
		const reserve = 5_000_000n;
		const lots = terms(NODE, first, {
			power: 10n,
			count: 1,
			sale: { Auction: { reserve, duration: 14 } },
			saleUntil: first + 1,
		});
		auctioned = await listAndApprove(api, issuer, lots);
		await untilFresh(api, 6);
		await assert.rejects(send(api, call(api, 'hashrateNft', 'openLot', auctioned, reserve - 1n, 1), eve), refused('hashrateNft.BidTooLow'));
		await assert.rejects(send(api, call(api, 'hashrateNft', 'openLot', auctioned, reserve, 1), issuer), refused('hashrateNft.IssuerCannotBuy'));
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'openLot', auctioned, reserve, TERM + 1), eve),
			refused('hashrateNft.TooFewDays'),
		);
		// Good for the first bid that is refused, too.
		await untilFresh(api, 6);
		const opened = await send(api, call(api, 'hashrateNft', 'openLot', auctioned, reserve, 1), eve);
		const auction = field(eventOf(opened, 'hashrateNft.AuctionOpened'), 'auction').toString();
		const end = Number(field(eventOf(opened, 'hashrateNft.AuctionOpened'), 'end').toString());
		assert.equal(await held(eve.address), reserve);
		// Less than 5% above.
		const step = ceilDiv(reserve * 5n, 100n);
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'bid', auction, reserve + step - 1n), bob),
			refused('hashrateNft.BidTooLow'),
		);
		const statement = plain<{ nextBid: string | null }>(await view(api, 'hashrateMarketApi.auction', [auction]));
		assert.equal(BigInt(statement.nextBid ?? 0), reserve + step);
		const [balance, before] = [await usdt(api, bob), await usdt(api, escrow)];
		// The earliest block after this one is the first whose bids extend the auction.
		await untilBlock(api, end - 4);
		const snipe = await send(api, call(api, 'hashrateNft', 'bid', auction, reserve + step), bob);
		const later = Number(field(eventOf(snipe, 'hashrateNft.BidPlaced'), 'end').toString());
		assert.ok(later > end, `the auction ends in block ${later} instead of ${end}`);
		assert.deepEqual(await Promise.all([eve, bob].map(({ address }) => held(address, snipe.blockHash))), [0n, reserve + step]);
		await until('the hammer to fall', async () => (await ownerOf(api, auctioned, 0)) === keyring.encodeAddress(bob.publicKey), {
			deadlineMs: LONG,
		});
		assert.equal(await held(bob.address), 0n);
		assert.equal(balance - (await usdt(api, bob)), reserve + step);
		assert.equal((await usdt(api, escrow)) - before, reserve + step);
		await assert.rejects(send(api, call(api, 'hashrateNft', 'openLot', auctioned, reserve, 1), eve), refused('hashrateNft.SoldOut'));
	});

	step('no door of the stock NFT pallet moves it', async () => {
		for (const [door, error] of [
			[call(api, 'nfts', 'transfer', product, 0, carol.address), 'nfts.ItemLocked'],
			[call(api, 'nfts', 'burn', product, 0), 'nfts.ItemLocked'],
			[call(api, 'nfts', 'approveTransfer', product, 0, carol.address, null), 'nfts.MethodDisabled'],
			[call(api, 'nfts', 'setPrice', product, 0, 1n, null), 'nfts.MethodDisabled'],
			[call(api, 'nfts', 'createSwap', product, 0, product, 1, null, 10), 'nfts.MethodDisabled'],
		] as const) {
			await assert.rejects(send(api, door, alice), refused(error));
		}
		assert.equal(await ownerOf(api, product, 0), keyring.encodeAddress(alice.publicKey));
	});

	step('starts by itself on its day; one who buys later earns from the next day on', async () => {
		await untilDay(api, first);
		await untilState(api, product, 'Active', LONG);
		await untilDay(api, first + 1);
		const { serial, receipt } = await buy(api, product, charlie, PRICE);
		assert.equal(serial, 1);
		// Two days after the first one, or later if it took longer to get here.
		joined = Math.floor(receipt.blockNumber / BLOCKS_PER_DAY) + 1;
		assert.ok(joined >= first + 2);
		assert.equal(Number(field(eventOf(receipt, 'hashrateNft.Sold'), 'firstDay').toString()), joined);
	});

	/** Days that the issuer pays: those with Alice's NFT alone, three with Charlie's as well. */
	const alone = (): number[] => range(first, joined);
	const shared = (): number[] => range(joined, joined + 3);
	const paidDays = (): number[] => [...alone(), ...shared()];
	const liveOn = (day: number): number => (day < joined ? 1 : 2);
	/** What Charlie has had in the end. */
	const charlies = (): bigint => sum(shared().map((day) => shareOf(day, 2)));
	let sold = { block: 0 };

	step('pay arrives by itself, and whoever holds the NFT gets exactly the days of his time', async () => {
		const due = sum(paidDays().map((day) => payOf(day, liveOn(day))));
		await assert.rejects(send(api, call(api, 'hashrateNft', 'pay', product, 0), issuer), refused('hashrateNft.ZeroAmount'));
		await send(api, call(api, 'hashrateNft', 'pay', product, due), issuer);
		await untilDay(api, joined + 1);
		await until('the pay of the first days', async () => (await ifil(api, alice)) >= sum(alone().map((day) => shareOf(day, 1))), {
			deadlineMs: LONG,
		});
		// Alice sells to Carol for 25 USDT: 1.5% go to revenue, 0.5% to the issuer.
		const price = 25_000_000n;
		await send(api, call(api, 'hashrateNft', 'listNft', product, 0, price, 20_000), alice);
		const ask = plain<{ seller: string; price: string; fee: string; stands: boolean }>(
			await view(api, 'hashrateMarketApi.ask', [product, 0]),
		);
		assert.deepEqual(
			[ask.seller, BigInt(ask.price), BigInt(ask.fee), ask.stands],
			[keyring.encodeAddress(alice.publicKey), price, 500_000n, true],
		);
		await assert.rejects(send(api, call(api, 'hashrateNft', 'transfer', product, 0, eve.address), alice), refused('hashrateNft.NotFree'));
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'buyListed', product, 0, price - 1n, null), carol),
			refused('hashrateNft.PriceTooHigh'),
		);
		// Days have closed: neither the whole term nor the whole price is left.
		for (const [wants, error] of [
			[{ minDays: TERM, minEscrow: 0n, maxArrears: TERM }, 'hashrateNft.TooFewDays'],
			[{ minDays: 0, minEscrow: PRICE, maxArrears: TERM }, 'hashrateNft.EscrowTooLow'],
		] as const) {
			await assert.rejects(send(api, call(api, 'hashrateNft', 'buyListed', product, 0, price, wants), carol), refused(error));
		}
		const money = async () => [await usdt(api, alice), await usdt(api, carol)] as const;
		const [alices, carols] = await money();
		const receipt = await send(api, call(api, 'hashrateNft', 'buyListed', product, 0, price, null), carol);
		const trade = eventOf(receipt, 'hashrateNft.Traded');
		assert.deepEqual([big(field(trade, 'fee')), big(field(trade, 'royalty'))], [375_000n, 125_000n]);
		const [paid, spent] = await money();
		assert.deepEqual([paid - alices, carols - spent], [24_500_000n, price]);
		sold = { block: receipt.blockNumber };
		await untilDay(api, joined + 4);
		await until('the pay of the last day', async () => (await ifil(api, charlie)) >= charlies(), { deadlineMs: LONG });
		const closed = (await eventsSince(api, 'hashrateNft.DayClosed', 1)).filter(({ event }) => big(field(event, 'product')) === BigInt(product));
		const shares = closed.map(({ block, event }) => ({
			block,
			day: Number(field(event, 'day').toString()),
			share: big(field(event, 'paid')) / big(field(event, 'live')),
		}));
		assert.deepEqual(
			shares.map(({ day, share }) => [day, share]),
			paidDays().map((day) => [day, shareOf(day, liveOn(day))]),
		);
		const before = shares.filter(({ block }) => block <= sold.block).map(({ share }) => share);
		const after = shares.filter(({ block }) => block > sold.block).map(({ share }) => share);
		assert.ok(before.length > 0 && after.length > 0, 'the NFT changed hands between two payouts');
		await until('the last receipts', async () => (await ifil(api, carol)) === sum(after), { deadlineMs: LONG });
		assert.equal(await ifil(api, alice), sum(before));
		assert.equal(await ifil(api, charlie), charlies());
	});

	/** What revenue has had, and what of the slashed bond nobody's share is. */
	let fees: bigint;
	let bondDust: bigint;

	/** A full day's slice of an NFT that has so many days. */
	const slice = (days: number): bigint => PRICE / BigInt(days);
	const lateSlice = (): bigint => slice(TERM - alone().length);
	const releasedOn = (day: number): bigint => slice(TERM) + (liveOn(day) === 2 ? lateSlice() : 0n);

	step('the issuer is paid by the day, less the sale fee', async () => {
		const released = (await eventsSince(api, 'escrow.Released', 1)).filter(({ event }) => big(field(event, 'product')) === BigInt(product));
		assert.deepEqual(
			released.map(({ event }) => [Number(field(event, 'day').toString()), big(field(event, 'gross'))]),
			paidDays().map((day) => [day, releasedOn(day)]),
		);
		for (const { event } of released) {
			const [gross, fee, paid] = ['gross', 'fee', 'paid'].map((name) => big(field(event, name))) as [bigint, bigint, bigint];
			assert.equal(gross, fee + paid);
			assert.equal(fee, ceilDiv(gross * BigInt(SALE_FEE), PERMILL));
		}
		// Revenue has these fees, its part of the one trade's, and nothing else.
		fees = sum(released.map(({ event }) => big(field(event, 'fee')))) + 375_000n;
		assert.equal(await usdt(api, REVENUE), fees);
	});

	step('stops paying: after seven due days anybody freezes it, not before', async () => {
		await assert.rejects(send(api, call(api, 'escrow', 'freeze', product), eve), refused('escrow.NotInBreach'));
		await until(
			'the breach',
			async () => {
				const conduct = (await view(api, 'escrowApi.conduct', [product])) as unknown as { breach: { isTrue: boolean } };
				return conduct.breach.isTrue;
			},
			{ deadlineMs: LONG, everyMs: 200 },
		);
		await send(api, call(api, 'escrow', 'freeze', product), eve);
		assert.equal(await stateOf(api, product), 'Frozen');
		await assert.rejects(send(api, call(api, 'hashrateNft', 'buy', product, PRICE, 1), bob), refused('hashrateNft.ProductFrozen'));
		await assert.rejects(send(api, call(api, 'escrow', 'unfreeze', product), eve), refused('escrow.HasArrears'));
	});

	step('the council terminates; every holder claims its refund and its share of the bond, and the sums are exact', async () => {
		await assert.rejects(send(api, call(api, 'escrow', 'claimRefund', product, 0), carol), refused('escrow.NotOver'));
		const receipt = await decide(api, call(api, 'escrow', 'terminate', product));
		const event = eventOf(receipt, 'escrow.Terminated');
		const [refundable, slashed] = [big(field(event, 'refundable')), big(field(event, 'slashed'))];
		const released = sum(paidDays().map(releasedOn));
		assert.equal(refundable, 2n * PRICE - released);
		assert.equal(slashed, ceilDiv(3n * PRICE * 5n, 100n));

		await assert.rejects(send(api, call(api, 'escrow', 'claimRefund', product, 0), alice), refused('escrow.NotOwner'));
		const before = [await usdt(api, carol), await usdt(api, charlie)] as const;
		const claims = [
			await send(api, call(api, 'escrow', 'claimRefund', product, 0), carol),
			await send(api, call(api, 'escrow', 'claimRefund', product, 1), charlie),
		].map((claim) => eventOf(claim, 'escrow.RefundClaimed'));
		const refunds = claims.map((claim) => big(field(claim, 'refund')));
		const shares = claims.map((claim) => big(field(claim, 'bondShare')));
		assert.equal(refunds[0], PRICE - BigInt(paidDays().length) * slice(TERM));
		assert.equal(refunds[1], PRICE - 3n * lateSlice());
		assert.equal(sum(refunds), refundable);
		bondDust = slashed - sum(shares);
		assert.ok(bondDust >= 0n && bondDust < 2n, `${bondDust} of the bond is not shared`);
		assert.equal((await usdt(api, carol)) - before[0], (refunds[0] ?? 0n) + (shares[0] ?? 0n));
		assert.equal((await usdt(api, charlie)) - before[1], (refunds[1] ?? 0n) + (shares[1] ?? 0n));
	});

	step('nothing of the product is left but the record of its terms', async () => {
		await until('the product to be gone', async () => (await query(api, 'hashrateNft.products', [product])).isEmpty, { deadlineMs: LONG });
		assert.ok(!(await query(api, 'hashrateNft.records', [product])).isEmpty);
		assert.ok((await query(api, 'escrow.books', [product])).isEmpty);
		assert.ok((await query(api, 'nfts.collection', [product])).isEmpty);
		assert.equal(await ownerOf(api, product, 0), undefined);
		// What rounding left over went to revenue: besides its seed the account holds what the other product is owed.
		const other = plain<{ held: string | number }>(await view(api, 'escrowApi.product', [auctioned]));
		assert.equal(await usdt(api, escrow), bondSeed + BigInt(other.held));
		assert.equal(await usdt(api, REVENUE), fees + bondDust);
	});
});

scenario('an issuer in breach makes good, and the council lets its product go on', (step) => {
	const issuer = stranger();
	let api: Api;
	let bridge: Bridge;
	let product: number;
	let first: number;

	step('sells, pays two days, stops, and is frozen', async () => {
		({ api, bridge } = await start('resume'));
		bridge.bind(MINER, issuer, { value: IFIL });
		await fund(api, issuer, 1_000_000_000n);
		await identify(api, issuer, 'A miner', await appointRegistrar(api));
		await bridge.attested(MINER);
		first = (await today(api)) + 5;
		product = await listAndApprove(api, issuer, terms(NODE, first, { count: 1 }));
		await buy(api, product, bob, PRICE);
		await untilState(api, product, 'Active', LONG);
		await send(api, call(api, 'hashrateNft', 'pay', product, payOf(first, 1) + payOf(first + 1, 1)), issuer);
		await until(
			'the breach',
			async () => {
				const conduct = (await view(api, 'escrowApi.conduct', [product])) as unknown as { breach: { isTrue: boolean } };
				return conduct.breach.isTrue;
			},
			{ deadlineMs: LONG, everyMs: 200 },
		);
		await send(api, call(api, 'escrow', 'freeze', product), eve);
	});

	step('cannot go on while days from before the freeze are open', async () => {
		assert.equal(await decideInVain(api, call(api, 'escrow', 'resume', product)), 'hashrateNft.OpenDayBeforeFreeze');
	});

	step('pays what it owes, is resumed, and the unpaid frozen days are appended at the end', async () => {
		const [frozen] = (await eventsSince(api, 'escrow.Frozen', 1)).map(({ block }) => Math.floor(block / BLOCKS_PER_DAY));
		assert.ok(frozen !== undefined);
		const owed = sum(range(first + 2, frozen).map((day) => payOf(day, 1)));
		await send(api, call(api, 'hashrateNft', 'pay', product, owed), issuer);
		await bridge.recorded(frozen - 1);
		const receipt = await decide(api, call(api, 'escrow', 'resume', product));
		const resumed = Math.floor(receipt.blockNumber / BLOCKS_PER_DAY);
		const struck = Number(field(eventOf(receipt, 'escrow.Resumed'), 'struckDays').toString());
		assert.equal(struck, resumed - frozen);
		assert.equal(await stateOf(api, product), 'Active');
		assert.equal(Number(field(eventOf(receipt, 'hashrateNft.Resumed'), 'endDay').toString()), first + TERM + struck);
		const due = sum(range(first, frozen).map((day) => payOf(day, 1)));
		// What the resumption itself has closed is paid out with a block after it.
		await until('the pay of the days before the freeze', async () => (await ifil(api, bob)) >= due, { deadlineMs: LONG });
		assert.equal(await ifil(api, bob), due);
	});

	step('the day of the resumption is paid like any other', async () => {
		const before = await ifil(api, bob);
		const day = await today(api);
		const [resumed] = (await eventsSince(api, 'hashrateNft.Resumed', 1)).map(({ block }) => Math.floor(block / BLOCKS_PER_DAY));
		assert.ok(resumed !== undefined && resumed <= day);
		await send(api, call(api, 'hashrateNft', 'pay', product, payOf(resumed, 1)), issuer);
		await until('the pay', async () => (await ifil(api, bob)) > before, { deadlineMs: LONG });
		assert.equal((await ifil(api, bob)) - before, payOf(resumed, 1));
	});
});

scenario('a terabyte is sold once', (step) => {
	const issuer = stranger();
	let api: Api;
	let bridge: Bridge;
	let product: number;

	step('two products cannot sell more than 95% of what is attested', async () => {
		({ api, bridge } = await start('oversell'));
		bridge.bind(MINER, issuer);
		await fund(api, issuer, 1_000_000_000n);
		await identify(api, issuer, 'A miner', await appointRegistrar(api));
		await bridge.attested(MINER);
		const first = (await today(api)) + 14;
		// 900 of 950, then 51 more.
		product = await listAndApprove(api, issuer, terms(NODE, first, { count: 9 }));
		await untilFresh(api, 8);
		const receipt = await send(
			api,
			call(api, 'hashrateNft', 'list', listing(terms(NODE, first, { power: 51n, count: 1 })), SALE_FEE),
			issuer,
		).catch((error: unknown) => error);
		if (receipt instanceof DispatchFailed) {
			assert.equal(receipt.error, 'hashrateNft.PowerExceeded');
		} else {
			const second = Number(field(eventOf(receipt as Awaited<ReturnType<typeof send>>, 'hashrateNft.Listed'), 'product').toString());
			assert.equal(await decideInVain(api, call(api, 'hashrateNft', 'approve', second)), 'hashrateNft.PowerExceeded');
		}
		const third = await listAndApprove(api, issuer, terms(NODE, first, { power: 50n, count: 1 }));
		assert.equal(await stateOf(api, third), 'Approved');
	});

	step('nothing is sold while the node has less than it sold, and again when it recovers', async () => {
		await buy(api, product, bob, PRICE);
		bridge.network.setPower(MINER, ...gib(999n));
		await bridge.attestedAnew(MINER);
		await assert.rejects(
			send(api, call(api, 'hashrateNft', 'buy', product, PRICE, 1), bob),
			refused('hashrateNft.NodeUndercovered'),
		);
		bridge.network.setPower(MINER, ...gib(1_000n));
		await bridge.attestedAnew(MINER);
		await buy(api, product, bob, PRICE);
	});

	step('nothing is sold while the oracle is silent', async () => {
		bridge.network.node.fail({ kind: 'status', status: 503 });
		await until(
			'the record to be stale',
			async () => send(api, call(api, 'hashrateNft', 'buy', product, PRICE, 1), bob).then(() => false, refused('hashrateNft.OracleStale')),
			{ deadlineMs: LONG, everyMs: SLOT_MS * BLOCKS_PER_DAY },
		);
	});
});
