/** The Filecoin test server: its nodes lag, fail and lie as they are told. */

import assert from 'node:assert/strict';
import https from 'node:https';
import { describe, test } from 'node:test';
import { localCertificate } from '../src/filecoin/certificate.ts';
import { type RequestOptions, ALICE, CUSTODY, key, MINER, post, refusal, rpc, within } from '../src/filecoin/client.ts';
import type { Answer } from '../src/filecoin/literals.ts';
import { depositMemo } from '../src/filecoin/message.ts';
import type { Endpoint } from '../src/filecoin/rpc.ts';
import { scan } from '../src/filecoin/scan.ts';
import { FIL } from '../src/filecoin/state.ts';

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
			assert.deepEqual([...gateway.refused].sort(), ['Filecoin.StateCompute', 'Filecoin.StateMinerAvailableBalance', 'Filecoin.StateMinerFaults']);
			assert.deepEqual([...node.refused], []);
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
			await during({ kind: 'silence' }, () => assert.rejects(head({ timeoutMs: 50 }), /timeout/i));
			const speak = node.fail({ kind: 'silence', methods: ['ChainHead'] });
			const late = head();
			assert.notEqual(await rpc(node, 'ChainGetGenesis'), null);
			speak();
			assert.deepEqual(await late, fine);
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
			assert.equal(node.count('ChainGetGenesis'), 2);
		});
	});

	test('that are guarded answer nobody without their token', async () => {
		await within({ endpoints: [{ token: 'secret' }, { token: 'secret', guarded: true }] }, async (network) => {
			const [open, guarded] = network.endpoints as [Endpoint, Endpoint];
			const statuses = async (node: Endpoint): Promise<number[]> => {
				const answers = [{}, { token: 'guess' }, { token: 'secret' }].map((options) =>
					post(node, { jsonrpc: '2.0', id: 1, method: 'Filecoin.ChainHead', params: [] }, options),
				);
				return (await Promise.all(answers)).map(({ status }) => status);
			};
			assert.deepEqual(await statuses(open), [200, 401, 200]);
			assert.deepEqual(await statuses(guarded), [401, 401, 200]);
			assert.deepEqual([open.count(), guarded.count()], [2, 1]);
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
