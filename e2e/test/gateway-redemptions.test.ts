/** How IFIL becomes FIL again: paid and burnt, or given back; never both. */

import assert from 'node:assert/strict';
import {
	type Api,
	alice,
	call,
	connect,
	eventOf,
	eventsSince,
	field,
	height,
	plain,
	query,
	refused,
	send,
	stranger,
	view,
} from '../src/chain.ts';
import { decide, decideInVain } from '../src/governance.ts';
import { redeemMemo } from '../src/filecoin/message.ts';
import { Bridge, FIL, type Payout, calendar, redemptionState, statement, statusOf } from '../src/gateway.ts';
import { ifil } from '../src/hashrate.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
const LONG = SLOT_MS * 300;
/** What a redemption costs, for the gas of its payment. */
const FEE = FIL / 100n;

scenario('redemptions', (step) => {
	const holder = stranger();
	let api: Api;
	let bridge: Bridge;
	let revenue: string;

	/** Requests a redemption. Returns its id, and the block of the request. */
	const request = async (amount: bigint, to: string): Promise<[bigint, number]> => {
		const receipt = await send(api, call(api, 'filGateway', 'redeem', amount, to, amount - FEE), holder);
		return [BigInt(field(eventOf(receipt, 'filGateway.RedemptionRequested'), 'id').toString()), receipt.blockNumber];
	};
	/** Requests a redemption. Returns its id. */
	const redeem = async (amount: bigint, to: string): Promise<bigint> => (await request(amount, to))[0];
	const address = (person: string): string => bridge.network.person(person).address;
	const untilRedemption = async (id: bigint, state: string | undefined): Promise<void> => {
		await until(`redemption ${id} to be ${state ?? 'over'}`, async () => (await redemptionState(api, id)) === state, {
			deadlineMs: LONG,
			everyMs: 80,
		});
	};
	const held = async (): Promise<bigint> => BigInt((await statement(api)).redeeming);
	const supply = async (): Promise<bigint> => BigInt((await statement(api)).supply);

	step('are refused below the minimum, beyond what there is, to what is no address of a key', async () => {
		bridge = await Bridge.start();
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		const node = await DmexNode.start({ chain, name: 'redeem', args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
		api = await connect(node);
		await bridge.follow(api);
		// IFIL to redeem, and DMC for its fees.
		const dmc = send(api, call(api, 'balances', 'transferKeepAlive', holder.address, 10n * FIL), alice);
		await bridge.applied(bridge.deposit(holder, 100n * FIL));
		await dmc;
		const attempt = (amount: bigint, to: string, least = 0n) => send(api, call(api, 'filGateway', 'redeem', amount, to, least), holder);
		const to = address('charlie');
		await assert.rejects(attempt(FIL / 10n - 1n, to), refused('filGateway.BelowMinimum'));
		await assert.rejects(attempt(1_000n * FIL, to), refused('filGateway.InsufficientFunds'));
		await assert.rejects(attempt(FIL, to, FIL - FEE + 1n), refused('filGateway.BelowBound'));
		await assert.rejects(attempt(FIL, `${to.slice(0, -1)}${to.endsWith('a') ? 'b' : 'a'}`), refused('filGateway.AddressChecksum'));
		await assert.rejects(attempt(FIL, `t${to.slice(1)}`), refused('filGateway.AddressNetwork'));
		await assert.rejects(attempt(FIL, 'f0123'), refused('filGateway.AddressProtocol'));
		await assert.rejects(attempt(FIL, bridge.network.custody.text), refused('filGateway.AddressProtocol'));
		await assert.rejects(attempt(FIL, to.toUpperCase()), refused('filGateway.AddressForm'));
		assert.equal(await held(), 0n);
		assert.equal(await ifil(api, holder), 100n * FIL);
	});

	step('are paid by the multisig: what was held is burnt, and the fee is revenue', async () => {
		const [before, minted] = [bridge.network.balance('charlie'), await supply()];
		const amount = 10n * FIL;
		const id = await redeem(amount, address('charlie'));
		assert.deepEqual([await held(), await ifil(api, holder)], [amount, 90n * FIL]);
		const asked = plain<{ payable: string; memo: string; ready: boolean }>(await view(api, 'gatewayApi.redemption', [id]));
		assert.equal(BigInt(asked.payable), amount - FEE);
		assert.equal(asked.memo, `0x${Buffer.from(redeemMemo(id, bridge.genesis)).toString('hex')}`);
		assert.equal(asked.ready, true);

		const payout = bridge.propose(id, address('charlie'), amount - FEE);
		await untilRedemption(id, 'Bound');
		await assert.rejects(send(api, call(api, 'filGateway', 'cancelRedemption', id), holder), refused('filGateway.NotCancellable'));
		await bridge.applied(...bridge.approve(payout));
		assert.equal(await redemptionState(api, id), undefined);
		assert.equal(bridge.network.balance('charlie') - before, amount - FEE);
		assert.equal(await held(), 0n);
		// The fee stays in custody and is issued anew.
		assert.equal(minted - (await supply()), amount - FEE);
		const [paid] = await eventsSince(api, 'filGateway.RedemptionPaid', 1);
		assert.ok(paid !== undefined);
		assert.deepEqual(
			['amount', 'net', 'fee'].map((name) => BigInt(field(paid.event, name).toString())),
			[amount, amount - FEE, FEE],
		);
		const events = (await eventsSince(api, 'assets.Issued', paid.block, paid.block)).filter(
			({ event }) => BigInt(field(event, 'amount').toString()) === FEE,
		);
		revenue = events.map(({ event }) => field(event, 'owner').toString()).join();
		assert.equal(await ifil(api, revenue), FEE);
		assert.equal(await statusOf(api), 'Running');
	});

	step('to an f3 address, in the same way', async () => {
		const { network } = bridge;
		const before = network.balance('bls:erin');
		const id = await redeem(FIL, address('bls:erin'));
		const payout = bridge.propose(id, address('bls:erin'), FIL - FEE, 'operator2');
		await untilRedemption(id, 'Bound');
		await bridge.applied(...bridge.approve(payout));
		assert.equal(await redemptionState(api, id), undefined);
		assert.equal(network.balance('bls:erin') - before, FIL - FEE);
		assert.equal(await ifil(api, revenue), 2n * FEE);
	});

	step('whose transaction is cancelled in the multisig are open again, and paid by another', async () => {
		const { network } = bridge;
		const before = network.balance('dave');
		const id = await redeem(2n * FIL, address('dave'));
		const first = bridge.propose(id, address('dave'), 2n * FIL - FEE);
		await untilRedemption(id, 'Bound');
		network.cancel(first.proposer, first.txn, first.hash);
		await untilRedemption(id, 'Open');
		const second = bridge.propose(id, address('dave'), 2n * FIL - FEE, 'operator1');
		await untilRedemption(id, 'Bound');
		await bridge.applied(...bridge.approve(second));
		assert.equal(await redemptionState(api, id), undefined);
		assert.equal(network.balance('dave') - before, 2n * FIL - FEE);
	});

	let refundedId: bigint;
	const late = 3n * FIL;

	step('that nobody pays for two days are given back when a later report shows that none is under way', async () => {
		const before = await ifil(api, holder);
		const [id, requested] = await request(late, address('charlie'));
		refundedId = id;
		const cancel = () => send(api, call(api, 'filGateway', 'cancelRedemption', refundedId), holder);
		await assert.rejects(cancel(), refused('filGateway.NotCancellable'));
		const { cancellableAt } = plain<{ cancellableAt: number }>(await query(api, 'filGateway.redemptions', [refundedId]));
		assert.equal(cancellableAt, requested + 20);
		await until('two days', async () => (await height(api)) >= cancellableAt, { deadlineMs: LONG });
		await cancel();
		assert.equal(await redemptionState(api, refundedId), 'Cancelling');
		await untilRedemption(refundedId, undefined);
		assert.equal(await ifil(api, holder), before);
		assert.equal(await held(), 0n);
		assert.equal((await eventsSince(api, 'filGateway.RedemptionRefunded', requested)).length, 1);
	});

	step('that were proposed just before they are cancelled are paid, not given back', async () => {
		const { network } = bridge;
		const before = network.balance('dave');
		const id = await redeem(FIL, address('dave'));
		const { cancellableAt } = plain<{ cancellableAt: number }>(await query(api, 'filGateway.redemptions', [id]));
		await until('two days', async () => (await height(api)) >= cancellableAt, { deadlineMs: LONG });
		const payout: Payout = bridge.propose(id, address('dave'), FIL - FEE);
		await send(api, call(api, 'filGateway', 'cancelRedemption', id), holder);
		await untilRedemption(id, 'Bound');
		const mine = await ifil(api, holder);
		await bridge.applied(...bridge.approve(payout));
		assert.equal(await redemptionState(api, id), undefined);
		assert.equal(await ifil(api, holder), mine);
		assert.equal(network.balance('dave') - before, FIL - FEE);
		assert.equal(await statusOf(api), 'Running');
	});

	step('paid late, after they were given back, burn nothing a second time: the gateway pauses', async () => {
		const [minted, mine] = [await supply(), await ifil(api, holder)];
		const memo = redeemMemo(refundedId, bridge.genesis);
		const { messages } = bridge.network.msigPay('charlie', late - FEE, memo);
		await bridge.applied(...messages);
		assert.equal(await statusOf(api), 'Outflow');
		assert.deepEqual([await supply(), await ifil(api, holder)], [minted, mine]);
		const { reserve, shortfall } = await statement(api);
		assert.equal(BigInt(shortfall), late - FEE);
		assert.equal(BigInt(reserve), bridge.network.balance());
		await assert.rejects(
			send(api, call(api, 'filGateway', 'redeem', FIL, address('charlie'), 0), holder),
			refused('filGateway.GatewayPaused'),
		);
		assert.equal(await decideInVain(api, call(api, 'filGateway', 'resume')), 'filGateway.ReserveBreach');
	});

	step('go on when what is missing was given to custody, and the council resumes', async () => {
		const from = await height(api);
		// During the pause deposits are reported, and wait.
		const waiting = stranger();
		const [gift, deposit] = [bridge.network.deposit('charlie', late - FEE), bridge.deposit(waiting, 5n * FIL)];
		await bridge.applied(gift, deposit);
		assert.equal(await ifil(api, waiting), 0n);
		const [suspended] = await eventsSince(api, 'filGateway.Suspended', from);
		assert.ok(suspended !== undefined);
		await decide(api, call(api, 'filGateway', 'coverShortfall', Number(field(suspended.event, 'id').toString())));
		assert.equal(BigInt((await statement(api)).shortfall), 0n);
		await decide(api, call(api, 'filGateway', 'resume'));
		assert.equal(await statusOf(api), 'Running');
		await until('the deposit to be minted', async () => (await ifil(api, waiting)) === 5n * FIL, { deadlineMs: LONG });
		const id = await redeem(FIL, address('charlie'));
		assert.equal(await redemptionState(api, id), 'Open');
		const { supply: all, suspense, delayed, credits, reserve } = await statement(api);
		assert.equal([all, suspense, delayed, credits].reduce((sum, one) => sum + BigInt(one), 0n), BigInt(reserve));
	});
});
