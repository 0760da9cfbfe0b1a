/** A newcomer applies with the keys of its own node, is admitted, builds blocks and is paid, and leaves. */

import assert from 'node:assert/strict';
import { u8aToHex } from '@polkadot/util';
import { gains } from '../src/author.ts';
import {
	type Api,
	DMC,
	DispatchFailed,
	alice,
	balanceOf,
	bob,
	call,
	connect,
	eventOf,
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
import { decide } from '../src/governance.ts';
import { throwAwaySpec, untilFinalized } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { reward } from '../src/schedule.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

const BLOCKS_PER_DAY = 2;
const BOND = 10_000n * DMC;

scenario('a newcomer validates', (step) => {
	const newcomer = stranger();
	const address = keyring.encodeAddress(newcomer.publicKey);
	let first: DmexNode;
	let second: DmexNode;
	let api: Api;
	let keys: string;
	let proof: string;

	const validators = async (at?: string): Promise<string[]> =>
		plain<string[]>(await query(api, 'session.validators', [], at)).map((who) => keyring.encodeAddress(who));
	const finalizedHash = async (): Promise<string> => (await api.rpc.chain.getFinalizedHead()).toHex();

	step('starts its own node beside the chain\'s only validator', async () => {
		const chain = throwAwaySpec('development', { slotDurationMs: 300, blocksPerDay: BLOCKS_PER_DAY });
		first = await DmexNode.start({ chain, name: 'alice', args: ['--alice', '--force-authoring'] });
		second = await DmexNode.start({ chain, name: 'newcomer', args: ['--validator'], reserved: [first] });
		api = await connect(first);
		await until('the two to meet', async () => (await second.peers()) === 1);
		await untilFinalized(second, 3);
		await send(api, call(api, 'balances', 'transferKeepAlive', newcomer.address, 2n * BOND), bob);
		const made = await second.rpc<{ keys: string; proof: string }>(
			'author_rotateKeysWithOwner',
			u8aToHex(newcomer.publicKey),
		);
		({ keys, proof } = made);
		assert.equal(await second.rpc('author_hasSessionKeys', keys), true);
	});

	step('is refused with too small a bond, or keys that are not its own', async () => {
		const minimum = BigInt((await view(api, 'validatorSetApi.minimumBond')).toString());
		assert.ok(minimum <= BOND);
		await assert.rejects(
			send(api, call(api, 'validatorSet', 'apply', keys, proof, minimum - 1n), newcomer),
			refused('validatorSet.BondBelowMinimum'),
		);
		await assert.rejects(
			send(api, call(api, 'validatorSet', 'apply', keys, '0x', BOND), newcomer),
			refused('session.InvalidProof'),
		);
		await assert.rejects(
			send(api, call(api, 'validatorSet', 'apply', keys, proof, BOND), bob),
			refused('session.InvalidProof'),
		);
		await assert.rejects(send(api, call(api, 'validatorSet', 'leave'), newcomer), refused('validatorSet.NotRegistered'));
	});

	step('applies, and the bond is held', async () => {
		const before = await balanceOf(api, newcomer.address);
		const receipt = await send(api, call(api, 'validatorSet', 'apply', keys, proof, BOND), newcomer);
		const fee = BigInt(field(eventOf(receipt, 'transactionPayment.TransactionFeePaid'), 'actualFee').toString());
		assert.equal(await balanceOf(api, newcomer.address), before - BOND - fee);
		eventOf(receipt, 'validatorSet.Applied');
		assert.deepEqual(await validators(), [keyring.encodeAddress(alice.publicKey)]);
		await assert.rejects(
			send(api, call(api, 'validatorSet', 'admit', newcomer.address), newcomer),
			(error: unknown) => error instanceof DispatchFailed,
		);
	});

	let admittedAt: number;

	step('is admitted by the council and validates from the session after the next on', async () => {
		const receipt = await decide(api, call(api, 'validatorSet', 'admit', newcomer.address));
		const since = Number(field(eventOf(receipt, 'validatorSet.Admitted'), 'since').toString());
		await until('the newcomer to be in the session', async () => (await validators(await finalizedHash())).includes(address));
		const session = Number((await query(api, 'session.currentIndex', [], await finalizedHash())).toString());
		assert.ok(session >= since, `in session ${session}, announced for ${since}`);
		admittedAt = Number((await api.rpc.chain.getHeader(await finalizedHash())).number.toString());
	});

	step('builds blocks and is paid for each of them to the unit, while both finalize', async () => {
		await untilFinalized(first, admittedAt + 20);
		await untilFinalized(second, admittedAt + 20);
		const last = admittedAt + 20;
		const own = await gains(api, newcomer.address, admittedAt + 1, last);
		const others = await gains(api, alice.address, admittedAt + 1, last);
		let built = 0;
		for (const [i, gain] of own.entries()) {
			const other = others[i];
			assert.ok(other !== undefined);
			const pay = reward(BLOCKS_PER_DAY, gain.block) / 10n + gain.fees;
			assert.equal(gain.author + other.author, pay, `block ${gain.block}`);
			assert.ok(gain.author === 0n || gain.author === pay, `block ${gain.block}`);
			if (gain.author > 0n) built += 1;
		}
		assert.ok(built > 0 && built < own.length, `the newcomer built ${built} of ${own.length} blocks`);
	});

	step('leaves, cannot have its bond yet, and the chain goes on without its node', async () => {
		// The bond is asked for in the same breath: where finality takes its time, the newcomer is out when it has left for good.
		const [receipt] = await Promise.all([
			send(api, call(api, 'validatorSet', 'leave'), newcomer, { done: 'finalized' }),
			assert.rejects(send(api, call(api, 'validatorSet', 'withdrawBond'), newcomer), refused('validatorSet.NotUnbonding')),
		]);
		const until_ = Number(field(eventOf(receipt, 'validatorSet.Left'), 'until').toString());
		await until('the newcomer to be out of the session', async () => {
			const at = await finalizedHash();
			const session = Number((await query(api, 'session.currentIndex', [], at)).toString());
			const members = await validators(at);
			assert.equal(members.includes(address), session < until_);
			return session >= until_;
		});
		// At once: 28 days are over soon.
		await assert.rejects(
			send(api, call(api, 'validatorSet', 'withdrawBond'), newcomer),
			refused('validatorSet.BondLocked'),
		);
		await second.stop();
		await untilFinalized(first, (await first.best()) + 5);
	});

	step('gets its bond back after 28 days', async () => {
		const statement = plain<{ status: { unbonding: { freeAt: number } } }>(
			await view(api, 'validatorSetApi.validator', [newcomer.address]),
		);
		await untilBlock(api, statement.status.unbonding.freeAt);
		const before = await balanceOf(api, newcomer.address);
		const receipt = await send(api, call(api, 'validatorSet', 'withdrawBond'), newcomer);
		const fee = BigInt(field(eventOf(receipt, 'transactionPayment.TransactionFeePaid'), 'actualFee').toString());
		assert.equal(await balanceOf(api, newcomer.address), before + BOND - fee);
	});
});
