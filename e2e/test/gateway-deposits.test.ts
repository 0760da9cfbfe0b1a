/** How FIL of people becomes IFIL: by memo, by sender, by decision; and how it does not. */

import assert from 'node:assert/strict';
import {
	type Api,
	alice,
	call,
	connect,
	eventOf,
	eventsSince,
	field,
	hashAt,
	height,
	plain,
	query,
	refused,
	send,
	stranger,
	view,
} from '../src/chain.ts';
import { decide } from '../src/governance.ts';
import { bindingText, depositMemo, keyOf, productMemo, signText } from '../src/filecoin/message.ts';
import { hex } from '../src/filecoin/encoding.ts';
import { Bridge, FIL, calendar, redemptionState, statement } from '../src/gateway.ts';
import { ifil } from '../src/hashrate.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
const LONG = SLOT_MS * 300;

scenario('deposits of people', (step) => {
	let api: Api;
	let bridge: Bridge;

	/** Entries in suspense that came since, with the reason. */
	const suspended = async (from: number): Promise<{ id: number; value: bigint; reason: string }[]> =>
		(await eventsSince(api, 'filGateway.Suspended', from)).map(({ event }) => ({
			id: Number(field(event, 'id').toString()),
			value: BigInt(field(event, 'value').toString()),
			reason: field(event, 'reason').toString(),
		}));
	const suspense = async (): Promise<bigint> => BigInt((await statement(api)).suspense);
	/** The block after this one. */
	const next = async (): Promise<number> => (await height(api)) + 1;

	step('by the memo of an account, to the unit, for one who has nothing on DMEX', async () => {
		bridge = await Bridge.start();
		const chain = throwAwaySpec('development', calendar(SLOT_MS));
		const node = await DmexNode.start({ chain, name: 'deposits', args: ['--alice', '--force-authoring', ...bridge.nodeArgs()] });
		api = await connect(node);
		await bridge.follow(api);
		const carol = stranger();
		const amount = 5n * FIL + 123_456_789_012_345_678n;
		await bridge.applied(bridge.deposit(carol, amount));
		assert.equal(await ifil(api, carol), amount);
		const { supply, reserve } = await statement(api);
		assert.deepEqual([BigInt(supply), BigInt(reserve)], [amount, amount]);
	});

	step('by the memo from within a contract, but not if the contract reverts', async () => {
		const [inner, reverted] = [stranger(), stranger()];
		const to = bridge.network.custody.address;
		const through = (who: typeof inner, revert: boolean) =>
			bridge.network.contractCall('bob', [{ to, value: 3n * FIL, params: depositMemo(who.publicKey) }], { value: 3n * FIL, revert });
		await bridge.applied(through(inner, false), through(reverted, true));
		assert.equal(await ifil(api, inner), 3n * FIL);
		assert.equal(await ifil(api, reverted), 0n);
	});

	step('by a sender whose key was bound to the account by a signature, as long as it is', async () => {
		const [charlies, daves] = [stranger(), stranger()];
		for (const who of [charlies, daves]) await send(api, call(api, 'balances', 'transferKeepAlive', who.address, FIL), alice);
		// Somebody else's signature, and one for another account.
		const { address } = bridge.network.person('charlie');
		const text = bindingText(address, charlies.publicKey, bridge.genesis, 0);
		const bind = (key: string, line: string) => call(api, 'filGateway', 'bindSender', address, `0x${hex(signText(keyOf(key), line))}`);
		await assert.rejects(send(api, bind('bob', text), charlies), refused('filGateway.BadBinding'));
		await assert.rejects(send(api, bind('charlie', text), daves), refused('filGateway.BadBinding'));
		const bls = bridge.network.person('bls:erin').address;
		await assert.rejects(
			send(api, call(api, 'filGateway', 'bindSender', bls, `0x${'00'.repeat(65)}`), daves),
			refused('filGateway.NotSecp256k1'),
		);

		await send(api, bind('charlie', text), charlies);
		await bridge.bindSender(daves, 'dave', true);
		await bridge.applied(bridge.network.deposit('charlie', 2n * FIL), bridge.network.deposit('dave', 7n * FIL));
		assert.deepEqual([await ifil(api, charlies), await ifil(api, daves)], [2n * FIL, 7n * FIL]);

		await send(api, call(api, 'filGateway', 'unbindSender', address), charlies);
		// What was signed once does not bind again.
		await assert.rejects(send(api, bind('charlie', text), charlies), refused('filGateway.BadBinding'));
		const before = await suspense();
		await bridge.applied(bridge.network.deposit('charlie', FIL));
		assert.equal(await ifil(api, charlies), 2n * FIL);
		assert.equal((await suspense()) - before, FIL);
	});

	step('of nobody known: it waits in suspense until the council assigns it', async () => {
		const erin = stranger();
		const [before, from] = [await suspense(), await next()];
		await bridge.applied(bridge.network.deposit('bls:erin', 4n * FIL));
		const entries = await suspended(from);
		assert.deepEqual(entries.map(({ value, reason }) => [value, reason]), [[4n * FIL, 'Unattributed']]);
		const { id } = entries[0] as { id: number };
		assert.equal((await suspense()) - before, 4n * FIL);
		await assert.rejects(send(api, call(api, 'filGateway', 'assignSuspense', id, erin.address), alice), refused('BadOrigin'));
		await decide(api, call(api, 'filGateway', 'assignSuspense', id, erin.address));
		assert.equal(await ifil(api, erin), 4n * FIL);
		assert.equal(await suspense(), before);
		assert.equal(plain(await view(api, 'gatewayApi.suspense', [id])), null);
	});

	step('with memos that cannot be followed, or too small: nothing is lost', async () => {
		const who = stranger();
		const [before, from] = [await suspense(), await next()];
		const mistyped = depositMemo(who.publicKey);
		mistyped[20] = (mistyped[20] ?? 0) ^ 1;
		await bridge.applied(
			bridge.network.deposit('bob', FIL, mistyped),
			bridge.network.deposit('bob', 2n * FIL, productMemo(4711)),
			bridge.deposit(who, FIL / 10n - 1n),
			bridge.deposit(who, FIL / 20n),
		);
		const dust = FIL / 10n - 1n + FIL / 20n;
		const entries = await suspended(from);
		const of = (reason: string): bigint[] => entries.filter((entry) => entry.reason === reason).map(({ value }) => value);
		assert.deepEqual([of('BadMemo'), of('Refused')], [[FIL], [2n * FIL]]);
		assert.equal(of('Dust').reduce((a, b) => a + b, 0n), dust);
		assert.equal((await suspense()) - before, 3n * FIL + dust);
		assert.equal(await ifil(api, who), 0n);
	});

	step('what is in suspense can go back where it came from', async () => {
		const [entry] = (await suspended(1)).filter(({ reason }) => reason === 'BadMemo');
		assert.ok(entry !== undefined);
		const before = await suspense();
		const { address } = bridge.network.person('charlie');
		const receipt = await decide(api, call(api, 'filGateway', 'returnSuspense', entry.id, address));
		const id = BigInt(field(eventOf(receipt, 'filGateway.RedemptionRequested'), 'id').toString());
		const held = bridge.network.balance('charlie');
		const payout = bridge.propose(id, address, entry.value);
		await until('the payout to be bound', async () => (await redemptionState(api, id)) === 'Bound', { deadlineMs: LONG });
		await bridge.applied(...bridge.approve(payout));
		assert.equal(await redemptionState(api, id), undefined);
		assert.equal(before - (await suspense()), entry.value);
		assert.equal(bridge.network.balance('charlie') - held, entry.value);
	});

	step('in tipsets that a fork replaced before they were final: nothing is minted of them', async () => {
		const [lost, moved, kept] = [stranger(), stranger(), stranger()];
		const { network } = bridge;
		network.advance(2);
		const dropped = bridge.deposit(lost, 9n * FIL);
		const again = bridge.deposit(moved, 6n * FIL, 'charlie');
		network.advance();
		const first = network.inclusion(again);
		assert.equal(network.inclusion(dropped), first);
		network.advance(2);
		// Another fork, in which the one message does not come, and the other a second time.
		network.reorg(3, { drop: (signed) => signed.cid === dropped.cid });
		const second = network.inclusion(again);
		assert.notEqual(second, first);
		assert.equal(network.chain.inclusion(dropped.cid, network.chain.head), undefined);
		await bridge.applied(again, bridge.deposit(kept, FIL, 'dave'));
		assert.deepEqual([await ifil(api, lost), await ifil(api, moved), await ifil(api, kept)], [0n, 6n * FIL, FIL]);
		assert.equal(BigInt((await statement(api)).reserve), network.balance());
	});

	step('above the cap: a day later', async () => {
		const whale = stranger();
		const cap = 10_000n * FIL;
		await bridge.applied(bridge.deposit(whale, cap + 1n));
		assert.equal(await ifil(api, whale), 0n);
		assert.equal(BigInt((await statement(api)).delayed), cap + 1n);
		await until('the deposit to be minted', async () => (await ifil(api, whale)) === cap + 1n, { deadlineMs: LONG });
		const [delayed] = await eventsSince(api, 'filGateway.MintDelayed', 1);
		const [minted] = (await eventsSince(api, 'filGateway.Minted', delayed?.block ?? 1)).filter(
			({ event }) => BigInt(field(event, 'amount').toString()) === cap + 1n,
		);
		assert.ok(delayed !== undefined && minted !== undefined);
		const due = delayed.block + 10;
		assert.ok(minted.block >= due, `${minted.block} instead of ${due}`);
		// Nothing but a checkpoint of a day ago makes it wait any longer, as when the worker is slow.
		for (let block = due; block < minted.block; block += 1) {
			const { age } = await statement(api, await hashAt(api, block - 1));
			assert.ok((age ?? 0) >= 9, `not in block ${block}, ${age} blocks after a checkpoint`);
		}
	});

	step('are in the reserve to the unit, all together', async () => {
		const { supply, suspense: kept, delayed, credits, reserve, shortfall } = await statement(api);
		assert.equal([supply, kept, delayed, credits].reduce((all, one) => all + BigInt(one), 0n), BigInt(reserve));
		assert.equal(BigInt(shortfall), 0n);
		const { status } = plain<{ status: unknown }>(await view(api, 'gatewayApi.statement'));
		assert.deepEqual(status, { running: null });
		assert.ok(!(await query(api, 'filGateway.lastCheckpoint')).isEmpty);
	});
});
