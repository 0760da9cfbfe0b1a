/** What miners pay out on Filecoin reaches the holders of their NFTs; nobody does anything on DMEX for it. */

import assert from 'node:assert/strict';
import {
	type Api,
	alice,
	charlie,
	call,
	connect,
	eventsSince,
	field,
	height,
	keyring,
	plain,
	refused,
	send,
	stranger,
	view,
} from '../src/chain.ts';
import { bindMemo, productMemo } from '../src/filecoin/message.ts';
import { Bridge, FIL, GIB, calendar, statement } from '../src/gateway.ts';
import {
	SALE_FEE,
	type Terms,
	appointRegistrar,
	buy,
	fund,
	identify,
	ifil,
	listAndApprove,
	listing,
	today,
	untilFresh,
	untilState,
} from '../src/hashrate.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { gatewayMetrics, workerStatus } from '../src/operators.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

/** 3000 plays the stories at the pace of `make run`. */
const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
const LONG = SLOT_MS * 300;

const MINER = 1234;
const NODE = `f0${MINER}`;
const ATTESTED = 1_000n;
const POWER = 100n;
const PRICE = 30_000_007n;
const TERM = 30;
/** 10% of the mined coin stays with the issuer. */
const SERVICE_FEE = 100_000n;
const reward = (day: number): bigint => 10n ** 15n + BigInt(day);
/** What one NFT earns on a day. */
const shareOf = (day: number): bigint => (reward(day) * POWER * (1_000_000n - SERVICE_FEE)) / 1_000_000n;
const days = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const sum = (values: bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
/** Smallest balance of IFIL: what a pallet's own account keeps of the first that it gets. */
const IFIL_MINIMUM = 10n ** 14n;

const terms = (startDay: number): Terms => ({
	node: NODE,
	power: POWER,
	count: 3,
	startDay,
	termDays: TERM,
	sale: { Fixed: { price: PRICE } },
	saleFrom: Math.max(0, startDay - 20),
	saleUntil: startDay + 25,
	serviceFee: SERVICE_FEE,
});

scenario('a miner pays out on Filecoin', (step) => {
	const issuer = stranger();
	const thief = stranger();
	let node: DmexNode;
	let api: Api;
	let bridge: Bridge;
	let product: number;
	let first: number;
	let sold: number;

	const issuerOf = async (): Promise<string | undefined> =>
		plain<{ issuer: string } | null>(await view(api, 'gatewayApi.node', [MINER]))?.issuer;

	step('its node is bound by its owner on Filecoin, and by nobody else', async () => {
		bridge = await Bridge.start({
			reward,
			miners: [{ power: ATTESTED * GIB, rawPower: (ATTESTED * GIB) / 4n, owner: 'alice', beneficiary: 'custody' }],
		});
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		node = await DmexNode.start({ chain, name: 'pay', args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
		api = await connect(node);
		await bridge.follow(api);

		// Somebody else with the right memo, and the owner with a memo for another chain.
		const stolen = bridge.bind(MINER, thief, { from: 'bob', value: FIL });
		const elsewhere = bridge.network.deposit('alice', 2n * FIL, bindMemo(MINER, thief.publicKey, new Uint8Array(32).fill(7)));
		await fund(api, issuer, 1_000_000_000n);
		await fund(api, thief, 1_000_000_000n);
		const registrar = await appointRegistrar(api);
		await identify(api, issuer, 'A miner', registrar);
		await identify(api, thief, 'No miner', registrar);
		await bridge.applied(stolen, elsewhere);
		assert.equal(await issuerOf(), undefined);
		assert.equal((await eventsSince(api, 'filGateway.NodeBound', 1)).length, 0);
		// What came with the memos is not lost: it is the account's that the one names, and the DAO's to assign of the other.
		assert.equal(await ifil(api, thief), FIL);
		assert.equal(BigInt((await statement(api)).suspense), 2n * FIL);

		bridge.bind(MINER, issuer, { value: FIL });
		await bridge.attested(MINER);
		assert.equal(await issuerOf(), keyring.encodeAddress(issuer.publicKey));
		const again = bridge.bind(MINER, thief, { from: 'bob' });
		await bridge.applied(again);
		assert.equal(await issuerOf(), keyring.encodeAddress(issuer.publicKey));
		const later = (await today(api)) + 6;
		await assert.rejects(send(api, call(api, 'hashrateNft', 'list', listing(terms(later)), SALE_FEE), thief), refused('hashrateNft.NodeNotBound'));
	});

	step('two of its NFTs are sold, and what it earns is on record', async () => {
		first = (await today(api)) + 5;
		// Before anything else: on days that are paid the network must earn what was planned.
		bridge.network.mineBlocks(MINER, 2);
		product = await listAndApprove(api, issuer, terms(first));
		await buy(api, product, alice, PRICE);
		await buy(api, product, charlie, PRICE);
		const record = await until(
			'the blocks to be on record',
			async () => {
				const { record, reported } = plain<{ record: { facts: { wins: number }; height: number } | null; reported: string }>(
					await view(api, 'gatewayApi.node', [MINER]),
				);
				return record !== null && BigInt(reported) > 0n ? { ...record, reported } : undefined;
			},
			{ deadlineMs: LONG },
		);
		assert.equal(BigInt(record.reported), bridge.network.rewardsOf(MINER, 0, record.height));
		assert.ok(BigInt(record.reported) > sum(days(first, 3).map(reward)) * ATTESTED);
		await untilState(api, product, 'Active', LONG);
		sold = await height(api);
	});

	/** What the holders and the issuer have. */
	const money = async (): Promise<[bigint, bigint, bigint]> => [await ifil(api, alice), await ifil(api, charlie), await ifil(api, issuer)];

	step('a payout to its beneficiary is the holders\' pay of three days, and the rest is the issuer\'s', async () => {
		const before = await money();
		const paid = days(first, 3);
		// What the whole node earned on these days.
		const payout = sum(paid.map(reward)) * ATTESTED;
		const withdrawal = bridge.network.withdraw(MINER, payout);
		await bridge.applied(withdrawal);
		const due = sum(paid.map(shareOf));
		await until('the pay of three days', async () => (await ifil(api, alice)) - before[0] >= due && (await ifil(api, charlie)) - before[1] >= due, {
			deadlineMs: LONG,
		});
		const after = await money();
		assert.deepEqual([after[0] - before[0], after[1] - before[1]], [due, due]);
		const rest = payout - 2n * due - (after[2] - before[2]);
		assert.ok(rest >= 0n && rest <= IFIL_MINIMUM, `${rest} of ${payout} is nobody's`);
	});

	step('a deposit with the product\'s memo is the holders\' pay of the next three', async () => {
		const before = await money();
		const due = sum(days(first + 3, 3).map(shareOf));
		const deposit = bridge.network.deposit('bob', 2n * due, productMemo(product));
		await bridge.applied(deposit);
		await until('the pay of three days', async () => (await ifil(api, alice)) - before[0] >= due && (await ifil(api, charlie)) - before[1] >= due, {
			deadlineMs: LONG,
		});
		const after = await money();
		assert.deepEqual(after.map((now, i) => now - (before[i] ?? 0n)), [due, due, 0n]);
		const closed = await eventsSince(api, 'hashrateNft.DayClosed', sold);
		assert.deepEqual(
			closed.map(({ event }) => [Number(field(event, 'day').toString()), BigInt(field(event, 'paid').toString())]),
			days(first, 6).map((day) => [day, 2n * shareOf(day)]),
		);
	});

	step('for all of that nobody has sent a transaction', async () => {
		assert.deepEqual(await eventsSince(api, 'transactionPayment.TransactionFeePaid', sold + 1), []);
		const { supply, suspense, delayed, credits, reserve } = await statement(api);
		const claims = [supply, suspense, delayed, credits].reduce((all, one) => all + BigInt(one), 0n);
		assert.equal(claims, BigInt(reserve));
		assert.equal(BigInt(reserve), bridge.network.balance());
	});

	step('its power falls: nothing more of it is sold until it recovers', async () => {
		const undercovered = async (): Promise<boolean> =>
			plain<{ undercovered: boolean }>(await view(api, 'hashrateApi.node', [{ coin: 0, id: NODE }])).undercovered;
		await until('the node to be covered by a young record', async () => !(await undercovered()), { deadlineMs: LONG });
		bridge.network.setPower(MINER, 200n * GIB, { rawPower: 50n * GIB, faulty: 1 });
		const record = await bridge.attestedAnew(MINER);
		assert.equal(record.facts.qualityAdjusted, 200);
		assert.equal(record.facts.faultySectors, 1);
		assert.equal(await undercovered(), true);
		await assert.rejects(send(api, call(api, 'hashrateNft', 'buy', product, PRICE, 1), charlie), refused('hashrateNft.NodeUndercovered'));
		bridge.network.setPower(MINER, ATTESTED * GIB, { rawPower: (ATTESTED * GIB) / 4n });
		await bridge.attestedAnew(MINER);
		await untilFresh(api, 2);
		assert.equal(await undercovered(), false);
		await buy(api, product, charlie, PRICE);
	});

	step('the operator sees how its worker is doing, by RPC and metrics', async () => {
		const { nextRange } = await statement(api);
		const status = await workerStatus(node);
		const { lastRange, lastDay, lastRun, votes, finalizedHeight } = status;
		assert.ok(nextRange !== null && lastRange !== null && lastRange >= nextRange - 1, `range ${lastRange} of ${nextRange}`);
		assert.deepEqual(
			{ configured: status.configured, gatewayKeys: status.gatewayKeys, disagreements: status.disagreements, disagreedOn: status.disagreedOn },
			{ configured: true, gatewayKeys: 1, disagreements: 0, disagreedOn: null },
		);
		assert.ok(votes !== null && votes >= nextRange && (lastDay ?? 0) > 0);
		assert.ok(Math.abs(Date.now() - (lastRun ?? 0)) < 60_000);
		assert.ok(finalizedHeight !== null && finalizedHeight <= bridge.network.chain.finalized.height);
		await until('the metrics', async () => {
			const shown = await gatewayMetrics(node);
			return (shown.get('worker_votes') ?? 0) >= votes && shown.get('worker_error') === 0;
		});

		const mend = bridge.network.node.fail({ kind: 'status', status: 500 });
		await until('the worker to tell of its Filecoin node', async () => (await workerStatus(node)).error !== null, { deadlineMs: LONG });
		await until('the metrics to tell of it', async () => (await gatewayMetrics(node)).get('worker_error') === 1, { deadlineMs: LONG });
		mend();
		await until('the worker to be well again', async () => (await workerStatus(node)).error === null, { deadlineMs: LONG });
		assert.notEqual((await workerStatus(node)).lastError, null);
	});
});
