/** The Filecoin test server: what operators read of it, and the messages that they push. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CUSTODY, key, MINER, post, refusal, rpc, within } from '../src/filecoin/client.ts';
import { FilecoinNetwork } from '../src/filecoin/control.ts';
import { base64, cbor, fromBase64, fromCbor } from '../src/filecoin/encoding.ts';
import type { Answer } from '../src/filecoin/literals.ts';
import { type Message, Method, type Signed, proposalHash, proposeParams, redeemMemo, txnParams } from '../src/filecoin/message.ts';
import type { Endpoint } from '../src/filecoin/rpc.ts';
import { type Report, scan } from '../src/filecoin/scan.ts';
import { FIL } from '../src/filecoin/state.ts';

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
