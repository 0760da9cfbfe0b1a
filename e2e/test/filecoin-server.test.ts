/** The Filecoin test server: it answers as nodes do, its chain behaves as theirs, and it can be made to misbehave. */

import assert from 'node:assert/strict';
import https from 'node:https';
import { after, before, describe, test } from 'node:test';
import { Address, maskedId } from '../src/filecoin/address.ts';
import { localCertificate } from '../src/filecoin/certificate.ts';
import { FilecoinNetwork, type NetworkOptions, TIB } from '../src/filecoin/control.ts';
import {
	amountBytes,
	amountFromBytes,
	base32,
	base64,
	blake2b,
	cbor,
	cidText,
	fromBase32,
	fromBase64,
	fromCbor,
	fromHex,
	hex,
	parseCid,
	readUvarint,
	utf8,
	uvarint,
} from '../src/filecoin/encoding.ts';
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
import {
	type Message,
	Method,
	type Signed,
	depositMemo,
	exportedKey,
	keyOf,
	messageCbor,
	messageCid,
	messageFromCbor,
	proposalHash,
	proposeParams,
	redeemMemo,
	signedMessage,
	signerOf,
	txnParams,
} from '../src/filecoin/message.ts';
import type { Endpoint } from '../src/filecoin/rpc.ts';
import { FIL, SUPPLY } from '../src/filecoin/state.ts';

const ALICE = fromHex('d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d');
const MEMO = 'WClETUVYAdQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ98Y7mJg==';
const MINER = 1234;
const CUSTODY = 3_000_123;

interface RequestOptions {
	token?: string;
	version?: 'v1' | 'v2';
	timeoutMs?: number;
}

async function post(node: Endpoint, body: unknown, { token, version = 'v1', timeoutMs = 5_000 }: RequestOptions = {}): Promise<Response> {
	return fetch(node.url.replace('v1', version), {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		signal: AbortSignal.timeout(timeoutMs),
	});
}

const full = (method: string): string => (method.includes('_') || method.includes('.') ? method : `Filecoin.${method}`);

async function ask(node: Endpoint, method: string, params: unknown = [], options: RequestOptions = {}): Promise<Answer> {
	const response = await post(node, { jsonrpc: '2.0', id: 7, method: full(method), params }, options);
	const answer = (await response.json()) as JsonObject;
	assert.equal(answer['jsonrpc'], '2.0');
	assert.equal(answer['id'], 7);
	return answer;
}

async function rpc(node: Endpoint, method: string, params: unknown = [], options: RequestOptions = {}): Promise<Answer> {
	const answer = await ask(node, method, params, options);
	assert.equal(answer.error, undefined, `${method}: ${JSON.stringify(answer.error)}`);
	assert.ok('result' in answer);
	return answer.result;
}

async function refusal(node: Endpoint, method: string, params: unknown = [], options: RequestOptions = {}): Promise<Answer> {
	const answer = await ask(node, method, params, options);
	assert.ok(!('result' in answer), `${method} answered ${JSON.stringify(answer.result)}`);
	return answer.error;
}

const key = (cids: string[]): JsonObject[] => cids.map((cid) => ({ '/': cid }));

async function within(options: Partial<NetworkOptions>, body: (network: FilecoinNetwork) => Promise<void>): Promise<void> {
	const network = await FilecoinNetwork.start(options);
	try {
		await body(network);
	} finally {
		await network.stop();
	}
}

/** Numbers that look random and are always the same. */
function dice(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

describe('encoding', () => {
	const RAW =
		'8a00583103802d67ff9a87c6c227d3441f9e13eeb34d72c0b823d37ea4679b0622de42c191004c53abf17ccf7b2dc585d781de8035550172705674338c21ede614258978f0e4161b587b0918b44a00056bc75e2d631000001a003739e044006e0fd64400061de20040';
	const SIGNATURE =
		'3e0aeebf3de783405e46574553eb8c935dfa9d7c197d5661808c4694f5f9de4b788bdfd34a9b51f4bd863366a3b552a69384053eb3e6e3896487bd694eea028600';
	const PUBLIC_KEY =
		'04054a56978bd8cbe7081966f18981cd19e8b69028bb1bd11bc56c05888ab075d1d2f46ae8e76b77ed6573e83604988f430c3f80d1c3fb6d83084f5044788f67b8';
	const SENDER = 'f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q';

	test('names and signs a message of mainnet as mainnet did', () => {
		const message = messageFromCbor(fromHex(RAW));
		assert.equal(hex(messageCbor(message)), RAW);
		assert.equal(message.value, 100n * FIL);
		assert.equal(message.nonce, 180);
		assert.equal(cidText(messageCid(message)), 'bafy2bzaceb5f6ng6qebjb22zzh63ribbp2mnq53de3u62flruywitof7lkxzw');
		assert.equal(hex(blake2b(messageCid(message), 32)), 'ee9499af7cd4b68b612ca9f4aa47a49d3670c0322fb082af6fa464a492d38865');
		const signature = { type: 1, data: fromHex(SIGNATURE) };
		assert.equal(signerOf(message, signature)?.text(), SENDER);
		assert.equal(signedMessage(message, signature).cid, 'bafy2bzacebmxdgvlwh6szsmbz7codx35obiuhdhfaviw5ssfgg4lidupcfk4k');
		assert.equal(Address.secp(fromHex(PUBLIC_KEY)).text(), SENDER);
		assert.equal(hex(Address.parse(SENDER).bytes), '0172705674338c21ede614258978f0e4161b587b09');
		const key = keyOf('anyone');
		const signed = key.sign({ ...message, from: key.address });
		assert.equal(signerOf(signed.message, signed.signature)?.text(), key.address.text());
		const exported = JSON.parse(Buffer.from(exportedKey(key), 'hex').toString()) as { Type: string; PrivateKey: string };
		assert.deepEqual([exported.Type, exported.PrivateKey], ['secp256k1', base64(key.secretKey)]);
		const forged = { ...message, value: message.value + 1n };
		assert.notEqual(signerOf(forged, signature)?.text(), SENDER);
	});

	test('names a BLS message of mainnet as mainnet did', () => {
		const message: Message = {
			to: Address.parse('f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq'),
			from: Address.parse('f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi'),
			nonce: 1,
			value: 49_500_000_000_000_000_000n,
			gasLimit: 2_260_810,
			feeCap: 9_015_347n,
			premium: 150_282n,
			method: 0,
			params: new Uint8Array(),
		};
		assert.equal(cidText(messageCid(message)), 'bafy2bzaceceemtti4amop2qlchfu4w4mbyjbgsxuimliiqyv3crqaj4rfp57c');
		const bls = signedMessage(message, { type: 2, data: new Uint8Array(96) });
		assert.equal(bls.cid, bls.unsignedCid);
	});

	test('writes memos and parameters of a multisig to the byte', () => {
		assert.equal(base64(depositMemo(ALICE)), MEMO);
		assert.equal(hex(depositMemo(ALICE)), '5829444d455801d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27df18ee626');
		const memo = redeemMemo(42n, fromHex('7e00d8cfa2563ae2'));
		assert.equal(base64(memo), 'WBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk');
		const proposal = { to: Address.parse(SENDER), value: (3n * FIL) / 2n, method: 0, params: memo };
		assert.equal(
			base64(proposeParams(proposal)),
			'hFUBcnBWdDOMIe3mFCWJePDkFhtYewlJABTREg17FgAAAFgbWBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk',
		);
		const hash = proposalHash(1000, proposal);
		assert.equal(hex(hash), '2b1499f6ef8d40c42213058adb7b272273b244827df02f7a3735e7f00075950f');
		assert.equal(base64(txnParams(7, hash)), 'ggdYICsUmfbvjUDEIhMFitt7JyJzskSCffAvejc15/AAdZUP');
		assert.equal(base64(cbor([true, 0, new Uint8Array()])), 'g/UAQA==');
		assert.equal(base64(cbor([true, 6, new Uint8Array()])), 'g/UGQA==');
	});

	test('reads addresses of all protocols, and only in their canonical form', () => {
		const ethereum = '0xd388ab098ed3e84c0d808776440b48f685198498';
		const delegated = Address.ethereum(ethereum);
		assert.equal(delegated.text('t'), 't410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy');
		assert.equal(Address.parse('t410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy', 't').ethereumHex, ethereum);
		assert.equal(maskedId(CUSTODY), '0xff000000000000000000000000000000002dc73b');
		assert.equal(Address.ethereum(maskedId(CUSTODY)).text(), 'f03000123');
		const texts = [
			'f00',
			'f018446744073709551615',
			SENDER,
			Address.actor(utf8('x')).text(),
			delegated.text(),
			'f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq',
		];
		for (const text of texts) {
			const address = Address.parse(text);
			assert.equal(address.text(), text);
			assert.equal(Address.fromBytes(address.bytes).text(), text);
			assert.throws(() => Address.parse(text, 't'), text);
		}
		const bad = [
			'',
			'f',
			'f0',
			'f0+1',
			'f001',
			'f0-1',
			'f018446744073709551616',
			'f51',
			SENDER.toUpperCase(),
			SENDER.replace('f1', 'f2'),
			SENDER.replace(/q$/, 'a'),
			SENDER.slice(0, -1),
			`${SENDER}a`,
			`${SENDER}=`,
			't410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy',
			'f411f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy',
		];
		for (const text of bad) assert.throws(() => Address.parse(text), text);
		const masked = `040a${maskedId(5).slice(2)}`;
		assert.throws(() => Address.fromBytes(fromHex(masked)), 'a masked id is no f410 address');
	});

	test('reads back what it writes, and nothing else', () => {
		const roll = dice(1);
		const random = (size: number): Uint8Array => Uint8Array.from({ length: size }, () => roll(256));
		for (let round = 0; round < 500; round += 1) {
			const bytes = random(roll(70));
			assert.deepEqual(fromBase32(base32(bytes)), bytes);
			assert.deepEqual(fromBase64(base64(bytes)), bytes);
			const value = BigInt(`0x${hex(random(8))}`) >> BigInt(roll(64));
			assert.deepEqual(readUvarint(uvarint(value)), { value, size: uvarint(value).length });
			assert.equal(amountFromBytes(amountBytes(value)), value);
			assert.equal(amountFromBytes(amountBytes(-value)), -value);
			const nested = [value, -1n - value, [bytes, true, null], 'text'];
			assert.deepEqual(fromCbor(cbor(nested)), nested);
		}
		for (const wrong of ['1801', '5801aa', '8201', '0000', 'ff', '9f00ff', '190001', 'a0']) {
			assert.throws(() => fromCbor(fromHex(wrong)), wrong);
		}
		assert.throws(() => amountFromBytes(fromHex('00')), 'zero is nothing');
		assert.throws(() => amountFromBytes(fromHex('000001')), 'leading zeros');
		assert.throws(() => readUvarint(fromHex('8000')), 'a varint that is too long');
		assert.throws(() => fromBase32('aaaaab'), 'bits after the end');
		assert.throws(() => parseCid('bafkreiaa'));
	});
});

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
			const deadline = Date.now() + 5_000;
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

interface Report {
	credits: bigint[];
	debits: bigint[];
	unexplained: bigint;
	state: { Balance: string; Head: { '/': string } };
}

/** What an operator does with a range (start, end], in the plainest way: walk, messages, traces, equation. */
async function scan(network: FilecoinNetwork, node: Endpoint, start: number, end: number, known: Report['state']): Promise<Report> {
	const final = await rpc(node, 'ChainGetFinalizedTipSet');
	const last = await rpc(node, 'ChainGetTipSetAfterHeight', [end + 1, final.Cids]);
	const state = await rpc(node, 'StateGetActor', [network.custody.text, last.Cids]);
	const report: Report = { credits: [], debits: [], unexplained: 0n, state };
	if (state.Balance === known.Balance && state.Head['/'] === known.Head['/']) return report;
	const walk = (trace: Answer, by: number | undefined): void => {
		if (trace.MsgRct.ExitCode !== 0) return;
		const { Value } = trace.Msg;
		if (trace.InvokedActor.Id === CUSTODY && Value !== '0') report.credits.push(BigInt(Value));
		if (by === CUSTODY && Value !== '0') report.debits.push(BigInt(Value));
		for (const subcall of trace.Subcalls ?? []) walk(subcall, trace.InvokedActor.Id);
	};
	let child = last;
	while (child.Blocks[0].Parents.length > 0) {
		const parent = await rpc(node, 'ChainGetTipSet', [child.Blocks[0].Parents]);
		if (parent.Height <= start) break;
		const messages = await rpc(node, 'ChainGetParentMessages', [child.Cids[0]]);
		const receipts = await rpc(node, 'ChainGetParentReceipts', [child.Cids[0]]);
		assert.equal(messages.length, receipts.length);
		for (const { Cid } of messages) walk((await rpc(node, 'StateReplay', [parent.Cids, Cid])).ExecutionTrace, undefined);
		child = parent;
	}
	const sum = (values: bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
	report.unexplained = BigInt(state.Balance) - BigInt(known.Balance) - sum(report.credits) + sum(report.debits);
	return report;
}

describe('an operator that scans ranges', () => {
	test('pays three calls for an idle range, and accounts for everything else', async () => {
		await within({ custodyBalance: 50n * FIL }, async (network) => {
			const { node } = network;
			network.advance(20 - network.chain.head.height);
			network.settle();
			const first = network.chain.atOrAfter(21, network.chain.head);
			assert.ok(first);
			let state: Report['state'] = await rpc(node, 'StateGetActor', [network.custody.text, key(first.cids)]);
			let start = 20;
			const range = async (play: () => void): Promise<Report> => {
				const end = start + 20;
				play();
				network.advance(Math.max(0, end + 2 - network.chain.head.height) + network.options.finality);
				node.resetCalls();
				const report = await scan(network, node, start, end, state);
				({ state } = report);
				start = end;
				return report;
			};
			const idle = await range(() => undefined);
			assert.deepEqual([idle.credits, idle.debits, node.count()], [[], [], 3]);
			assert.deepEqual(node.calls.map(({ method }) => method), [
				'Filecoin.ChainGetFinalizedTipSet',
				'Filecoin.ChainGetTipSetAfterHeight',
				'Filecoin.StateGetActor',
			]);
			const busy = await range(() => {
				network.deposit('alice', 2n * FIL);
				network.withdraw(MINER, 3n * FIL);
				network.contractCall('bob', [{ to: network.custody.address, value: FIL }], { revert: true });
				network.advance(3, { nulls: [2] });
				network.msigPay('bob', 4n * FIL);
			});
			assert.deepEqual([busy.credits, busy.debits, busy.unexplained], [[2n * FIL, 3n * FIL], [4n * FIL], 0n]);
			// An income and an outflow of the same size leave the balance as it was, but not the head.
			const even = await range(() => {
				network.deposit('alice', FIL);
				network.msigPay('bob', FIL);
			});
			assert.deepEqual([even.credits, even.debits, even.unexplained], [[FIL], [FIL], 0n]);
			const jumped = await range(() => network.jump(7n));
			assert.deepEqual([jumped.credits, jumped.debits, jumped.unexplained], [[], [], 7n]);
			const fell = await range(() => network.jump(-9n));
			assert.equal(fell.unexplained, -9n);
		});
	});
});

describe('messages pushed by operators', () => {
	let network: FilecoinNetwork;
	let node: Endpoint;
	const TOKEN = 'secret';

	before(async () => {
		network = await FilecoinNetwork.start({ custodyBalance: 100n * FIL, threshold: 2, endpoints: [{ token: TOKEN }, { gateway: true }] });
		({ node } = network);
	});
	after(() => network.stop());

	/** What the operator's command does: nonce, gas, signature, push. */
	async function prepare(name: string, method: number, params: Uint8Array, changes: Partial<Message> = {}): Promise<Signed> {
		const { key: own, address } = network.person(name);
		const nonce = await rpc(node, 'MpoolGetNonce', [address]);
		const open = { Version: 0, To: network.custody.text, From: address, Nonce: nonce, Value: '0', Method: method, Params: base64(params) };
		const gas = await rpc(node, 'GasEstimateMessageGas', [open, null, []]);
		return own.sign({
			to: network.custody.address,
			from: own.address,
			nonce,
			value: 0n,
			gasLimit: gas.GasLimit,
			feeCap: BigInt(gas.GasFeeCap),
			premium: BigInt(gas.GasPremium),
			method,
			params,
			...changes,
		});
	}

	const envelope = ({ message, signature }: Signed): unknown => ({
		Message: {
			Version: 0,
			To: message.to.text(),
			From: message.from.text(),
			Nonce: message.nonce,
			Value: message.value.toString(),
			GasLimit: message.gasLimit,
			GasFeeCap: message.feeCap.toString(),
			GasPremium: message.premium.toString(),
			Method: message.method,
			Params: base64(message.params),
		},
		Signature: { Type: signature.type, Data: base64(signature.data) },
	});

	async function push(signed: Signed): Promise<void> {
		assert.deepEqual(await rpc(node, 'MpoolPush', [envelope(signed)], { token: TOKEN }), { '/': signed.cid });
	}

	const refused = async (signed: Signed): Promise<Answer> => refusal(node, 'MpoolPush', [envelope(signed)], { token: TOKEN });
	const pending = async (): Promise<Answer[]> => rpc(node, 'MsigGetPending', [network.custody.text, []]);
	const proposal = (value = FIL, params = redeemMemo(42n, new Uint8Array(8))) => ({ to: network.address('bob'), value, method: 0, params });

	async function result(signed: Signed): Promise<Answer[]> {
		network.advance(2);
		const found = await rpc(node, 'StateSearchMsg', [[], { '/': signed.cid }, -1, false]);
		assert.equal(found.Receipt.ExitCode, 0);
		return fromCbor(fromBase64(found.Receipt.Return)) as unknown as Answer[];
	}

	async function propose(wanted = proposal()): Promise<number> {
		const signed = await prepare('operator0', Method.Propose, proposeParams(wanted));
		await push(signed);
		const [txn, applied] = await result(signed);
		assert.equal(applied, false);
		return Number(txn);
	}

	test('propose, approve by hash, and pay', async () => {
		const before = network.balance('bob');
		const txn = await propose();
		const [waiting] = await pending();
		assert.deepEqual([waiting.ID, waiting.Value, waiting.Approved], [txn, FIL.toString(), [`f0${network.person('operator0').id}`]]);
		assert.equal(waiting.Params, base64(proposal().params));
		const hash = proposalHash(network.person('operator0').id, proposal());
		const signed = await prepare('operator1', Method.Approve, txnParams(txn, hash));
		await push(signed);
		const [applied, code] = await result(signed);
		assert.deepEqual([applied, code], [true, 0n]);
		assert.equal(network.balance('bob') - before, FIL);
		assert.deepEqual(await pending(), []);
		const replay = await rpc(node, 'StateReplay', [key(network.inclusion(signed).cids), { '/': signed.cid }]);
		const [paid] = replay.ExecutionTrace.Subcalls;
		assert.deepEqual([paid.Msg.From, paid.Msg.To, paid.Msg.Value], [`f0${CUSTODY}`, network.person('bob').address, FIL.toString()]);
		assert.equal(paid.Msg.Params, base64(redeemMemo(42n, new Uint8Array(8))));
	});

	test('cannot approve another payment under the same number, nor twice, nor without being signer', async () => {
		const txn = await propose();
		const id = network.person('operator0').id;
		const wrong = proposalHash(id, proposal(2n * FIL));
		const attempts: [string, Uint8Array, number][] = [
			['operator1', txnParams(txn, wrong), 16],
			['operator0', txnParams(txn), 18],
			['alice', txnParams(txn), 18],
			['operator1', txnParams(txn + 1), 17],
			['operator1', cbor([txn]), 21],
		];
		for (const [name, params, exit] of attempts) {
			const { address } = network.person(name);
			const open = { To: network.custody.text, From: address, Method: Method.Approve, Params: base64(params) };
			const error = await refusal(node, 'GasEstimateMessageGas', [open, null, []]);
			assert.match(error.message, new RegExp(`exit ${exit}\\b`));
			const signed = network.send(name, network.custody.address, { method: Method.Approve, params });
			network.advance(2);
			assert.equal(network.outcome(signed).receipt.exit, exit, name);
		}
		assert.equal((await pending()).length, 1);
		// Only the proposer may cancel.
		const other = network.cancel('operator1', txn);
		network.advance(2);
		assert.equal(network.outcome(other).receipt.exit, 18);
		const signed = await prepare('operator0', Method.Cancel, txnParams(txn, proposalHash(id, proposal())));
		await push(signed);
		network.advance(2);
		assert.equal(network.outcome(signed).receipt.exit, 0);
		assert.deepEqual(await pending(), []);
	});

	test('a payment that fails within an approval that succeeds is gone', async () => {
		const contract = { to: network.forwarder, value: FIL, method: 99, params: new Uint8Array() };
		const before = network.balance();
		const txn = await propose(contract);
		const signed = await prepare('operator1', Method.Approve, txnParams(txn, proposalHash(network.person('operator0').id, contract)));
		await push(signed);
		assert.deepEqual((await result(signed)).slice(0, 2), [true, 22n]);
		assert.equal(network.balance(), before);
		assert.deepEqual(await pending(), []);
	});

	test('a payment that custody cannot make stays pending', async () => {
		const great = proposal(network.balance() + 1n);
		const txn = await propose(great);
		const signed = network.approve('operator1', txn);
		network.advance(2);
		assert.equal(network.outcome(signed).receipt.exit, 19);
		assert.deepEqual((await pending()).map(({ ID }) => ID), [txn]);
		network.cancel('operator0', txn);
		network.advance(2);
	});

	test('signers change by the multisig itself', async () => {
		const swap = cbor([network.address('operator4').bytes, network.address('charlie').bytes]);
		const wanted = { to: network.custody.address, value: 0n, method: Method.SwapSigner, params: swap };
		const direct = network.send('operator0', network.custody.address, { method: Method.SwapSigner, params: swap });
		const txn = await propose(wanted);
		assert.equal(network.outcome(direct).receipt.exit, 18);
		const signed = await prepare('operator1', Method.Approve, txnParams(txn));
		await push(signed);
		assert.deepEqual((await result(signed)).slice(0, 2), [true, 0n]);
		const { Signers } = (await rpc(node, 'StateReadState', [network.custody.text, []])).State;
		assert.deepEqual(Signers, [2000, 2001, 2002, 2003, network.person('charlie').id].map((id) => `f0${id}`));
	});

	test('are refused when their signature, nonce or fee is wrong', async () => {
		const good = await prepare('operator0', Method.Propose, proposeParams(proposal()));
		const foreign = network.person('operator1').key.sign({ ...good.message });
		assert.match((await refused(foreign)).message, /signature/);
		const changed = { ...good, message: { ...good.message, params: proposeParams(proposal(2n * FIL)) } };
		assert.match((await refused(changed)).message, /signature/);
		const unsigned = { ...good, signature: { type: 2, data: new Uint8Array(96) } };
		assert.match((await refused(unsigned)).message, /signature/);
		const sign = (changes: Partial<Message>): Signed => network.person('operator0').key.sign({ ...good.message, ...changes });
		assert.match((await refused(sign({ nonce: 0 }))).message, /nonce too low/);
		assert.match((await refused(sign({ nonce: good.message.nonce + 200 }))).message, /gap/);
		assert.match((await refused(sign({ gasLimit: 1 }))).message, /GasLimit/);
		assert.match((await refused(sign({ feeCap: 1n }))).message, /GasFeeCap/);
		assert.match((await refused(sign({ value: 10n ** 30n }))).message, /not enough funds/);
		assert.equal((await refusal(node, 'MpoolPush', [{ Message: {} }], { token: TOKEN })).code, -32700);
		assert.equal(network.chain.pool.size, 0);
		// The same again is no error; another one in its place must pay more.
		await push(good);
		await push(good);
		assert.match((await refused(sign({ params: proposeParams(proposal(3n * FIL)) }))).message, /GasPremium/);
		const dearer = sign({ params: proposeParams(proposal(3n * FIL)), premium: good.message.premium * 2n });
		await push(dearer);
		assert.equal(await rpc(node, 'MpoolGetNonce', [good.message.from.text()]), good.message.nonce + 1);
		const [txn] = await result(dearer);
		assert.equal((await pending())[0].Value, (3n * FIL).toString());
		assert.throws(() => network.outcome(good), /no block/);
		network.cancel('operator0', Number(txn));
		network.advance(2);
	});

	test('wait for the nonces before them', async () => {
		const { message } = await prepare('operator3', Method.Propose, proposeParams(proposal()));
		const sign = (nonce: number): Signed => network.person('operator3').key.sign({ ...message, nonce });
		const [first, second] = [sign(message.nonce), sign(message.nonce + 1)];
		await push(second);
		network.advance(2);
		assert.equal(network.chain.pool.size, 1);
		assert.equal(await rpc(node, 'MpoolGetNonce', [message.from.text()]), message.nonce);
		await push(first);
		network.advance(2);
		const txns = [first, second].map((signed) => (fromCbor(network.outcome(signed).receipt.ret) as bigint[])[0]);
		assert.equal(txns[1], (txns[0] ?? 0n) + 1n);
		assert.equal(network.inclusion(first), network.inclusion(second));
	});

	test('need the permission to write, but not at a gateway', async () => {
		const signed = await prepare('operator2', Method.Propose, proposeParams(proposal()));
		const error = await refusal(node, 'MpoolPush', [envelope(signed)]);
		assert.match(error.message, /permission/);
		const wrong = await post(node, { jsonrpc: '2.0', id: 1, method: 'Filecoin.ChainHead', params: [] }, { token: 'guess' });
		assert.equal(wrong.status, 401);
		assert.equal((await rpc(node, 'ChainHead', [], { token: TOKEN })).Height, network.chain.head.height);
		assert.deepEqual(await rpc(network.endpoints[1] as Endpoint, 'MpoolPush', [envelope(signed)]), { '/': signed.cid });
	});
});

describe('nodes', () => {
	test('a gateway serves less and looks back less', async () => {
		await within({ endpoints: [{}, { gateway: true }] }, async (network) => {
			const [node, gateway] = network.endpoints as [Endpoint, Endpoint];
			const deposit = network.deposit('alice', FIL);
			const old = network.advance();
			network.advance(30);
			const search = [[], { '/': deposit.cid }, -1, false];
			assert.notEqual(await rpc(node, 'StateSearchMsg', search), null);
			assert.equal(await rpc(gateway, 'StateSearchMsg', search), null);
			for (const method of ['StateCompute', 'StateMinerFaults', 'StateMinerAvailableBalance']) {
				assert.equal((await refusal(gateway, method, [])).code, -32601);
				assert.ok(!gateway.served.includes(`Filecoin.${method}`) && node.served.includes(`Filecoin.${method}`));
			}
			network.chain.mine(2_900);
			network.advance();
			const read = [network.custody.text, key(old.cids)];
			assert.equal((await rpc(node, 'StateGetActor', read)).Balance, '0');
			assert.match((await refusal(gateway, 'StateGetActor', read)).message, /lookbacks of more than/);
			assert.match((await refusal(gateway, 'ChainGetTipSetByHeight', [old.height, []])).message, /lookbacks of more than/);
			const to = network.chain.head.height - 1;
			const range = (blocks: number) => [{ fromBlock: `0x${(to - blocks).toString(16)}`, toBlock: `0x${to.toString(16)}` }];
			assert.deepEqual(await rpc(gateway, 'trace_filter', range(100)), []);
			assert.equal((await refusal(gateway, 'trace_filter', range(101))).code, -32005);
			assert.deepEqual(await rpc(node, 'trace_filter', range(2880)), []);
			assert.equal((await refusal(node, 'trace_filter', range(2881))).code, -32005);
		});
	});

	test('answer what they do not understand with an error', async () => {
		await within({ endpoints: [{ flavour: 'lotus' }, { flavour: 'forest' }] }, async (network) => {
			const [lotus, forest] = network.endpoints as [Endpoint, Endpoint];
			assert.equal((await refusal(lotus, 'StateListMessages')).code, -32601);
			assert.equal((await refusal(lotus, 'StateGetActor', ['f0x', []])).code, -32700);
			assert.equal((await refusal(forest, 'StateGetActor', ['f0x', []])).code, -32602);
			assert.equal((await refusal(lotus, 'StateGetActor', ['t01234', []])).code, -32700);
			assert.equal((await refusal(lotus, 'ChainGetTipSet', [key(['bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c'])])).code, 1);
			assert.equal((await refusal(lotus, 'ChainGetParentMessages', [{ '/': 'bafy2' }])).code, 1);
			assert.equal((await refusal(lotus, 'StateMinerInfo', [network.custody.text, []])).code, 1);
			for (const body of ['{', '[]', '{"jsonrpc":"2.0"}', '7']) {
				const answer = (await (await post(lotus, body)).json()) as Answer;
				assert.ok(answer.error.code < -32000, body);
			}
			const request = (id: number): unknown => ({ jsonrpc: '2.0', id, method: 'Filecoin.ChainHead', params: [] });
			const batch = (size: number): unknown[] => Array.from({ length: size }, (_, id) => request(id));
			const answers = (await (await post(forest, batch(100))).json()) as Answer[];
			assert.deepEqual(answers.map(({ id }) => id), Array.from({ length: 100 }, (_, id) => id));
			assert.equal(forest.count('ChainHead'), 100);
			assert.equal(((await (await post(forest, batch(101))).json()) as Answer).error.code, -32010);
			assert.equal((await fetch(lotus.url.replace('/rpc/v1', '/'))).status, 404);
			assert.equal((await fetch(lotus.url)).status, 405);
			await within({ endpoints: [{ f3: 'disabled' }, { f3: 'not ready' }] }, async (other) => {
				const codes = await Promise.all(other.endpoints.map(async (node) => (await refusal(node, 'F3GetLatestCertificate')).code));
				assert.deepEqual(codes, [4, 10]);
			});
		});
	});

	test('fail in every way that is asked for', async () => {
		await within({}, async (network) => {
			const { node } = network;
			const head = (options?: RequestOptions): Promise<Answer> => rpc(node, 'ChainHead', [], options);
			const fine = await head();
			const during = async (fault: Parameters<Endpoint['fail']>[0], check: () => Promise<void>): Promise<void> => {
				const end = node.fail(fault);
				await check();
				end();
				assert.deepEqual(await head(), fine);
			};
			await during({ kind: 'delay', ms: 300 }, async () => {
				await assert.rejects(head({ timeoutMs: 50 }), /timeout/i);
				const start = performance.now();
				assert.deepEqual(await head(), fine);
				assert.ok(performance.now() - start > 250);
			});
			await during({ kind: 'truncate' }, () => assert.rejects(head()));
			await during({ kind: 'hangup' }, () => assert.rejects(head()));
			await during({ kind: 'status', status: 500 }, async () => {
				const response = await post(node, { jsonrpc: '2.0', id: 1, method: 'Filecoin.ChainHead', params: [] });
				assert.equal(response.status, 500);
				await assert.rejects(response.json());
			});
			await during({ kind: 'error', code: -32002, message: 'expensive fork' }, async () => {
				assert.deepEqual(await refusal(node, 'ChainHead'), { code: -32002, message: 'expensive fork' });
			});
			await during({ kind: 'oversize', bytes: 5_000_000 }, async () => {
				const text = await (await post(node, { jsonrpc: '2.0', id: 1, method: 'Filecoin.ChainHead', params: [] })).text();
				assert.ok(text.length > 5_000_000);
				assert.deepEqual((JSON.parse(text) as Answer).result, fine);
			});
			await during({ kind: 'garbage' }, () => assert.rejects(head(), /JSON/));
			await during({ kind: 'null' }, async () => assert.equal(await head(), null));
			const foreign = 'bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2';
			await during({ kind: 'genesis', cid: foreign }, async () => {
				assert.deepEqual((await rpc(node, 'ChainGetGenesis')).Cids, key([foreign]));
				assert.deepEqual(await head(), fine);
			});
			await during({ kind: 'error', code: 1, message: 'failed to root: ipld: could not find', methods: ['ChainGetParentReceipts'] }, async () => {
				assert.match((await refusal(node, 'ChainGetParentReceipts', [fine.Cids[0]])).message, /could not find/);
				assert.deepEqual(await rpc(node, 'ChainGetParentMessages', [fine.Cids[0]]), []);
			});
			await during({ kind: 'status', status: 503, times: 2 }, async () => {
				const codes = [];
				for (let round = 0; round < 3; round += 1) codes.push((await post(node, { id: 1, method: 'Filecoin.ChainHead', params: [] })).status);
				assert.deepEqual(codes, [503, 503, 200]);
			});
			assert.equal(node.count('ChainGetGenesis'), 1);
		});
	});

	test('lag, stand still, go down and come back', async () => {
		await within({ endpoints: [{}, { lag: 3 }, {}] }, async (network) => {
			const [node, slow, other] = network.endpoints as [Endpoint, Endpoint, Endpoint];
			network.advance(10);
			const height = async (at: Endpoint, method = 'ChainHead'): Promise<number> => (await rpc(at, method)).Height;
			const head = await height(node);
			assert.equal(await height(slow), head - 3);
			assert.equal(await height(slow, 'ChainGetFinalizedTipSet'), head - 3 - 5);
			assert.equal((await refusal(slow, 'ChainGetTipSet', [key(network.chain.head.cids)])).code, 1);
			node.freeze();
			network.advance(4);
			assert.deepEqual([await height(node), await height(other)], [head, head + 4]);
			assert.equal(await height(node, 'ChainGetFinalizedTipSet'), head - 5);
			node.freeze(false);
			assert.equal(await height(node), head + 4);
			const { url } = other;
			await other.stop();
			await assert.rejects(rpc(other, 'ChainHead'));
			await other.start();
			assert.equal(other.url, url);
			assert.equal(await height(other), head + 4);
		});
	});

	test('lie consistently, each for itself', async () => {
		await within({ endpoints: [{}, {}] }, async (network) => {
			const [honest, liar] = network.endpoints as [Endpoint, Endpoint];
			const both = async (method: string, params: unknown[] = []): Promise<Answer[]> => Promise.all([rpc(honest, method, params), rpc(liar, method, params)]);
			const balances = async (): Promise<string[]> => (await both('StateGetActor', [network.custody.text, []])).map(({ Balance }) => Balance);
			const more = liar.lie({ kind: 'balance', actor: CUSTODY, delta: 5n });
			assert.deepEqual(await balances(), ['0', '5']);
			more();
			assert.deepEqual(await balances(), ['0', '0']);

			const height = network.chain.head.height + 1;
			const credit = liar.lie({ kind: 'credit', actor: CUSTODY, value: FIL, height, params: depositMemo(ALICE) });
			const start = await rpc(honest, 'StateGetActor', [network.custody.text, []]);
			assert.deepEqual(await balances(), ['0', '0'], 'its time has not come');
			network.advance();
			assert.deepEqual(await balances(), ['0', '0']);
			network.advance();
			assert.deepEqual(await balances(), ['0', FIL.toString()]);
			network.advance(20);
			const truth = await scan(network, honest, height - 1, height + 5, start);
			const tale = await scan(network, liar, height - 1, height + 5, start);
			assert.deepEqual([truth.credits, truth.unexplained], [[], 0n]);
			assert.deepEqual([tale.credits, tale.unexplained], [[FIL], 0n], 'nothing gives it away');
			credit();

			const weaker = liar.lie({ kind: 'power', miner: MINER, percent: 50 });
			const [full, half] = await both('StateMinerPower', [`f0${MINER}`, []]);
			assert.equal(BigInt(full.MinerPower.QualityAdjPower), 2n * BigInt(half.MinerPower.QualityAdjPower));
			weaker();

			const fork = liar.lie({ kind: 'tipsets', from: height });
			const [real, other] = await both('ChainGetFinalizedTipSet');
			assert.equal(real.Height, other.Height);
			assert.notDeepEqual(real.Cids, other.Cids);
			const again = await rpc(liar, 'ChainGetTipSet', [other.Cids]);
			assert.deepEqual(again, other, 'it knows its own blocks');
			const parent = await rpc(liar, 'ChainGetTipSet', [other.Blocks[0].Parents]);
			assert.deepEqual(parent.Cids, other.Blocks[0].Parents);
			assert.equal((await refusal(honest, 'ChainGetTipSet', [other.Cids])).code, 1);
			fork();

			const custom = liar.lie({ kind: 'answer', change: (method, _, result) => (method === 'StateNetworkName' ? 'elsewhere' : result) });
			assert.deepEqual(await both('StateNetworkName'), ['testnetnet', 'elsewhere']);
			custom();
			assert.deepEqual(await both('StateNetworkName'), ['testnetnet', 'testnetnet']);
		});
	});

	test('speak https to those who trust their authority', async () => {
		const { ca, key: secret, cert } = localCertificate();
		await within({ endpoints: [{ tls: { key: secret, cert } }] }, async ({ node }) => {
			assert.match(node.url, /^https:/);
			const ask = (trusted?: string): Promise<Answer> =>
				new Promise((resolve, reject) => {
					const trust = trusted === undefined ? {} : { ca: trusted };
					const request = https.request(node.url, { method: 'POST', agent: false, ...trust }, (response) => {
						let text = '';
						response.on('data', (chunk: Buffer) => (text += chunk.toString()));
						response.on('end', () => resolve(JSON.parse(text)));
					});
					request.on('error', reject);
					request.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'Filecoin.ChainHead', params: [] }));
				});
			assert.equal((await ask(ca)).result.Height, 7);
			await assert.rejects(ask(), /certificate/);
		});
	});

	test('speak of a test network when they are one', async () => {
		const genesisCid = 'bafy2bzacecyaggy24wol5ruvs6qm73gjibs2l2iyhcqmvi7r7a4ph7zx3yqd4';
		await within({ prefix: 't', networkName: 'calibrationnet', genesisCid }, async (network) => {
			const { node } = network;
			assert.ok(network.custody.text.startsWith('t2'));
			assert.deepEqual((await rpc(node, 'ChainGetGenesis')).Cids, key([genesisCid]));
			assert.match((await rpc(node, 'ChainHead')).Blocks[0].Miner, /^t0/);
			assert.equal(await rpc(node, 'StateLookupID', [network.custody.text, []]), `t0${CUSTODY}`);
			assert.equal((await refusal(node, 'StateLookupID', [network.custody.text.replace('t', 'f'), []])).code, -32700);
		});
	});
});
