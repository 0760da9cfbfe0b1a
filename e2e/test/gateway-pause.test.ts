/** What nobody can explain stops the gateway, and nothing else; who lets it go on. */

import assert from 'node:assert/strict';
import {
	type Api,
	alice,
	call,
	connect,
	eventsSince,
	field,
	height,
	refused,
	send,
	stranger,
} from '../src/chain.ts';
import { decide, decideInVain, enact, propose } from '../src/governance.ts';
import { Bridge, FIL, calendar, statement, statusOf } from '../src/gateway.ts';
import { ifil } from '../src/hashrate.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
const LONG = SLOT_MS * 300;
/** Blocks after which a checkpoint is too old to mint on. */
const STALE = 10;

scenario('the gateway pauses by itself', (step) => {
	const holder = stranger();
	const depositor = stranger();
	let api: Api;
	let bridge: Bridge;

	const untilStatus = async (status: string): Promise<void> => {
		await until(`the gateway to be ${status}`, async () => (await statusOf(api)) === status, { deadlineMs: LONG, everyMs: 80 });
	};
	const redeem = () => {
		const { address } = bridge.network.person('charlie');
		return send(api, call(api, 'filGateway', 'redeem', FIL, address, 0), holder);
	};
	const resume = () => decide(api, call(api, 'filGateway', 'resume'));
	/** The ranges and deltas of which the quorum said that nobody can explain them, since a block. */
	const unexplained = async (from: number): Promise<[number, bigint][]> =>
		(await eventsSince(api, 'filGateway.Paused', from)).flatMap(({ event }) => {
			const fault = field(event, 'fault') as unknown as {
				isUnexplained: boolean;
				asUnexplained: { range: { toNumber(): number }; delta: { toString(): string } };
			};
			if (!fault.isUnexplained) return [];
			const { range, delta } = fault.asUnexplained;
			return [[range.toNumber(), BigInt(delta.toString())]];
		});
	/** Nothing is owed that is not there. */
	const assertSound = async (): Promise<void> => {
		const { supply, suspense, delayed, credits, reserve } = await statement(api);
		const claims = [supply, suspense, delayed, credits].reduce((all, one) => all + BigInt(one), 0n);
		assert.equal(claims, BigInt(reserve));
	};

	step('on a lie of the Filecoin node: the council resumes, the truth explains itself', async () => {
		bridge = await Bridge.start();
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		const node = await DmexNode.start({ chain, name: 'pause', args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
		api = await connect(node);
		await bridge.follow(api);
		await send(api, call(api, 'balances', 'transferKeepAlive', holder.address, 10n * FIL), alice);
		await bridge.applied(bridge.deposit(holder, 20n * FIL));
		await redeem();

		const { network } = bridge;
		const truth = network.node.lie({ kind: 'balance', actor: network.custody.id, delta: 7n * FIL, from: network.chain.head.height });
		await untilStatus('Unexplained');
		truth();
		const [[, delta] = []] = await unexplained(1);
		assert.equal(delta, 7n * FIL);
		await assert.rejects(send(api, call(api, 'filGateway', 'resume'), alice), refused('BadOrigin'));
		await resume();
		assert.equal(await statusOf(api), 'Running');
		const from = await height(api);
		await bridge.applied(bridge.deposit(depositor, FIL));
		assert.equal(await ifil(api, depositor), FIL);
		assert.deepEqual(await unexplained(from), []);
		await assertSound();
	});

	let range: number;
	const delta = 3n * FIL + 1n;

	step('on a balance that jumps: nothing is minted and nothing redeemed', async () => {
		const from = await height(api);
		bridge.network.jump(delta);
		await untilStatus('Unexplained');
		const [found] = await unexplained(from);
		assert.ok(found !== undefined);
		assert.equal(found[1], delta);
		[range] = found;
		assert.equal((await statement(api)).halted, true);
		const before = await statement(api);
		bridge.deposit(depositor, 2n * FIL);
		// Filecoin's days wait for the chain's records, which wait for the council.
		bridge.network.advance();
		await assert.rejects(redeem(), refused('filGateway.GatewayPaused'));
		// IFIL moves all the same.
		await send(api, call(api, 'assets', 'transferKeepAlive', 1, depositor.address, FIL), holder);
		await until('the checkpoint to be old', async () => ((await statement(api)).age ?? 0) > STALE, { deadlineMs: LONG });
		const after = await statement(api);
		assert.deepEqual([after.supply, after.reserve, after.nextRange], [before.supply, before.reserve, before.nextRange]);
		assert.equal(await ifil(api, depositor), 2n * FIL);
	});

	step('again and again, as long as nobody accepts it', async () => {
		const from = await height(api);
		await resume();
		await untilStatus('Unexplained');
		assert.deepEqual(await unexplained(from + 1), [[range, delta]]);
		assert.equal((await statement(api)).round.round >= 2, true);
	});

	step('until the council accepts the difference, which takes seven days, and resumes', async () => {
		const accept = (difference: bigint) => call(api, 'filGateway', 'acceptUnexplained', range, difference);
		await assert.rejects(propose(api, accept(delta)), refused('dao.NeedsEnactment'));
		await enact(api, accept(delta));
		assert.equal(await statusOf(api), 'Unexplained');
		const from = await height(api);
		await resume();
		await until('the deposit to be minted', async () => (await ifil(api, depositor)) === 4n * FIL, { deadlineMs: LONG });
		const surplus = (await eventsSince(api, 'filGateway.Suspended', from)).map(({ event }) => [
			BigInt(field(event, 'value').toString()),
			field(event, 'reason').toString(),
		]);
		assert.deepEqual(surplus, [[delta, 'Surplus']]);
		assert.equal(await statusOf(api), 'Running');
		await redeem();
		await assertSound();
		await until('the reserve to be what custody has', async () => BigInt((await statement(api)).reserve) === bridge.network.balance(), {
			deadlineMs: LONG,
		});
		assert.equal(await decideInVain(api, call(api, 'filGateway', 'resume')), 'filGateway.NotPaused');
	});

	step('when custody pays what nobody asked for', async () => {
		const { messages } = bridge.network.msigPay('dave', FIL);
		await bridge.applied(...messages);
		assert.equal(await statusOf(api), 'Outflow');
		assert.equal(BigInt((await statement(api)).shortfall), FIL);
		assert.equal(await decideInVain(api, call(api, 'filGateway', 'resume')), 'filGateway.ReserveBreach');
		const from = await height(api);
		await bridge.applied(bridge.network.deposit('dave', FIL));
		const [gift] = await eventsSince(api, 'filGateway.Suspended', from);
		assert.ok(gift !== undefined);
		await decide(api, call(api, 'filGateway', 'coverShortfall', Number(field(gift.event, 'id').toString())));
		await resume();
		assert.equal(await statusOf(api), 'Running');
		await assertSound();
	});
});
