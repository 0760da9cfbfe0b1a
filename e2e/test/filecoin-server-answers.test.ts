/** The Filecoin test server: it answers as nodes do. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { maskedId } from '../src/filecoin/address.ts';
import { ALICE, CUSTODY, key, MEMO, MINER, rpc, within } from '../src/filecoin/client.ts';
import { FilecoinNetwork } from '../src/filecoin/control.ts';
import { base64, cidText } from '../src/filecoin/encoding.ts';
import type { JsonObject } from '../src/filecoin/json.ts';
import {
	type Answer,
	ACTOR,
	DEADLINE,
	LINK,
	MESSAGE,
	MINER_INFO,
	POWER_STATE,
	REPLAY,
	REWARD_STATE,
	STREAM_AMOUNTS,
	TIPSET,
	sameShape,
} from '../src/filecoin/literals.ts';
import { type Signed, depositMemo, messageCid } from '../src/filecoin/message.ts';
import type { Endpoint } from '../src/filecoin/rpc.ts';
import { FIL } from '../src/filecoin/state.ts';

describe('answers have the literal shapes', () => {
	let network: FilecoinNetwork;
	let node: Endpoint;
	/** A deposit, a payout with its approvals, and a proposal that waits. */
	let deposit: Signed;
	let paid: Signed[];

	before(async () => {
		network = await FilecoinNetwork.start({ custodyBalance: 100n * FIL });
		node = network.node;
		deposit = network.deposit('alice', 3n * FIL);
		paid = network.msigPay('bob', (3n * FIL) / 2n, depositMemo(ALICE)).messages;
		network.propose('operator2', { to: network.address('bob'), value: (3n * FIL) / 2n, method: 0, params: depositMemo(ALICE) });
		network.mineBlocks(MINER);
		network.settle();
	});
	after(() => network.stop());

	const child = (signed: Signed): string[] => {
		const tipset = network.chain.childOf(network.inclusion(signed), network.chain.head);
		assert.ok(tipset);
		return tipset.cids;
	};
	const last = (): Signed => paid.at(-1) as Signed;

	test('of tipsets', async () => {
		const final = await rpc(node, 'ChainGetFinalizedTipSet');
		const finalKey = final.Cids;
		sameShape(TIPSET, final, 'ChainGetFinalizedTipSet');
		sameShape(TIPSET, await rpc(node, 'ChainHead'), 'ChainHead');
		assert.deepEqual(await rpc(node, 'ChainGetTipSet', [finalKey]), final);
		assert.deepEqual(await rpc(node, 'ChainGetTipSetByHeight', [final.Height, []]), final);
		assert.deepEqual(await rpc(node, 'ChainGetTipSetAfterHeight', [final.Height, null]), final);
		assert.deepEqual(await rpc(node, 'ChainGetTipSet', [{ tag: 'finalized' }], { version: 'v2' }), final);
		assert.deepEqual(await rpc(node, 'ChainGetTipSet', [{ key: finalKey }], { version: 'v2' }), final);
		const selector = { height: { at: final.Height, previous: true, anchor: { tag: 'finalized' } } };
		assert.deepEqual(await rpc(node, 'ChainGetTipSet', [selector], { version: 'v2' }), final);
		const status = { ecFinalityThresholdDepth: 30, ecFinalizedTipSet: TIPSET, f3FinalizedTipSet: TIPSET, finalizedTipSet: TIPSET, head: TIPSET };
		sameShape(status, await rpc(node, 'ChainGetTipSetFinalityStatus', [], { version: 'v2' }), 'status');
	});

	test('of genesis, whose block proves and signs nothing', async () => {
		const genesis = await rpc(node, 'ChainGetGenesis');
		assert.equal(genesis.Height, 0);
		assert.deepEqual(Object.keys(genesis.Blocks[0]).sort(), Object.keys(TIPSET.Blocks[0] as JsonObject).sort());
		assert.deepEqual(genesis.Blocks[0].Parents, []);
		assert.equal(genesis.Blocks[0].BlockSig, null);
		// Chain specs name it: it must not change, whoever lives on the chain.
		assert.deepEqual(genesis.Cids, key(['bafy2bzacealjj32glhlhyecetcb6p2uu6ycqpyc6dpkro7l33gcejdj6nximo']));
		assert.equal(network.custody.text, 'f2xuhp4iydexuvdxykt7a6fk4geams4tskrwvnboq');
	});

	test('of messages and receipts', async () => {
		const block = key(child(deposit))[0];
		const [message] = await rpc(node, 'ChainGetParentMessages', [block]);
		sameShape({ Cid: LINK, Message: { ...MESSAGE, To: 'f2custody' } }, message, 'message');
		assert.deepEqual(message.Cid, { '/': deposit.cid });
		assert.deepEqual(message.Message.CID, { '/': deposit.unsignedCid });
		const [receipt] = await rpc(node, 'ChainGetParentReceipts', [block]);
		sameShape({ ExitCode: 0, Return: null, GasUsed: 493268, EventsRoot: null }, receipt, 'receipt');
		const [proposed] = await rpc(node, 'ChainGetParentReceipts', [key(child(last()))[0]]);
		sameShape({ ExitCode: 0, Return: 'g/UAQA==', GasUsed: 493268, EventsRoot: null }, proposed, 'receipt of an approval');
	});

	test('of actors', async () => {
		const actor = await rpc(node, 'StateGetActor', [network.custody.text, []]);
		sameShape(ACTOR, actor, 'StateGetActor');
		assert.equal(actor.Balance, network.balance().toString());
		assert.equal(await rpc(node, 'StateLookupID', [network.custody.text, []]), 'f03000123');
		assert.equal(await rpc(node, 'StateAccountKey', [`f0${network.person('alice').id}`, []]), network.person('alice').address);
		assert.equal((await rpc(node, 'StateGetActor', [network.person('eth:frank').address, []])).DelegatedAddress, network.person('eth:frank').address);
		assert.equal(await rpc(node, 'StateNetworkName'), 'testnetnet');
		assert.equal(await rpc(node, 'StateNetworkVersion', [[]]), 29);
	});

	test('of replays', async () => {
		const tipset = network.inclusion(last());
		const replay = await rpc(node, 'StateReplay', [key(tipset.cids), { '/': last().cid }]);
		sameShape(REPLAY, replay, 'StateReplay');
		assert.equal(replay.ExecutionTrace.Subcalls[0].Msg.Params, base64(depositMemo(ALICE)));
		assert.equal(replay.MsgRct.Return, 'g/UAQA==');
		const computed = await rpc(node, 'StateCompute', [tipset.height, null, key(tipset.cids)]);
		sameShape({ Root: LINK, Trace: [REPLAY] }, { Root: computed.Root, Trace: [computed.Trace.at(-1)] }, 'StateCompute');
	});

	test('of the Ethereum view', async () => {
		const { height } = network.inclusion(last());
		const hexHeight = `0x${height.toString(16)}`;
		const bob = maskedId(network.person('bob').id);
		const filter = { fromBlock: hexHeight, toBlock: hexHeight, toAddress: [bob], after: '0x0', count: '0x64' };
		const traces = await rpc(node, 'trace_filter', [filter]);
		assert.equal(traces.length, 1);
		const literal = {
			type: 'call',
			subtraces: 0,
			traceAddress: [0],
			action: { callType: 'call', from: '0xff', to: '0xff', gas: '0x2a', value: '0x14d1120d7b160000', input: '0x868e10c4' },
			result: { gasUsed: '0x0', output: '0x00' },
			blockHash: '0x37690c',
			blockNumber: 6470240,
			transactionHash: '0x9f',
			transactionPosition: 12,
		};
		sameShape(literal, traces[0], 'trace_filter');
		assert.equal(traces[0].blockNumber, height);
		assert.equal(traces[0].action.from, maskedId(CUSTODY));
		assert.equal(traces[0].action.value, '0x14d1120d7b160000');
		assert.ok(traces[0].action.input.startsWith('0x868e10c4'));
		assert.deepEqual(traces[0].traceAddress, [0]);
		const name = await rpc(node, 'EthGetMessageCidByTransactionHash', [traces[0].transactionHash]);
		assert.deepEqual(name, { '/': last().cid });
		assert.equal(await rpc(node, 'EthGetMessageCidByTransactionHash', [`0x${'00'.repeat(32)}`]), null);
	});

	test('of miners', async () => {
		const miner = `f0${MINER}`;
		const claim = { RawBytePower: '257698037760', QualityAdjPower: '2576980377600' };
		sameShape({ MinerPower: claim, TotalPower: claim, HasMinPower: true }, await rpc(node, 'StateMinerPower', [miner, []]), 'power');
		sameShape({ Live: 42, Active: 42, Faulty: 0 }, await rpc(node, 'StateMinerSectorCount', [miner, []]), 'sectors');
		sameShape(MINER_INFO, await rpc(node, 'StateMinerInfo', [miner, []]), 'info');
		const deadline = await rpc(node, 'StateMinerProvingDeadline', [miner, []]);
		sameShape(DEADLINE, deadline, 'deadline');
		assert.equal(deadline.CurrentEpoch, network.chain.head.height);
		assert.ok(deadline.Open <= deadline.CurrentEpoch && deadline.CurrentEpoch < deadline.Close);
		assert.equal(deadline.Open, deadline.PeriodStart + 60 * deadline.Index);
		assert.deepEqual(await rpc(node, 'StateMinerFaults', [miner, []]), [0]);
		assert.match(await rpc(node, 'StateMinerAvailableBalance', [miner, []]), /^\d+$/);
	});

	test('of the states of actors', async () => {
		const smoothed = { PositionEstimate: '1', VelocityEstimate: '0' };
		const amounts = (names: string[]): JsonObject => Object.fromEntries(names.map((name) => [name, '1']));
		const read = async (actor: string): Promise<Answer> => rpc(node, 'StateReadState', [actor, []]);
		const power = await read('f04');
		const { FirstCronEpoch, Claims, ProofValidationBatch, ...documented } = power.State;
		assert.deepEqual([FirstCronEpoch, typeof Claims, ProofValidationBatch], [0, 'object', null]);
		const literal = {
			...amounts(POWER_STATE),
			ThisEpochQAPowerSmoothed: smoothed,
			MinerCount: 1440,
			MinerAboveMinPowerCount: 3,
			CronEventQueue: LINK,
		};
		sameShape({ Balance: '0', Code: ACTOR.Code, State: literal }, { ...power, State: documented }, 'f04');
		const reward = {
			...amounts(REWARD_STATE),
			EffectiveNetworkTime: 1,
			ThisEpochRewardSmoothed: smoothed,
			Epoch: 1,
			TotalMintedReward: '1',
			TotalBurnMinted: '1',
			TotalExplicitMinted: '1',
			Accrued: [{ ID: 2, Amount: '1' }],
			SWATimelockEpochs: 1,
			SWAActor: 'f00',
			StreamsRoot: LINK,
		};
		sameShape(reward, (await read('f02')).State, 'f02');
		const multisig = {
			Signers: ['f01000'],
			NumApprovalsThreshold: 2,
			NextTxnID: 10,
			InitialBalance: '0',
			StartEpoch: 0,
			UnlockDuration: 0,
			PendingTxns: LINK,
		};
		const custody = await read(network.custody.text);
		sameShape(multisig, custody.State, 'multisig');
		assert.deepEqual([custody.State.NumApprovalsThreshold, custody.State.NextTxnID, custody.State.Signers.length], [4, 2, 5]);
		assert.equal((await read(`f0${MINER}`)).State.InitialPledge, '0');
		await within({ networkVersion: 28 }, async (older) => {
			const { State } = await rpc(older.node, 'StateReadState', ['f02', []]);
			assert.deepEqual(Object.keys(State).sort(), [...REWARD_STATE, 'TotalStoragePowerReward', 'SimpleTotal', 'BaselineTotal'].sort());
		});
	});

	test('of pending transactions', async () => {
		const pending = await rpc(node, 'MsigGetPending', [network.custody.text, []]);
		assert.equal(pending.length, 1);
		const literal = [{ ID: 9, To: 'f1payee', Value: '1500000000000000000', Method: 0, Params: MEMO, Approved: ['f01000'] }];
		sameShape(literal, pending, 'MsigGetPending');
	});

	test('of a search for a message', async () => {
		const found = await rpc(node, 'StateSearchMsg', [[], { '/': deposit.cid }, -1, false]);
		const literal = { Message: LINK, Receipt: { ExitCode: 0, Return: null, GasUsed: 1, EventsRoot: null }, ReturnDec: {}, TipSet: [LINK], Height: 10101 };
		sameShape(literal, found, 'StateSearchMsg');
		assert.deepEqual(found.TipSet, key(child(deposit)));
		assert.equal(found.Height, network.chain.childOf(network.inclusion(deposit), network.chain.head)?.height);
		const approval = await rpc(node, 'StateSearchMsg', [[], { '/': last().unsignedCid }, -1, false]);
		assert.deepEqual(approval.ReturnDec, { Applied: true, Code: 0, Ret: '' });
		assert.equal(await rpc(node, 'StateSearchMsg', [[], { '/': cidText(messageCid({ ...deposit.message, nonce: 99 })) }, -1, false]), null);
	});

	test('of certificates', async () => {
		const certificate = await rpc(node, 'F3GetLatestCertificate');
		const table = { '/': 'bafy2' };
		const literal = {
			GPBFTInstance: 0,
			ECChain: [{ Key: [LINK], Commitments: 'AAAA=', Epoch: 0, PowerTable: LINK }],
			SupplementalData: { Commitments: 'AAAA=', PowerTable: table },
			Signers: [2],
			Signature: 'VW5E',
			PowerTableDelta: [],
		};
		sameShape(literal, certificate, 'certificate');
		assert.deepEqual(certificate.ECChain.at(-1).Key, (await rpc(node, 'ChainGetFinalizedTipSet')).Cids);
	});

	test('of rewards', async () => {
		const won = network.chain.all().find(({ blocks }) => blocks.some(({ miner }) => miner === MINER));
		assert.ok(won);
		const answer = await rpc(node, 'StateRewardDistribution', [{ key: key(won.cids) }], { version: 'v2' });
		const literal = {
			TipSetKey: [LINK],
			Height: 6470300,
			Denom: '1000000000000000000',
			Totals: STREAM_AMOUNTS,
			Blocks: [
				{
					Block: LINK,
					Miner: 'f01234',
					WinCount: 1,
					Amounts: STREAM_AMOUNTS,
					BurnWeight: '1',
					Streams: [{ ID: '1', Weight: '1', Amount: '1', Distribution: null }],
				},
			],
		};
		sameShape(literal, answer, 'StateRewardDistribution');
		const distribution = {
			Writer: 'f00',
			Recipients: [{ Recipient: 'f00', Share: '1', EarnedAmount: '1' }],
			BurnShare: '1',
			BurnAmount: '1',
			RoundingAdjustment: '0',
		};
		sameShape(distribution, answer.Blocks[0].Streams[1].Distribution, 'second stream');
		const own = answer.Blocks.find(({ Miner }: { Miner: string }) => Miner === `f0${MINER}`);
		const [minted, parts] = [own.Amounts.MintedReward, own.Streams.map(({ Amount }: { Amount: string }) => BigInt(Amount))];
		assert.equal(minted, (4n * FIL).toString(), 'a fifth of the epoch');
		assert.equal(parts.reduce((a: bigint, b: bigint) => a + b, 0n), BigInt(minted));
	});

	test('of gas and nonces', async () => {
		const { message } = deposit;
		const nonce = await rpc(node, 'MpoolGetNonce', [network.person('alice').address]);
		assert.equal(nonce, message.nonce + 1);
		const open = { To: network.custody.text, From: network.person('alice').address, Value: '5', Method: 0, Params: null };
		const estimate = await rpc(node, 'GasEstimateMessageGas', [open, { MaxFee: '0' }, []]);
		sameShape({ ...MESSAGE, To: 'f2custody' }, estimate, 'GasEstimateMessageGas');
		assert.ok(estimate.GasLimit > 0 && BigInt(estimate.GasFeeCap) > BigInt(estimate.GasPremium));
	});
});
