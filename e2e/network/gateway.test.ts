/** Five operators of the FIL gateway, four of whom must agree: what some of them do wrong, or do not do at all. */

import assert from 'node:assert/strict';
import type { KeyringPair } from '@polkadot/keyring/types';
import {
	Asset,
	DMC,
	assetOf,
	big,
	call,
	eventOf,
	eventsSince,
	ferdie,
	field,
	height,
	keyring,
	plain,
	query,
	refused,
	send,
	stranger,
	view,
} from '../src/chain.ts';
import { depositMemo } from '../src/filecoin/message.ts';
import { EPOCHS_PER_RANGE, FIL, type Statement, rangeOf, statement, statusOf } from '../src/gateway.ts';
import { Operators, parties, signVote, voteTransaction } from '../src/operators.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 300);
const NAMES = ['alice', 'bob', 'charlie', 'dave', 'eve'];
const QUORUM = 4;
/** Blocks of 120 epochs. */
const ROUND_BLOCKS = 60;
const BOND = 10_000n * DMC;
/**
 * How much longer than a range with one deposit one with ten thousand may take, in milliseconds: five nodes fetch 4 MB each. As entries
 * of their own, 32 in a block, they would take 90 seconds and more.
 */
const DUST_MS = 30_000;

scenario('five operators, four of whom must agree', (step) => {
	let operators: Operators;
	/** All that honest reports can have brought. */
	let deposited = 0n;

	const state = (): Promise<Statement> => statement(operators.api);
	const ifil = (who: KeyringPair): Promise<bigint> => assetOf(operators.api, Asset.IFIL, who.address);
	const supply = async (): Promise<bigint> => BigInt((await state()).supply);

	/** Somebody deposits, and has IFIL for it when the range is applied. Returns the range. */
	const arrives = async (value: bigint): Promise<number> => {
		const who = stranger();
		const signed = operators.bridge.deposit(who, value);
		deposited += value;
		await operators.report();
		assert.equal(await ifil(who), value);
		assert.equal(await supply(), deposited);
		return rangeOf(await operators.bridge.included(signed));
	};

	/** Operators whose votes on a range the chain counted in blocks from `since` on: who voted for the same, most first. */
	const votesOn = async (range: number, since: number): Promise<string[][]> => parties(await operators.votesOn(range, since));

	step('run a node each, with a Filecoin node each', async () => {
		operators = await Operators.start(NAMES, SLOT_MS);
		const { threshold } = await state();
		assert.equal(threshold, QUORUM);
		operators.pass();
		await until('everybody to have voted', async () => {
			const all = await Promise.all(NAMES.map((name) => operators.status(name)));
			assert.ok(all.every(({ configured, gatewayKeys }) => configured && gatewayKeys === 1));
			if (all.every(({ votes }) => (votes ?? 0) > 0)) return true;
			// One that looks a block later than four others finds the range accepted, and has no reason to vote before the next one.
			await operators.report();
			return false;
		});
		await arrives(5n * FIL);
		for (const name of NAMES) {
			const { disagreements, error } = await operators.status(name);
			assert.deepEqual([disagreements, error], [0, null], name);
		}
	});

	step('are not delayed by ten thousand deposits of dust', async () => {
		const { bridge, api } = operators;
		const { network } = bridge;
		const part = 10n ** 16n;
		const before = (await state()).suspense;
		const first = big(await query(api, 'filGateway.nextSuspense'));

		/** Fills a range, lets it become final at once, and returns what it took to be applied: milliseconds, blocks. */
		const timed = async (fill: () => Promise<void>): Promise<[number, number, number]> => {
			// Nothing is left over that would be counted in.
			await operators.report();
			const full = operators.freshRange();
			await fill();
			operators.settle(full);
			const [begun, block] = [performance.now(), await height(api)];
			await bridge.reported((full + 1) * EPOCHS_PER_RANGE);
			return [performance.now() - begun, (await height(api)) - block, full];
		};

		const [usual, usualBlocks] = await timed(async () => {
			bridge.deposit(stranger(), FIL);
			deposited += FIL;
		});

		const real = stranger();
		const [dusty, dustyBlocks, range] = await timed(async () => {
			for (let epoch = 0; epoch < 5; epoch += 1) {
				for (let one = 0; one < 2_000; one += 1) network.deposit(one % 2 === 0 ? 'bls:erin' : 'eth:frank', part);
				// One that counts, in the middle of it.
				if (epoch === 2) bridge.deposit(real, 3n * FIL);
				network.advance();
			}
			deposited += 3n * FIL;
		});

		assert.equal(await ifil(real), 3n * FIL);
		assert.equal(await supply(), deposited);
		assert.equal(big(await query(api, 'filGateway.nextSuspense')), first + 1n);
		const entry = plain<{ value: string; reason: string; range: number } | null>(await view(api, 'gatewayApi.suspense', [first]));
		assert.ok(entry);
		assert.deepEqual([BigInt(entry.value), entry.reason.toLowerCase(), entry.range], [10_000n * part, 'dust', range]);
		assert.equal(BigInt((await state()).suspense), BigInt(before) + 10_000n * part);
		assert.ok(dusty < usual + DUST_MS, `${dusty} ms instead of ${usual} ms`);
		process.stdout.write(
			`a range with one deposit: ${Math.round(usual)} ms, ${usualBlocks} blocks; with 10,000 of dust: ${Math.round(dusty)} ms, ${dustyBlocks} blocks\n`,
		);
	});

	step('outvote one whose Filecoin node lies', async () => {
		const { bridge, api } = operators;
		const { network } = bridge;
		const since = await height(api);
		const liar = operators.named('bob');
		const thief = stranger();
		const from = network.chain.epoch + 1;
		const end = liar.filecoin.lie({
			kind: 'credit',
			actor: network.custody.id,
			value: 1_000n * FIL,
			height: from,
			params: depositMemo(thief.publicKey),
		});
		const range = await arrives(2n * FIL);
		const honest = NAMES.filter((name) => name !== liar.name);
		const found = await votesOn(rangeOf(from), since);
		assert.deepEqual(found[0], honest.filter((name) => found[0]?.includes(name)), 'a quorum of others');
		assert.ok((found[0]?.length ?? 0) >= QUORUM, JSON.stringify(found));
		assert.ok(range >= rangeOf(from));
		assert.equal(await ifil(thief), 0n);
		assert.equal(await statusOf(api), 'Running');
		await until('the liar to notice', async () => {
			if (((await operators.status(liar.name)).disagreements ?? 0) > 0) return true;
			// It sees what was accepted only if it looks before that is delivered. Of the ranges that follow it says otherwise, too.
			await operators.report();
			return false;
		});
		for (const name of honest) assert.equal((await operators.status(name)).disagreements, 0, name);

		end();
		// What it sees from now on is what the others see. That its key signed nonsense once does not keep it from voting.
		await operators.agrees(liar.name);
		assert.equal((await operators.status(liar.name)).error, null);
	});

	step('go on without one that is killed', async () => {
		const { api } = operators;
		await operators.named('charlie').node.stop('SIGKILL');
		const since = await height(api);
		const range = await arrives(4n * FIL);
		const [agreeing = []] = await votesOn(range, since);
		assert.deepEqual(agreeing, NAMES.filter((name) => name !== 'charlie'));
	});

	step('stall visibly, and mint nothing, without a second one', async () => {
		const { bridge, api } = operators;
		const dave = operators.named('dave');
		await dave.filecoin.stop();
		const who = stranger();
		bridge.deposit(who, 6n * FIL);
		const upTo = operators.pass();
		// What dave saw before is still reported.
		const range = await operators.stuck(QUORUM - 1, 10);
		const checkpoint = (await query(api, 'filGateway.lastCheckpoint')).toHex();
		const before = await state();
		const stalledAt = await height(api);
		await until('the stall to be an old one', async () => ((await state()).age ?? 0) >= (before.age ?? 0) + 20, { deadlineMs: 90_000 });
		const after = await state();
		assert.equal((await query(api, 'filGateway.lastCheckpoint')).toHex(), checkpoint);
		assert.equal(after.nextRange, range);
		assert.equal(after.round.votes.length, QUORUM - 1);
		assert.equal(after.round.accepted, null);
		assert.ok((after.age ?? 0) >= (await height(api)) - stalledAt - 1);
		assert.equal(BigInt(after.supply), deposited);
		assert.equal(await ifil(who), 0n);
		await until('its node to say why', async () => ((await operators.status('dave')).error ?? '').includes('Connection'));

		await dave.filecoin.start();
		await bridge.reported(upTo);
		deposited += 6n * FIL;
		assert.equal(await ifil(who), 6n * FIL);
		assert.equal(await supply(), deposited);
		assert.ok(((await state()).age ?? Infinity) < (after.age ?? 0));
		await until('its node to be well', async () => (await operators.status('dave')).error === null);

		await operators.named('charlie').node.start();
		await operators.back('charlie');
		await operators.agrees('charlie');
	});

	step('mint nothing when two tell the same lie, and begin anew when somebody opens the next round', async () => {
		const { bridge, api } = operators;
		const { network } = bridge;
		const liars = ['bob', 'charlie'];
		const thief = stranger();
		const range = operators.freshRange();
		const from = range * EPOCHS_PER_RANGE + 2;
		const lie = {
			kind: 'credit' as const,
			actor: network.custody.id,
			value: 1_000n * FIL,
			height: from,
			params: depositMemo(thief.publicKey),
		};
		const ends = liars.map((name) => operators.named(name).filecoin.lie(lie));
		const who = stranger();
		bridge.deposit(who, 7n * FIL);
		operators.settle(range);

		const found = await until('all to have voted', async () => {
			const votes = (await operators.nextRange()) === range ? await operators.openVotes() : [];
			return votes.flat().length === NAMES.length && votes;
		});
		assert.deepEqual(found, [NAMES.filter((name) => !liars.includes(name)), liars]);
		for (const end of ends) end();
		const { round, nextRange, supply: frozen } = await state();
		assert.deepEqual([nextRange, round.round, round.accepted, round.votes.length], [range, 0, null, NAMES.length]);
		assert.equal(BigInt(frozen), deposited);
		const nextRound = call(api, 'filGateway', 'openNextRound', { Range: range });
		await assert.rejects(send(api, nextRound, ferdie), refused('filGateway.RoundNotOver'));

		// They have voted, and nobody votes twice: the truth alone changes nothing.
		await until('the round to be over', async () => (await height(api)) >= round.openedAt + ROUND_BLOCKS, { deadlineMs: 90_000 });
		const stalled = await state();
		assert.deepEqual([stalled.nextRange, stalled.round.accepted], [range, null]);
		assert.ok((stalled.age ?? 0) >= ROUND_BLOCKS);
		assert.equal(await ifil(thief), 0n);

		const receipt = await send(api, nextRound, ferdie);
		const opened = eventOf(receipt, 'filGateway.RoundOpened');
		assert.equal(Number(field(opened, 'round').toString()), 1);
		await bridge.reported((range + 1) * EPOCHS_PER_RANGE);
		deposited += 7n * FIL;
		assert.equal(await ifil(who), 7n * FIL);
		assert.equal(await ifil(thief), 0n);
		assert.equal(await supply(), deposited);
		const second = (await operators.votesOn(range, receipt.blockNumber)).filter(({ round: of }) => of === 1);
		assert.ok(second.length >= QUORUM);
		assert.equal(new Set(second.map(({ digest }) => digest)).size, 1);
		assert.equal(await statusOf(api), 'Running');
	});

	step('lose one that signs two digests in one round, with its bond', async () => {
		const { api } = operators;
		const eve = operators.named('eve');
		const address = keyring.encodeAddress(eve.account.publicKey);
		const riskFund = async (at?: string): Promise<bigint> => {
			const funds = plain<Record<string, string | number>>(await view(api, 'emissionApi.funds', [], at));
			return BigInt(funds['riskFundBalance'] ?? 0);
		};
		const heldBy = async (at?: string): Promise<bigint> => {
			const account = plain<{ data: { reserved: string | number } }>(await query(api, 'system.account', [address], at));
			return BigInt(account.data.reserved);
		};
		const set = Number((await query(api, 'filGateway.currentSet')).toString());
		const { nextRange } = await state();
		assert.ok(nextRange !== null);
		const vote = { set, subject: { Range: nextRange }, round: 0, digest: `0x${'11'.repeat(32)}` };
		const votes = [vote, { ...vote, digest: `0x${'22'.repeat(32)}` }].map((one) => signVote(api, one, eve));
		const report = call(api, 'filGateway', 'reportEquivocation', ...votes);
		// Evidence must be what the operator signed.
		const bent = { ...votes[1], vote: { ...vote, digest: `0x${'33'.repeat(32)}` } };
		await assert.rejects(send(api, call(api, 'filGateway', 'reportEquivocation', votes[0], bent), ferdie), refused('filGateway.BadSignature'));
		await assert.rejects(send(api, call(api, 'filGateway', 'reportEquivocation', votes[0], votes[0]), ferdie), refused('filGateway.NoConflict'));

		const { blockHash, blockNumber, events } = await send(api, report, ferdie);
		const slashed = eventOf({ events }, 'filGateway.Slashed');
		assert.equal(field(slashed, 'operator').toString(), address);
		assert.equal(big(field(slashed, 'amount')), BOND);
		const parent = (await api.rpc.chain.getBlockHash(blockNumber - 1)).toHex();
		assert.equal(await heldBy(parent), BOND);
		assert.equal(await heldBy(blockHash), 0n);
		assert.equal((await riskFund(blockHash)) - (await riskFund(parent)), BOND);
		assert.equal(BigInt(plain<{ amount: string | number }>(await query(api, 'filGateway.bonds', [address])).amount), 0n);
		await assert.rejects(send(api, report, ferdie), refused('filGateway.AlreadySlashed'));

		// The four that are left have to agree now, and do; its own node has fallen silent.
		const since = await height(api);
		const range = await arrives(8n * FIL);
		const [agreeing, ...others] = await votesOn(range, since);
		assert.deepEqual([agreeing, others], [NAMES.filter((name) => name !== eve.name), []]);

		// What its key signs is turned away before it is in any block; the same of another operator is taken.
		const [sample] = await eventsSince(api, 'filGateway.Voted', since);
		assert.ok(sample);
		const open = await until('nothing to be reported', async () => {
			const now = await state();
			return (now.age ?? 0) > 8 && now.round.votes.length === 0 && now;
		});
		const { node } = operators.named('alice');
		const cast = async (name: string): Promise<string> => {
			const signed = signVote(api, { ...vote, subject: { Range: open.nextRange ?? 0 }, round: open.round.round }, operators.named(name));
			return node.rpc<string>('author_submitExtrinsic', await voteTransaction(api, node, signed, sample.block));
		};
		await assert.rejects(cast('eve'), /Invalid Transaction/);
		await cast('bob');
		await until('the vote of the other to be counted', async () => (await state()).round.votes.length === 1);
	});
});
