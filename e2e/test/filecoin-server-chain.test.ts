/** The Filecoin test server: its chain behaves as theirs. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Address, maskedId } from '../src/filecoin/address.ts';
import { ALICE, CUSTODY, dice, key, MEMO, MINER, refusal, rpc, within } from '../src/filecoin/client.ts';
import { FilecoinNetwork, TIB } from '../src/filecoin/control.ts';
import { amountBytes, cbor } from '../src/filecoin/encoding.ts';
import type { Answer } from '../src/filecoin/literals.ts';
import { Method, type Signed, depositMemo, keyOf } from '../src/filecoin/message.ts';
import type { Endpoint } from '../src/filecoin/rpc.ts';
import { FIL, SUPPLY } from '../src/filecoin/state.ts';

/** Total of all balances, at any time. */
const total = (network: FilecoinNetwork): bigint => network.chain.latest().total();

describe('the chain', () => {
	test('executes the messages of a tipset with its child', async () => {
		await within({}, async (network) => {
			const { node, custody } = network;
			const balance = async (cids: string[]): Promise<bigint> =>
				BigInt((await rpc(node, 'StateGetActor', [custody.text, key(cids)])).Balance);
			const deposit = network.deposit('bob', FIL, depositMemo(ALICE));
			const included = network.advance();
			assert.equal(network.inclusion(deposit), included);
			assert.equal(await balance(included.cids), 0n);
			assert.deepEqual(await rpc(node, 'ChainGetParentMessages', [key(included.cids)[0]]), []);
			assert.equal(await rpc(node, 'StateSearchMsg', [[], { '/': deposit.cid }, -1, false]), null);
			const child = network.advance();
			assert.equal(await balance(child.cids), FIL);
			// Each block of a tipset has the same parents, hence the same answer.
			for (const block of key(child.cids)) {
				const [message] = await rpc(node, 'ChainGetParentMessages', [block]);
				assert.equal(message.Message.Params, MEMO);
				assert.equal((await rpc(node, 'ChainGetParentReceipts', [block])).length, 1);
			}
			assert.equal(await balance(included.cids), 0n, 'old states stay as they were');
		});
	});

	test('has null rounds, to which neighbours answer', async () => {
		await within({}, async (network) => {
			const { node } = network;
			const start = network.chain.head.height;
			network.deposit('bob', FIL);
			network.advance(6, { nulls: [2, 3, 4] });
			const head = key(network.chain.head.cids);
			const at = async (side: string, height: number): Promise<number> => (await rpc(node, `ChainGetTipSet${side}Height`, [height, head])).Height;
			for (const height of [start + 2, start + 3, start + 4]) {
				assert.equal(await at('By', height), start + 1);
				assert.equal(await at('After', height), start + 5);
			}
			assert.equal(await at('By', start + 5), start + 5);
			assert.equal(await at('After', start + 1), start + 1);
			// The child stands after the null rounds, and its parents before them.
			const child = await rpc(node, 'ChainGetTipSetByHeight', [start + 5, head]);
			assert.deepEqual(child.Blocks[0].Parents, (await rpc(node, 'ChainGetTipSetByHeight', [start + 4, head])).Cids);
			assert.equal((await rpc(node, 'ChainGetParentMessages', [child.Cids[0]])).length, 1);
			const error = await refusal(node, 'trace_block', [`0x${(start + 3).toString(16)}`]);
			assert.equal(error.code, 12);
			const range = { fromBlock: `0x${(start + 1).toString(16)}`, toBlock: `0x${(start + 4).toString(16)}` };
			assert.equal((await rpc(node, 'trace_filter', [range])).length, 1);
			const beyond = await refusal(node, 'ChainGetTipSetByHeight', [start + 7, head]);
			assert.equal(beyond.code, 1);
		});
	});

	test('finalizes at a distance, and never backwards', async () => {
		await within({ finality: 8 }, async (network) => {
			const { node } = network;
			let last = 0;
			for (let round = 0; round < 20; round += 1) {
				network.advance(1 + (round % 3), { nulls: round % 3 === 2 ? [1, 2] : [] });
				const [head, final] = [await rpc(node, 'ChainHead'), await rpc(node, 'ChainGetFinalizedTipSet')];
				assert.ok(final.Height >= last && final.Height <= head.Height - 8, `${final.Height} of ${head.Height}`);
				assert.deepEqual(await rpc(node, 'ChainGetTipSetByHeight', [final.Height, head.Cids]), final);
				last = final.Height;
			}
			assert.ok(last > 10);
		});
	});

	test('forgets a deposit in a fork that lost, and keeps what the winner includes', async () => {
		await within({}, async (network) => {
			const { node, custody } = network;
			const lost = network.deposit('bob', FIL);
			const kept = network.deposit('charlie', 2n * FIL);
			network.jump(5n);
			network.advance(3);
			const before = await rpc(node, 'ChainHead');
			assert.equal(network.balance(), 3n * FIL + 5n);
			assert.throws(() => network.reorg(6), /final/);
			const gone = network.reorg(3, { drop: (signed) => signed.cid === lost.cid });
			assert.equal(gone.length, 3);
			const now = await rpc(node, 'ChainHead');
			assert.equal(now.Height, before.Height);
			assert.notDeepEqual(now.Cids, before.Cids);
			assert.equal(network.balance(), 2n * FIL + 5n);
			assert.equal(await rpc(node, 'StateSearchMsg', [[], { '/': lost.cid }, -1, false]), null);
			assert.notEqual(await rpc(node, 'StateSearchMsg', [[], { '/': kept.cid }, -1, false]), null);
			// Nodes still know the fork that lost.
			assert.equal((await rpc(node, 'StateGetActor', [custody.text, before.Cids])).Balance, (3n * FIL + 5n).toString());
			assert.equal((await rpc(node, 'ChainGetTipSetByHeight', [before.Height - 1, before.Cids])).Cids[0]['/'], gone[1]?.cids[0]);
			assert.deepEqual(await rpc(node, 'ChainGetTipSetAfterHeight', [before.Height, before.Cids]), before);
			// The nonce that was lost is the next one again.
			assert.equal(await rpc(node, 'MpoolGetNonce', [network.person('bob').address]), lost.message.nonce);
			network.settle();
			assert.equal(network.balance(), 2n * FIL + 5n);
			assert.equal(total(network), SUPPLY);
		});
	});

	test('breaks finality only when told to', async () => {
		await within({}, async (network) => {
			network.advance(3);
			const final = await rpc(network.node, 'ChainGetFinalizedTipSet');
			network.reorg(7, { breakFinality: true });
			const other = await rpc(network.node, 'ChainGetFinalizedTipSet');
			assert.equal(other.Height, final.Height);
			assert.notDeepEqual(other.Cids, final.Cids);
			assert.notDeepEqual((await rpc(network.node, 'ChainGetTipSetByHeight', [final.Height, []])).Cids, final.Cids);
		});
	});

	test('is the same whenever it is played again', async () => {
		const play = async (): Promise<string> => {
			let head = '';
			await within({ timestamps: 'epochs' }, async (network) => {
				network.deposit('alice', FIL);
				network.msigPay('bob', FIL / 2n);
				network.advance(4, { nulls: [2] });
				network.reorg(2);
				head = network.chain.head.cids.join();
			});
			return head;
		};
		assert.equal(await play(), await play());
	});

	test('shows internal sends in traces alone, with failed parents and all', async () => {
		await within({ custodyBalance: 10n * FIL }, async (network) => {
			const { node, custody } = network;
			const ask = async (signed: Signed): Promise<Answer> =>
				rpc(node, 'StateReplay', [key(network.inclusion(signed).cids), { '/': signed.cid }]);
			const withdrawal = network.withdraw(MINER, 2n * FIL);
			const memo = depositMemo(ALICE);
			const inner = { to: custody.address, value: 3n * FIL, params: memo };
			const call = network.contractCall('eth:frank', [inner]);
			const reverted = network.contractCall('bob', [inner], { revert: true });
			const poor = network.contractCall('charlie', [{ ...inner, value: 10n ** 30n }]);
			network.settle();
			assert.equal(network.balance(), 15n * FIL);

			const trace = (await ask(withdrawal)).ExecutionTrace;
			assert.equal(trace.Msg.To, `f0${MINER}`);
			assert.equal(trace.Msg.Method, 16);
			const [sub] = trace.Subcalls;
			assert.deepEqual([sub.Msg.From, sub.Msg.Value, sub.InvokedActor.Id], [`f0${MINER}`, (2n * FIL).toString(), CUSTODY]);
			assert.deepEqual([sub.Msg.Params, sub.Msg.ParamsCodec], [null, 0]);
			assert.equal(network.minerState(MINER).term.used, 2n * FIL);
			assert.equal((await rpc(node, 'StateMinerInfo', [`f0${MINER}`, []])).BeneficiaryTerm.UsedQuota, (2n * FIL).toString());

			const good = (await ask(call)).ExecutionTrace;
			assert.deepEqual([good.MsgRct.ExitCode, good.Subcalls[0].Msg.Params, good.Subcalls[0].Msg.ParamsCodec], [0, MEMO, 81]);
			const bad = (await ask(reverted)).ExecutionTrace;
			assert.deepEqual([bad.MsgRct.ExitCode, bad.Subcalls[0].MsgRct.ExitCode], [33, 0]);
			const failed = (await ask(poor)).ExecutionTrace;
			assert.deepEqual([failed.MsgRct.ExitCode, failed.Subcalls[0].MsgRct.ExitCode], [0, 6]);

			const { height } = network.inclusion(withdrawal);
			const hexHeight = `0x${height.toString(16)}`;
			const filter = { fromBlock: hexHeight, toBlock: hexHeight, toAddress: [maskedId(CUSTODY)] };
			const traces = await rpc(node, 'trace_filter', [filter]);
			assert.deepEqual(traces.map(({ error }: Answer) => error), [undefined, undefined, undefined, 'insufficient balance']);
			assert.equal((await rpc(node, 'trace_filter', [{ ...filter, after: '0x1', count: '0x2' }])).length, 2);
			const from = await rpc(node, 'trace_filter', [{ fromBlock: hexHeight, toBlock: hexHeight, fromAddress: [maskedId(MINER)] }]);
			assert.equal(from.length, 1);
			const direct = await rpc(node, 'ChainGetParentMessages', [key(network.chain.childOf(network.inclusion(call), network.chain.head)?.cids ?? [])[0]]);
			assert.equal(direct.filter(({ Message }: Answer) => Message.To === custody.text).length, 0);
		});
	});

	test('marks direct messages as raw, and takes any name of the receiver', async () => {
		await within({}, async (network) => {
			const { node, custody } = network;
			const byId = network.send('alice', CUSTODY, { value: FIL, params: depositMemo(ALICE) });
			const bls = network.send('bls:erin', custody.address, { value: FIL });
			const broke = network.send('bob', custody.address, { value: 10n ** 30n });
			const nobody = network.send('dave', 77_777, { value: FIL });
			const newcomer = network.send('dave', keyOf('newcomer').address, { value: FIL });
			network.settle();
			assert.equal(network.balance(), 2n * FIL);
			const replay = await rpc(node, 'StateReplay', [key(network.inclusion(byId).cids), { '/': byId.cid }]);
			assert.equal(replay.ExecutionTrace.Msg.ParamsCodec, 85);
			assert.deepEqual([replay.ExecutionTrace.Msg.To, replay.ExecutionTrace.InvokedActor.Id], [`f0${CUSTODY}`, CUSTODY]);
			assert.equal(bls.cid, bls.unsignedCid);
			assert.notEqual(byId.cid, byId.unsignedCid);
			assert.deepEqual([broke, nobody, newcomer].map((signed) => network.outcome(signed).receipt.exit), [6, 5, 0]);
			const lost = await rpc(node, 'StateReplay', [key(network.inclusion(nobody).cids), { '/': nobody.cid }]);
			assert.equal(lost.ExecutionTrace.InvokedActor, null);
			assert.match(await rpc(node, 'StateLookupID', [keyOf('newcomer').address.text(), []]), /^f0\d+$/);
			const cost = BigInt(replay.GasCost.TotalCost);
			assert.equal(network.balance('alice'), 100_000n * FIL - FIL - cost);
			assert.equal(cost, BigInt(replay.GasCost.BaseFeeBurn) + BigInt(replay.GasCost.MinerTip));
		});
	});

	test('holds a withdrawal to what is free and to the quota', async () => {
		const miners = [{ power: 500n * TIB, quota: 5n * FIL, balance: 100n * FIL }, { power: 500n * TIB, beneficiary: 'owner' as const, balance: 4n * FIL }];
		await within({ miners }, async (network) => {
			const [first = 0, second = 0] = network.miners;
			const before = network.balance('alice');
			const asked = [network.withdraw(first, 4n * FIL), network.withdraw(first, 4n * FIL), network.withdraw(first, FIL), network.withdraw(second, 9n * FIL)];
			const foreign = network.send('bob', first, { method: Method.WithdrawBalance, params: cbor([amountBytes(1n)]) });
			network.settle();
			assert.deepEqual(asked.map((signed) => network.outcome(signed).receipt.exit), [0, 0, 18, 0]);
			assert.equal(network.outcome(foreign).receipt.exit, 18);
			assert.equal(network.balance(), 5n * FIL);
			const paid = network.balance('alice') - before;
			assert.ok(paid > 3n * FIL && paid < 4n * FIL, 'all that the second had, less gas');
		});
	});

	test('counts wins and pays rewards', async () => {
		for (const networkVersion of [28, 29] as const) {
			await within({ networkVersion }, async (network) => {
				const [before, from] = [network.balance(MINER), network.chain.head.height];
				network.mineBlocks(MINER, 3);
				network.mineBlocks(MINER, 1, 2);
				network.advance(6);
				const tipsets = network.chain.all().filter(({ height }) => height > from);
				const wins = tipsets.flatMap(({ blocks }) => blocks).filter(({ miner }) => miner === MINER);
				assert.deepEqual(wins.map(({ winCount }) => winCount), [1, 1, 1, 2]);
				const share = networkVersion === 29 ? 9n : 10n;
				const paid = (5n * 4n * FIL * share) / 10n;
				assert.equal(network.balance(MINER) - before, paid);
				assert.equal(network.rewardsOf(MINER, from, network.chain.head.height), paid);
				assert.equal(network.rewardsOf(MINER, from + 1, network.chain.head.height), (paid * 4n) / 5n);
				assert.equal(network.minerState(MINER).locked, (paid * 75n) / 100n);
				const free = BigInt(await rpc(network.node, 'StateMinerAvailableBalance', [`f0${MINER}`, []]));
				assert.equal(free, before + paid - (paid * 75n) / 100n);
				network.vest(MINER, paid);
				network.advance(2);
				assert.equal(network.minerState(MINER).locked, 0n);
				assert.equal(total(network), SUPPLY);
			});
		}
	});

	test('shows power as Lotus and as Forest see it', async () => {
		await within({ endpoints: [{ flavour: 'lotus' }, { flavour: 'forest' }] }, async (network) => {
			const [lotus, forest] = network.endpoints as [Endpoint, Endpoint];
			const miner = `f0${MINER}`;
			const both = async (method: string, params: unknown[]): Promise<Answer[]> => Promise.all([rpc(lotus, method, params), rpc(forest, method, params)]);
			const [big, same] = await both('StateMinerPower', [miner, []]);
			assert.deepEqual(big, same);
			assert.deepEqual(big.MinerPower, { RawBytePower: (100n * TIB).toString(), QualityAdjPower: (1000n * TIB).toString() });
			const totals = (await rpc(lotus, 'StateReadState', ['f04', []])).State;
			assert.deepEqual(big.TotalPower, { RawBytePower: totals.TotalRawBytePower, QualityAdjPower: totals.TotalQualityAdjPower });
			network.setPower(MINER, 90n * TIB, { faulty: 3 });
			network.advance(2);
			const [claimed, zero] = await both('StateMinerPower', [miner, []]);
			assert.deepEqual([claimed.HasMinPower, claimed.MinerPower.QualityAdjPower], [false, (90n * TIB).toString()]);
			const nothing = { RawBytePower: '0', QualityAdjPower: '0' };
			assert.deepEqual(zero, { MinerPower: nothing, TotalPower: nothing, HasMinPower: false });
			const less = (await rpc(lotus, 'StateReadState', ['f04', []])).State;
			assert.equal(BigInt(totals.TotalQualityAdjPower) - BigInt(less.TotalQualityAdjPower), 1000n * TIB);
			assert.equal(less.MinerAboveMinPowerCount, totals.MinerAboveMinPowerCount - 1);
			const [sectors] = await both('StateMinerSectorCount', [miner, []]);
			assert.deepEqual(sectors, { Live: 288, Active: 285, Faulty: 3 });
			assert.deepEqual(await rpc(lotus, 'StateMinerFaults', [miner, []]), [0, 3]);
			assert.equal((await rpc(lotus, 'StateMinerPower', ['f0999', []])).HasMinPower, false);
			assert.equal((await refusal(forest, 'StateMinerPower', ['f0999', []])).code, 1);
			assert.equal((await refusal(lotus, 'StateGetActor', ['f0999', []])).code, 11);
			assert.equal(await rpc(forest, 'StateGetActor', ['f0999', []]), null);
			assert.equal((await refusal(lotus, 'StateLookupID', [keyOf('unknown').address.text(), []])).code, 11);
			// Params that are empty: nothing for the one, an empty text for the other.
			const plain = network.deposit('bob', FIL);
			network.settle();
			const replays = await both('StateReplay', [key(network.inclusion(plain).cids), { '/': plain.cid }]);
			assert.deepEqual(replays.map(({ Msg }) => Msg.Params), [null, '']);
			// Without a key Lotus searches, and Forest looks into the heaviest tipset.
			assert.deepEqual((await rpc(lotus, 'StateReplay', [[], { '/': plain.cid }])).MsgCid, { '/': plain.cid });
			assert.equal((await refusal(forest, 'StateReplay', [[], { '/': plain.cid }])).code, 1);
			// A message beside another of the same nonce is in blocks and was never executed.
			const paid = network.deposit('charlie', FIL);
			const ghost = network.compete(paid, 'bob', 2n * FIL);
			network.settle();
			const block = key(network.chain.childOf(network.inclusion(paid), network.chain.head)?.cids ?? [])[0];
			const [exact, longer] = await both('ChainGetParentMessages', [block]);
			const [receipts] = await both('ChainGetParentReceipts', [block]);
			assert.deepEqual([exact.length, longer.length, receipts.length], [1, 2, 1]);
			assert.deepEqual(longer[1].Cid, { '/': ghost.cid });
		});
	});

	test('keeps every attoFIL under random operations', async () => {
		for (const seed of [1, 2, 3]) {
			await within({ custodyBalance: 1_000n * FIL, finality: 3 }, async (network) => {
				const roll = dice(seed);
				const names = ['alice', 'bob', 'charlie', 'dave', 'bls:erin', 'eth:frank'];
				const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
				for (let step = 0; step < 150; step += 1) {
					const [name, value] = [pick(names), BigInt(roll(1_000_000)) * 10n ** 15n];
					const signer = pick(network.options.signers);
					const txn = network.multisigState().nextTxn - 1 - roll(3);
					const operations = [
						() => network.deposit(name, value),
						() => network.send(name, pick(names), { value }),
						() => network.send(name, Address.secp(keyOf(`new ${step}`).publicKey), { value }),
						() => network.send(name, 424_242, { value }),
						() => network.contractCall(name, [{ to: network.custody.address, value }], { value, revert: roll(2) === 0 }),
						() => network.withdraw(MINER, value),
						() => network.propose(signer, { to: network.address(name), value, method: 0, params: new Uint8Array() }),
						() => (txn >= 0 ? network.approve(signer, txn) : undefined),
						() => (txn >= 0 ? network.cancel(signer, txn) : undefined),
						() => network.jump(roll(2) === 0 ? value : -1n),
						() => network.mineBlocks(MINER, 1 + roll(3)),
						() => network.setPower(MINER, BigInt(roll(1000)) * TIB),
						() => network.advance(1 + roll(3), { nulls: roll(3) === 0 ? [1] : [] }),
						() => network.advance(),
						() => {
							const open = network.chain.head.ordinal - network.chain.finalized.ordinal;
							return open > 1 ? network.reorg(1 + roll(open - 1), { drop: () => roll(10) === 0 }) : undefined;
						},
					];
					pick(operations)();
					assert.equal(total(network), SUPPLY, `step ${step} of seed ${seed}`);
				}
				network.advance(3);
				for (const { state } of network.chain.all()) assert.equal(state.total(), SUPPLY);
				const sent = network.chain.all().reduce((sum, { messages }) => sum + messages.length, 0);
				assert.ok(sent > 30, `${sent} messages went into blocks`);
			});
		}
	});

	test('bears ten thousand deposits in one tipset', async () => {
		await within({}, async (network) => {
			for (let count = 0; count < 10_000; count += 1) network.deposit('bls:erin', 1n);
			network.settle();
			assert.equal(network.balance(), 10_000n);
			const child = network.chain.all().find(({ parent }) => parent?.messages.length === 10_000);
			assert.ok(child);
			assert.equal((await rpc(network.node, 'ChainGetParentReceipts', [key(child.cids)[0]])).length, 10_000);
		});
	});

	test('refuses changes of actors that are not there, and lets balances fall to nothing at most', async () => {
		await within({ custodyBalance: FIL }, async (network) => {
			assert.throws(() => network.jump(1n, 999), /no actor/);
			assert.throws(() => network.setPower(CUSTODY, TIB), /no miner/);
			assert.throws(() => network.mineBlocks(999), /no actor/);
			network.jump(-2n * FIL);
			network.settle();
			assert.equal(network.balance(), 0n);
			assert.equal(total(network), SUPPLY);
		});
	});

	test('moves by itself when it has an epoch length', async () => {
		await within({ epochMs: 10, nullEvery: 4 }, async (network) => {
			const deposit = network.deposit('alice', FIL);
			const deadline = Date.now() + 30_000;
			while (network.chain.finalized.height < 40 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
			const heights = network.chain.all().map(({ height }) => height);
			assert.ok(network.chain.finalized.height >= 40);
			assert.ok(!heights.includes(20) && heights.includes(21), 'every fourth round is null');
			assert.ok(network.chain.isAncestor(network.inclusion(deposit), network.chain.finalized));
			const head = await rpc(network.node, 'ChainHead');
			assert.ok(Math.abs(head.Blocks[0].Timestamp - Date.now() / 1000) < 5, 'a fresh head');
		});
	});
});
