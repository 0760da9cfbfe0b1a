/** An operator's worker whose Filecoin node is hosted, behind TLS and a token, slow, broken or gone: it waits, and nothing is lost. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyringPair } from '@polkadot/keyring/types';
import {
	type Api,
	alice,
	call,
	connect,
	disconnect,
	eventsSince,
	field,
	height,
	send,
	stranger,
	untilBlock,
} from '../src/chain.ts';
import { localCertificate } from '../src/filecoin/certificate.ts';
import type { Json, JsonObject } from '../src/filecoin/json.ts';
import { depositMemo } from '../src/filecoin/message.ts';
import type { Endpoint, Fault } from '../src/filecoin/rpc.ts';
import { Bridge, EPOCHS_PER_RANGE, FIL, GIB, calendar, rangeOf, statement } from '../src/gateway.ts';
import { ifil } from '../src/hashrate.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { type WorkerStatus, gatewayMetrics, workerStatus } from '../src/operators.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';
import { scratch } from '../src/workspace.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 250);
const LONG = SLOT_MS * 300;
/** Blocks after a failed run in which a vote of it would have been included. */
const GRACE = 2;

const from = (first: number, last: number): number[] => Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

/** Ranges on which votes were counted in blocks from `since` on, in their order. */
const votedOn = async (api: Api, since: number): Promise<number[]> =>
	(await eventsSince(api, 'filGateway.Voted', since)).flatMap(({ event }) => {
		const { range } = field(event, 'subject').toJSON() as { range?: number };
		return range === undefined ? [] : [range];
	});

/** Ranges that were applied in blocks from `since` on, in their order. */
const appliedSince = async (api: Api, since: number): Promise<number[]> =>
	(await eventsSince(api, 'filGateway.RangeApplied', since)).map(({ event }) => Number(field(event, 'range').toString()));

/** Accounts that IFIL was minted for in blocks from `since` on, and how much. */
const mintedSince = async (api: Api, since: number): Promise<[string, bigint][]> =>
	(await eventsSince(api, 'filGateway.Minted', since)).flatMap(({ event }) => {
		const { account } = field(event, 'target').toJSON() as { account?: string };
		return account === undefined ? [] : [[account, BigInt(field(event, 'amount').toString())]];
	});

/** Waits until a run of the worker that began after `since` has failed with that error. */
const untilFailed = (node: DmexNode, error: RegExp, since: number): Promise<WorkerStatus> =>
	until(
		`the worker to say ${error}`,
		async () => {
			const status = await workerStatus(node);
			if ((status.lastRun ?? 0) < since) throw new Error('it did not look since');
			if (status.error === null || !error.test(status.error)) throw new Error(`it says ${status.error}`);
			return status;
		},
		{ deadlineMs: LONG, everyMs: 20 },
	);

/** Waits for the end of the run that is under way, or of the next one. Another one begins with another block. */
const untilRun = async (node: DmexNode): Promise<WorkerStatus> => {
	const { lastRun } = await workerStatus(node);
	return until(
		'a run to end',
		async () => {
			const status = await workerStatus(node);
			return status.lastRun !== lastRun && status;
		},
		{ deadlineMs: LONG, everyMs: 10 },
	);
};

/** Waits until nothing keeps the worker from working, by its status and its metrics. */
const untilWell = async (node: DmexNode): Promise<WorkerStatus> => {
	const status = await until(
		'the worker to be well',
		async () => {
			const now = await workerStatus(node);
			return now.error === null && now;
		},
		{ deadlineMs: LONG },
	);
	await until('the metrics to say so', async () => (await gatewayMetrics(node)).get('worker_error') === 0, { deadlineMs: LONG });
	return status;
};

scenario('a hosted gateway serves all that the worker asks', (step) => {
	const MINER = 1234;
	/** What the worker asks for, as the files that ask have it. */
	const ASKED = [
		...['ChainGetGenesis', 'ChainHead', 'ChainGetFinalizedTipSet', 'ChainGetTipSet', 'ChainGetTipSetAfterHeight'],
		...['ChainGetParentMessages', 'ChainGetParentReceipts', 'StateGetActor', 'StateLookupID', 'StateReplay', 'trace_filter'],
		...['MsigGetPending', 'StateReadState', 'StateMinerPower', 'StateMinerInfo', 'StateMinerSectorCount', 'StateRewardDistribution'],
	];
	/** Only where a sender is written as an id, and where a message has another hash on Ethereum than its CID. */
	const RARE = ['Filecoin.StateAccountKey', 'Filecoin.EthGetMessageCidByTransactionHash'];
	const [issuer, inner, bound] = [stranger(), stranger(), stranger()];
	let node: DmexNode;
	let api: Api;
	let bridge: Bridge;

	step('a deposit by memo, one from within a contract, and one of a bound sender', async () => {
		bridge = await Bridge.start({
			endpoints: [{ gateway: true }],
			miners: [{ power: 1_000n * GIB, rawPower: 250n * GIB, owner: 'alice', beneficiary: 'custody' }],
		});
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		node = await DmexNode.start({ chain, name: 'hosted', args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
		api = await connect(node);
		await bridge.follow(api);
		const { network } = bridge;

		await send(api, call(api, 'balances', 'transferKeepAlive', bound.address, FIL), alice);
		await bridge.bindSender(bound, 'charlie');
		const paid = { to: network.custody.address, value: 3n * FIL, params: depositMemo(inner.publicKey) };
		const contract = network.contractCall('bob', [paid], { value: 3n * FIL });
		await bridge.applied(bridge.bind(MINER, issuer, { value: 2n * FIL }), network.deposit('charlie', 5n * FIL), contract);
		assert.deepEqual([await ifil(api, issuer), await ifil(api, bound), await ifil(api, inner)], [2n * FIL, 5n * FIL, 3n * FIL]);
	});

	step('a day on which a miner wins blocks, with its record, and what it pays out', async () => {
		const { network } = bridge;
		// Blocks on both sides of a day's end would be on two records.
		bridge.freshRange();
		network.mineBlocks(MINER, 3);
		const { height: upTo, facts } = await until(
			'the blocks to be on record',
			async () => {
				const record = await bridge.attested(MINER);
				return record.facts.wins > 0 && record;
			},
			{ deadlineMs: LONG },
		);
		const reported = network.rewardsOf(MINER, 0, upTo);
		assert.deepEqual([facts.wins, BigInt(facts.rewards), facts.qualityAdjusted, facts.raw], [3, reported, 1_000, 250]);
		const before = await ifil(api, issuer);
		await bridge.applied(network.withdraw(MINER, reported));
		assert.equal((await ifil(api, issuer)) - before, reported);
		assert.equal(BigInt((await statement(api)).reserve), network.balance());
	});

	step('for which the worker asked all that it ever asks, and was refused nothing', async () => {
		const { node: filecoin } = bridge.network;
		assert.deepEqual(ASKED.filter((method) => filecoin.count(method) === 0), []);
		assert.deepEqual(RARE.filter((method) => !filecoin.served.includes(method)), []);
		const others = filecoin.calls.map(({ method }) => method).filter((method) => !ASKED.includes(method.replace('Filecoin.', '')));
		assert.deepEqual([...new Set(others)].filter((method) => !RARE.includes(method)), []);
		assert.deepEqual([...filecoin.refused], []);
		await untilWell(node);
		assert.ok(!readFileSync(node.logFile, 'utf8').includes('Refused('));
	});
});

scenario('a Filecoin node behind TLS and a token', (step) => {
	const TOKEN = 'a-token-that-nobody-guesses';
	const [ours, theirs] = [localCertificate(), localCertificate()];
	const who = stranger();
	const amount = 7n * FIL + 1n;
	let node: DmexNode;
	let api: Api;
	let bridge: Bridge;
	let trusted: string;
	let token: string;
	let depositedAt: number;

	const restart = async (): Promise<void> => {
		bridge.leave();
		await disconnect(api);
		// A run that the end of its node cuts off notes that as its error.
		await untilRun(node);
		await node.stop();
		await node.start();
		api = await connect(node);
		await bridge.follow(api);
	};

	/** Nothing was ever voted or minted, and the worker knows nothing of Filecoin. */
	const assertNothing = async (): Promise<void> => {
		await untilBlock(api, (await height(api)) + GRACE);
		assert.equal((await eventsSince(api, 'filGateway.Voted', 1)).length, 0);
		assert.deepEqual([await ifil(api, who), BigInt((await statement(api)).supply)], [0n, 0n]);
		assert.equal((await statement(api)).nextRange, 0);
		const { configured, gatewayKeys, votes, lastRange, lastDay, finalizedHeight } = await workerStatus(node);
		assert.deepEqual([configured, gatewayKeys, votes, lastRange, lastDay, finalizedHeight], [true, 1, 0, null, null, null]);
		const metrics = await until('the metrics to tell of it', async () => {
			const shown = await gatewayMetrics(node);
			return shown.get('worker_error') === 1 && shown;
		});
		assert.deepEqual([metrics.get('worker_configured'), metrics.get('worker_votes'), metrics.get('worker_last_range')], [1, 0, NaN]);
		assert.equal(bridge.network.node.count(), 0);
	};

	step('whose certificate is of an authority that the worker does not trust: nothing is voted', async () => {
		trusted = join(scratch(), 'authority.pem');
		token = join(scratch(), 'filecoin.token');
		writeFileSync(trusted, theirs.ca);
		writeFileSync(token, `${TOKEN}\n`, { mode: 0o600 });
		bridge = await Bridge.start({ endpoints: [{ tls: { key: ours.key, cert: ours.cert }, token: TOKEN, guarded: true }] });
		assert.match(bridge.url, /^https:/);
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		const args = ['--alice', '--force-authoring', ...bridge.nodeArgs(), '--filecoin-token-file', token];
		node = await DmexNode.start({ chain, name: 'tls', args, env: { SSL_CERT_FILE: trusted, SSL_CERT_DIR: '' } });
		api = await connect(node);
		bridge.hold();
		await bridge.follow(api);
		bridge.network.advance(EPOCHS_PER_RANGE);
		bridge.deposit(who, amount);
		depositedAt = bridge.pass();
		await untilFailed(node, /^Abstained\(Unknown\(Connection\)\)$/, Date.now());
		await assertNothing();
	});

	step('with a wrong token: nothing is voted', async () => {
		writeFileSync(trusted, ours.ca);
		writeFileSync(token, 'a-guess');
		await restart();
		await untilFailed(node, /^Abstained\(Unknown\(Status\(401\)\)\)$/, Date.now());
		await assertNothing();
	});

	step('with the right one: what was missed arrives once', async () => {
		const missed = rangeOf(depositedAt);
		writeFileSync(token, `${TOKEN}\n`);
		await restart();
		await bridge.reported(depositedAt);
		assert.equal(await ifil(api, who), amount);
		assert.deepEqual(await mintedSince(api, 1), [[who.address, amount]]);
		assert.deepEqual(await appliedSince(api, 1), from(0, missed));
		const status = await untilWell(node);
		assert.equal(status.lastError, 'Abstained(Unknown(Status(401)))');
		assert.ok((status.lastErrorAt ?? Infinity) < (status.lastRun ?? 0));
		// What must be kept is neither told nor written.
		assert.ok(!JSON.stringify(status).includes(TOKEN));
		assert.ok(!readFileSync(node.logFile, 'utf8').includes(TOKEN));
	});
});

/** What keeps a worker from its Filecoin node. */
interface Trouble {
	name: string;
	/** What the worker must say. */
	error: RegExp;
	/** Begins it. Returns what ends it. */
	begin: (filecoin: Endpoint) => (() => unknown) | Promise<() => unknown>;
	/** Ranges without messages are reported all the same. */
	emptyPass?: boolean;
	/** It is looked for before the finalized tipset is asked for: a run under way may be past it. */
	first?: boolean;
}

const failing =
	(fault: Fault): Trouble['begin'] =>
	(filecoin) =>
		filecoin.fail({ ...fault });

/** A tipset that was made so many seconds earlier. */
function aged(tipset: JsonObject, seconds: number): Json {
	const blocks = tipset['Blocks'] as (JsonObject & { Timestamp: number })[];
	return { ...tipset, Blocks: blocks.map((block) => ({ ...block, Timestamp: block.Timestamp - seconds })) };
}

const TROUBLES: Trouble[] = [
	{
		name: 'answers that come too late',
		error: /^Abstained\(Unknown\(Deadline\)\)$/,
		begin: failing({ kind: 'silence', methods: ['ChainGetFinalizedTipSet'] }),
	},
	{
		name: 'a body that is cut short',
		error: /^Connection$/,
		begin: failing({ kind: 'truncate', methods: ['StateGetActor'] }),
	},
	{
		name: 'a body above the largest size',
		error: /^TooLarge$/,
		begin: failing({ kind: 'oversize', bytes: 17 << 20, methods: ['StateGetActor'] }),
	},
	{
		name: 'HTTP status 500',
		error: /^Status\(500\)$/,
		begin: failing({ kind: 'status', status: 500, methods: ['ChainGetTipSetAfterHeight'] }),
	},
	{
		name: 'an error of JSON-RPC',
		error: /^Refused\(Other\(1\)\)$/,
		begin: failing({ kind: 'error', code: 1, message: 'failed to root: ipld: could not find', methods: ['ChainGetParentReceipts'] }),
		emptyPass: true,
	},
	{
		name: 'an answer that is no JSON',
		error: /^Malformed\("answer"\)$/,
		begin: failing({ kind: 'garbage', methods: ['ChainGetTipSet'] }),
		emptyPass: true,
	},
	{
		name: 'connections that are refused',
		error: /^Abstained\(Unknown\(Connection\)\)$/,
		begin: async (filecoin) => {
			await filecoin.stop();
			return () => filecoin.start();
		},
	},
	{
		name: 'the genesis of another network',
		error: /^Abstained\(WrongGenesis\)$/,
		begin: failing({ kind: 'genesis', cid: 'bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2' }),
		first: true,
	},
	{
		name: 'a head of 200 seconds ago',
		error: /^Abstained\(Lagging\(2\d\d\)\)$/,
		begin: (filecoin) =>
			filecoin.lie({
				kind: 'answer',
				change: (method, _, result) => (method === 'ChainHead' ? aged(result as JsonObject, 200) : result),
			}),
	},
];

scenario('a Filecoin node that cannot be relied on', (step) => {
	let node: DmexNode;
	let api: Api;
	let bridge: Bridge;

	/** The gateway as the best block has it. */
	const now = async (): Promise<{ next: number; supply: bigint; age: number; votes: number }> => {
		const { nextRange, supply, age, round } = await statement(api);
		assert.ok(nextRange !== null);
		return { next: nextRange, supply: BigInt(supply), age: age ?? 0, votes: round.votes.length };
	};

	/** Somebody deposits, and as many epochs pass as it takes to report that. Returns the range that it is in. */
	const deposit = (who: KeyringPair): number => {
		const signed = bridge.deposit(who, FIL);
		bridge.network.advance();
		const range = rangeOf(bridge.network.inclusion(signed).height);
		bridge.settle(range);
		return range;
	};
	const lastOf = (range: number): number => (range + 1) * EPOCHS_PER_RANGE;

	step('while it is well: a deposit arrives', async () => {
		bridge = await Bridge.start();
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		node = await DmexNode.start({ chain, name: 'trouble', args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
		api = await connect(node);
		bridge.hold();
		await bridge.follow(api);
		const who = stranger();
		await bridge.reported(lastOf(deposit(who)));
		assert.equal(await ifil(api, who), FIL);
		await untilWell(node);
	});

	for (const { name, error, begin, emptyPass = false, first = false } of TROUBLES) {
		step(`${name}: nothing is voted; afterwards all that was missed arrives once`, async () => {
			const { network } = bridge;
			const who = stranger();
			const before = await now();
			const since = (await height(api)) + 1;
			// The next run is one that meets the trouble and all that there is to report. What the last ones voted for is counted already.
			const calm = await untilRun(node);
			const end = await begin(network.node);
			if (first) await untilFailed(node, error, Date.now());
			const range = deposit(who);
			const begun = Date.now();
			const blocked = emptyPass ? range : before.next;
			assert.ok(range > before.next, 'a range without messages comes first');
			await until('what it does not touch to be applied', async () => (await now()).next === blocked, { deadlineMs: LONG });
			const told = await untilFailed(node, error, begun);
			const [early, at] = [await now(), await height(api)];

			await untilBlock(api, at + GRACE);
			const late = await now();
			assert.deepEqual([late.next, late.votes, late.supply], [blocked, 0, before.supply]);
			assert.deepEqual([...new Set(await votedOn(api, since))], from(before.next, blocked - 1));
			assert.deepEqual([await mintedSince(api, since), await ifil(api, who)], [[], 0n]);
			assert.ok(late.age >= early.age + GRACE, `${late.age} blocks after ${early.age}`);

			const status = await workerStatus(node);
			assert.equal(status.lastRange, blocked - 1);
			assert.match(status.lastError ?? '', error);
			assert.ok((status.lastErrorAt ?? 0) >= begun);
			if (error.source.includes('Abstained')) assert.equal(status.votes, calm.votes);
			const metrics = await until(
				'the metrics to tell of it',
				async () => {
					const shown = await gatewayMetrics(node);
					const [lastRun = 0, age = 0] = ['worker_last_run_timestamp_seconds', 'checkpoint_age_blocks'].map((metric) => shown.get(metric));
					return shown.get('worker_error') === 1 && lastRun * 1000 >= begun && age >= late.age && shown;
				},
				{ deadlineMs: LONG },
			);
			assert.deepEqual([metrics.get('worker_last_range'), metrics.get('next_range')], [blocked - 1, blocked]);

			await end();
			await bridge.reported(lastOf(range));
			assert.deepEqual(await appliedSince(api, since), from(before.next, range));
			assert.deepEqual(await mintedSince(api, since), [[who.address, FIL]]);
			assert.equal(await ifil(api, who), FIL);
			const { supply, reserve } = await statement(api);
			assert.deepEqual([BigInt(supply) - before.supply, BigInt(reserve)], [FIL, network.balance()]);
			const well = await untilWell(node);
			assert.match(well.lastError ?? '', error);
			assert.ok((well.lastRange ?? 0) >= range && (well.lastRun ?? 0) > (told.lastRun ?? 0));
		});
	}

	step('in the end everything is in the reserve to the unit, and nobody disagreed', async () => {
		const { supply, suspense, delayed, credits, reserve, shortfall, status } = await statement(api);
		assert.equal([supply, suspense, delayed, credits].reduce((all, one) => all + BigInt(one), 0n), BigInt(reserve));
		assert.equal(BigInt(supply), FIL * BigInt(TROUBLES.length + 1));
		assert.deepEqual([BigInt(shortfall), status], [0n, { running: null }]);
		assert.equal((await workerStatus(node)).disagreements, 0);
	});
});
