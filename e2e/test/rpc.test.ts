/** What a node answers to whom, and the interface that light wallets follow the chain by: `chainHead`, `chainSpec`, `transaction`. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { type Api, DMC, SS58_PREFIX, alice, balanceOf, bob, call, connect, keyring, stranger } from '../src/chain.ts';
import { throwAwaySpec, untilFinalized } from '../src/network.ts';
import { DmexNode, peerId } from '../src/node.ts';
import { afterStory, scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';
import { nodeBinary } from '../src/workspace.ts';

const chain = (): string => throwAwaySpec('development', { slotDurationMs: 300, blocksPerDay: 10 });

interface Answer {
	result?: unknown;
	error?: { code: number; message: string };
}

/** One call over HTTP, as whoever reaches `host` makes it. */
async function ask(host: string, node: DmexNode, method: string, ...params: unknown[]): Promise<Answer> {
	const response = await fetch(`http://${host}:${node.rpcPort}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
		signal: AbortSignal.timeout(20_000),
	});
	assert.equal(response.status, 200, `${method}: ${response.status} ${response.statusText}`);
	return (await response.json()) as Answer;
}

/**
 * This machine's address as others see it. A machine without one is asked on loopback: the node decides by the interface that it
 * listens on, which `--rpc-external` makes 0.0.0.0, and not by where the caller is.
 */
function ownAddress(): string {
	const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
	return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

scenario('an outside caller', (step) => {
	const outside = ownAddress();
	const key = keyring.addFromUri(`//Outsider//${process.pid}`);
	const publicKey = u8aToHex(key.publicKey);
	let own: DmexNode;
	let open: DmexNode;
	/** What must not be asked from outside, with parameters that the node itself takes. `says` is what it answers if that is an error. */
	let unsafe: { method: string; params: unknown[]; says?: RegExp }[];

	step('is the same to a node as anybody else if it listens on loopback only', async () => {
		const spec = chain();
		own = await DmexNode.start({ chain: spec, name: 'own', args: ['--alice', '--force-authoring'] });
		open = await DmexNode.start({ chain: spec, name: 'open', args: ['--rpc-external', '--rpc-cors', 'all'], reserved: [own] });
		await until('the two to meet', async () => (await open.peers()) === 1);
		await untilFinalized(open, 2);
		if (outside === '127.0.0.1') return;
		await assert.rejects(ask(outside, own, 'system_health'), /fetch failed/);
	});

	step('reads the chain', async () => {
		const [hash, finalized] = [await own.hashAt(1), (await ask(outside, open, 'chain_getFinalizedHead')).result];
		assert.equal((await ask(outside, open, 'chain_getBlockHash', 1)).result, hash);
		assert.match(String(finalized), /^0x[0-9a-f]{64}$/);
		for (const [method, ...params] of [
			['system_health'],
			['system_properties'],
			['system_accountNextIndex', bob.address],
			['state_getMetadata'],
			['state_getStorage', '0x3a636f6465'],
			['state_getRuntimeVersion'],
			['grandpa_roundState'],
			['author_pendingExtrinsics'],
			['chainSpec_v1_genesisHash'],
		] as [string, ...unknown[]][]) {
			const { result, error } = await ask(outside, open, method, ...params);
			assert.equal(error, undefined, `${method}: ${error?.message}`);
			assert.notEqual(result ?? null, null, method);
		}
	});

	step('is refused what reads keys, changes the node or makes it work hard', async () => {
		const genesis = await own.hashAt(0);
		const block = await own.hashAt(1);
		const peer = peerId(new Uint8Array(32).fill(7));
		unsafe = [
			{ method: 'author_insertKey', params: ['audi', `//Outsider//${process.pid}`, publicKey] },
			{ method: 'author_hasKey', params: [publicKey, 'audi'] },
			{ method: 'author_rotateKeys', params: [] },
			{ method: 'author_rotateKeysWithOwner', params: [publicKey] },
			{ method: 'author_hasSessionKeys', params: [u8aToHex(new Uint8Array(96).fill(1))] },
			{ method: 'author_removeExtrinsic', params: [[]] },
			{ method: 'system_peers', params: [] },
			{ method: 'system_unstable_networkState', params: [] },
			{ method: 'system_addReservedPeer', params: [`/ip4/127.0.0.1/tcp/1/p2p/${peer}`] },
			{ method: 'system_removeReservedPeer', params: [peer] },
			// These two need --enable-log-reloading besides.
			{ method: 'system_addLogFilter', params: ['dmex=info'], says: /No reload handle/ },
			{ method: 'system_resetLogFilter', params: [], says: /No reload handle/ },
			{ method: 'system_dryRun', params: ['0x'], says: /decode|Unable to dry run/i },
			{ method: 'state_getPairs', params: ['0x3a'] },
			{ method: 'state_queryStorage', params: [['0x3a636f6465'], genesis] },
			{ method: 'state_traceBlock', params: [block] },
			{ method: 'state_callRecorded', params: ['Core_version', '0x', block], says: /not supported/ },
			{ method: 'offchain_localStorageSet', params: ['PERSISTENT', '0x01', '0x02'] },
			{ method: 'offchain_localStorageGet', params: ['PERSISTENT', '0x01'] },
			{ method: 'offchain_localStorageClear', params: ['PERSISTENT', '0x01'] },
			{ method: 'babe_epochAuthorship', params: [] },
			{ method: 'filecoin_workerStatus', params: [] },
		];
		const { methods } = (await ask(outside, open, 'rpc_methods')).result as { methods: string[] };
		for (const { method, params } of unsafe) {
			assert.ok(methods.includes(method), `no RPC ${method}`);
			const { result, error } = await ask(outside, open, method, ...params);
			assert.equal(result, undefined, `${method} answers outside`);
			assert.match(error?.message ?? '', /unsafe/, method);
		}
		const subscriber = new WsProvider(`ws://${outside}:${open.rpcPort}`, 250);
		try {
			await subscriber.isReady;
			// With keys it is what each wallet does; without it is every change of every block.
			await assert.rejects(subscriber.subscribe('state_storage', 'state_subscribeStorage', [], () => undefined), /unsafe/);
			await subscriber.subscribe('state_storage', 'state_subscribeStorage', [['0x3a636f6465']], () => undefined);
		} finally {
			await subscriber.disconnect();
		}
	});

	step('left no key in the node\'s keystore', () => {
		assert.deepEqual(readdirSync(join(open.basePath, 'chains', 'dmex_dev', 'keystore')), []);
		return Promise.resolve();
	});

	step('is refused what the node\'s own operator is answered', async () => {
		const answers = new Map<string, unknown>();
		for (const { method, params, says } of unsafe) {
			const { result, error } = await ask('127.0.0.1', own, method, ...params);
			assert.doesNotMatch(error?.message ?? '', /unsafe/, method);
			if (says === undefined) assert.equal(error, undefined, `${method}: ${error?.message}`);
			else assert.match(error?.message ?? '', says, method);
			answers.set(method, result);
		}
		assert.equal(answers.get('author_hasKey'), true);
		assert.equal(answers.get('author_hasSessionKeys'), false);
		assert.equal((answers.get('system_peers') as unknown[]).length, 1);
		assert.equal(answers.get('offchain_localStorageGet'), '0x02');
		assert.ok((answers.get('state_getPairs') as unknown[]).length > 0);
		const slots = answers.get('babe_epochAuthorship') as Record<string, { primary: number[]; secondary_vrf: number[] }>;
		const authored = slots[keyring.encodeAddress(alice.publicKey)];
		assert.ok(authored !== undefined && authored.primary.length + authored.secondary_vrf.length > 0, JSON.stringify(slots));
		assert.ok('configured' in (answers.get('filecoin_workerStatus') as object));
		const kept = readdirSync(join(own.basePath, 'chains', 'dmex_dev', 'keystore'));
		assert.ok(kept.some((file) => file.endsWith(publicKey.slice(2))), kept.join());
	});

	step('reaches no validator: one does not start with --rpc-external', async () => {
		const where = ['--chain', 'development', '--base-path', join(open.basePath, 'validator'), '--node-key', '07'.repeat(32)];
		const args = [...where, '--validator', '--rpc-external'];
		const { code, stderr } = await new Promise<{ code: number; stderr: string }>((resolve) => {
			execFile(nodeBinary(), args, { timeout: 60_000 }, (error, _, stderr) => {
				resolve({ code: error === null ? 0 : Number(error.code), stderr });
			});
		});
		assert.equal(code, 1, stderr);
		assert.match(stderr, /--rpc-external option shouldn't be used if the node is running as a validator/);
	});
});

type Event = { event: string; operationId?: string; [field: string]: unknown };

/** A subscription, with all that it was told so far. */
class Feed {
	readonly events: Event[] = [];
	id = '';

	/** The first event that `matches`, as soon as there is one. */
	first(what: string, matches: (event: Event) => boolean): Promise<Event> {
		return until(what, () => this.events.find(matches), { everyMs: 20 });
	}

	/** All values of `field` in the events named `event`. */
	all<T>(event: string, field: string): T[] {
		return this.events.filter((one) => one.event === event).map((one) => one[field] as T);
	}
}

const FOLLOW = ['chainHead_v1_followEvent', 'chainHead_v1_follow'] as const;
const WATCH = ['transactionWatch_v1_watchEvent', 'transactionWatch_v1_submitAndWatch'] as const;

/** Errors of the JSON-RPC interface specification. */
const INVALID_PARAMS = -32602;
const REACHED_LIMITS = -32800;
const INVALID_BLOCK = -32801;
const INVALID_RUNTIME_CALL = -32802;
const INVALID_DUPLICATE_HASHES = -32804;

/** A signed transaction with another signature: length, version, address and kind of signature take 37 bytes before it. */
function forge(bytes: string): string {
	const at = 2 + 2 * 47;
	const other = (Number.parseInt(bytes.slice(at, at + 2), 16) ^ 1).toString(16).padStart(2, '0');
	return bytes.slice(0, at) + other + bytes.slice(at + 2);
}

const fails = (code: number) => (error: unknown): boolean => {
	assert.equal((error as { code?: number }).code, code, String(error));
	return true;
};

scenario('a light wallet', (step) => {
	let node: DmexNode;
	let api: Api;
	let client: WsProvider;
	let head: Feed;
	/** A block that the node reported and keeps for this client. */
	let block: string;

	const subscribe = async ([type, method]: readonly [string, string], ...params: unknown[]): Promise<Feed> => {
		const feed = new Feed();
		const listen = (_: Error | null, event: Event): void => {
			feed.events.push(event);
		};
		feed.id = String(await client.subscribe(type, method, params, listen));
		return feed;
	};
	/** Starts an operation on `block` and waits for the event that ends it. */
	const operate = async (method: string, hash: string, ...params: unknown[]): Promise<Event> => {
		const started = await client.send<{ result: string; operationId: string }>(method, [head.id, hash, ...params]);
		assert.equal(started.result, 'started', method);
		const ends = ['operationBodyDone', 'operationCallDone', 'operationStorageDone', 'operationError', 'operationInaccessible'];
		return head.first(`${method} to end`, ({ event, operationId }) => operationId === started.operationId && ends.includes(event));
	};
	const signed = async (amount: bigint, nonce = -1): Promise<{ bytes: string; receiver: string }> => {
		const receiver = stranger().address;
		const tx = await call(api, 'balances', 'transferKeepAlive', receiver, amount).signAsync(bob, { nonce });
		return { bytes: tx.toHex(), receiver };
	};

	step('is told which chain it meets', async () => {
		node = await DmexNode.start({ chain: chain(), name: 'alice', args: ['--alice', '--force-authoring', '--rpc-methods', 'safe'] });
		api = await connect(node);
		client = new WsProvider(node.url, 250);
		afterStory(() => client.disconnect());
		await client.isReady;
		assert.equal(await client.send('chainSpec_v1_chainName', []), 'DMEX Development');
		assert.equal(await client.send('chainSpec_v1_genesisHash', []), await node.hashAt(0));
		assert.deepEqual(await client.send('chainSpec_v1_properties', []), {
			ss58Format: SS58_PREFIX,
			tokenDecimals: 18,
			tokenSymbol: 'DMC',
		});
	});

	step('follows the head: what is final, then each block once, which is best, and what becomes final', async () => {
		await untilFinalized(node, 1);
		head = await subscribe(FOLLOW, true);
		await until('three blocks to be final', () => head.all<string[]>('finalized', 'finalizedBlockHashes').flat().length >= 3);

		const [initialized, ...rest] = head.events;
		assert.equal(initialized?.event, 'initialized');
		const runtime = initialized['finalizedBlockRuntime'] as { type: string; spec: { specName: string; specVersion: number } };
		assert.equal(runtime.type, 'valid');
		assert.equal(runtime.spec.specName, 'dmex');
		assert.equal(runtime.spec.specVersion, api.runtimeVersion.specVersion.toNumber());

		const known = new Set(initialized['finalizedBlockHashes'] as string[]);
		const final = new Set(known);
		for (const event of rest) {
			switch (event.event) {
				case 'newBlock':
					assert.ok(known.has(event['parentBlockHash'] as string), 'a block before its parent');
					assert.ok(!known.has(event['blockHash'] as string), 'a block twice');
					assert.equal(event['newRuntime'], null);
					known.add(event['blockHash'] as string);
					break;
				case 'bestBlockChanged':
					assert.ok(known.has(event['bestBlockHash'] as string), 'an unknown block is best');
					break;
				case 'finalized':
					for (const hash of event['finalizedBlockHashes'] as string[]) {
						assert.ok(known.has(hash) && !final.has(hash), 'an unknown block is final, or one that was');
						final.add(hash);
					}
					// Those of forks, which a slow machine makes with one author too.
					for (const hash of event['prunedBlockHashes'] as string[]) assert.ok(known.has(hash) && !final.has(hash));
					break;
				default:
					assert.fail(`${event.event} was not asked for`);
			}
		}
		assert.ok(head.all('bestBlockChanged', 'bestBlockHash').length >= 3);
		for (const hash of final) {
			const { number } = await node.rpc<{ number: string }>('chain_getHeader', hash);
			assert.equal(await node.hashAt(Number(number)), hash);
		}
		block = head.all<string[]>('finalized', 'finalizedBlockHashes').flat()[0] ?? '';
	});

	step('reads header, body, state and runtime of a block that it was told of', async () => {
		const header = await client.send<string>('chainHead_v1_header', [head.id, block]);
		assert.equal(blake2AsHex(header), block);

		const body = await operate('chainHead_v1_body', block);
		const { extrinsics } = (await node.rpc<{ block: { extrinsics: string[] } }>('chain_getBlock', block)).block;
		assert.ok(extrinsics.length > 0);
		assert.deepEqual(body['value'], extrinsics);

		const account = api.query['system']?.['account']?.key(alice.address);
		const nobody = api.query['system']?.['account']?.key(stranger().address);
		const read = await operate(
			'chainHead_v1_storage',
			block,
			[
				{ key: account, type: 'value' },
				{ key: account, type: 'hash' },
				{ key: nobody, type: 'value' },
			],
			null,
		);
		assert.equal(read.event, 'operationStorageDone');
		const items = head.events
			.filter(({ event, operationId }) => event === 'operationStorageItems' && operationId === read.operationId)
			.flatMap((event) => event['items'] as { key: string; value?: string; hash?: string }[]);
		const value = await node.rpc<string>('state_getStorage', account, block);
		assert.ok(value.length > 2);
		assert.deepEqual(items, [
			{ key: account, value },
			{ key: account, hash: await node.rpc('state_getStorageHash', account, block) },
		]);

		const version = await operate('chainHead_v1_call', block, 'Core_version', '0x');
		assert.equal(version['output'], await node.rpc('state_call', 'Core_version', '0x', block));
		const failed = await operate('chainHead_v1_call', block, 'Core_nothing', '0x');
		assert.equal(failed.event, 'operationError');
	});

	step('is told the specified error for what does not exist', async () => {
		const unknown = `0x${'ab'.repeat(32)}`;
		const key = api.query['system']?.['account']?.key(alice.address);
		await assert.rejects(client.send('chainHead_v1_header', [head.id, unknown]), fails(INVALID_BLOCK));
		await assert.rejects(client.send('chainHead_v1_body', [head.id, unknown]), fails(INVALID_BLOCK));
		await assert.rejects(client.send('chainHead_v1_storage', [head.id, unknown, [{ key, type: 'value' }], null]), fails(INVALID_BLOCK));
		await assert.rejects(client.send('chainHead_v1_call', [head.id, unknown, 'Core_version', '0x']), fails(INVALID_BLOCK));
		await assert.rejects(client.send('chainHead_v1_unpin', [head.id, unknown]), fails(INVALID_BLOCK));
		await assert.rejects(client.send('chainHead_v1_unpin', [head.id, [block, block]]), fails(INVALID_DUPLICATE_HASHES));
		await assert.rejects(client.send('chainHead_v1_call', [head.id, block, 'Core_version', 'no hex']), fails(INVALID_PARAMS));
		await assert.rejects(client.send('chainHead_v1_header', [head.id]), fails(INVALID_PARAMS));

		// A subscription that is not, or no more, is no error: the client may not have heard of its end yet.
		assert.equal(await client.send('chainHead_v1_header', ['nobody', block]), null);
		assert.deepEqual(await client.send('chainHead_v1_body', ['nobody', block]), { result: 'limitReached' });
		assert.deepEqual(await client.send('chainHead_v1_storage', ['nobody', block, [], null]), { result: 'limitReached' });
		assert.deepEqual(await client.send('chainHead_v1_call', ['nobody', block, 'Core_version', '0x']), { result: 'limitReached' });
		assert.equal(await client.send('chainHead_v1_unpin', ['nobody', block]), null);
	});

	step('calls no runtime if it did not ask for runtimes, and follows only so often at once', async () => {
		const bare = await subscribe(FOLLOW, false);
		const initialized = await bare.first('the start', ({ event }) => event === 'initialized');
		assert.ok(!('finalizedBlockRuntime' in initialized));
		const [hash] = initialized['finalizedBlockHashes'] as string[];
		await assert.rejects(client.send('chainHead_v1_call', [bare.id, hash, 'Core_version', '0x']), fails(INVALID_RUNTIME_CALL));

		const more = [await subscribe(FOLLOW, false), await subscribe(FOLLOW, false)];
		await assert.rejects(subscribe(FOLLOW, false), fails(REACHED_LIMITS));
		for (const { id } of [bare, ...more]) assert.equal(await client.unsubscribe(FOLLOW[0], 'chainHead_v1_unfollow', id), true);
	});

	step('sends a transfer and watches it until it is final', async () => {
		const amount = 2n * DMC + 1n;
		const { bytes, receiver } = await signed(amount);
		const watch = await subscribe(WATCH, bytes);
		const finalized = await watch.first('the transfer to be final', ({ event }) => event === 'finalized');
		assert.deepEqual([...new Set(watch.events.map(({ event }) => event))], ['validated', 'bestChainBlockIncluded', 'finalized']);
		const place = finalized['block'] as { hash: string; index: number };
		// Where a fork was best for a while, it was included there before.
		assert.deepEqual(place, watch.all('bestChainBlockIncluded', 'block').at(-1));

		await head.first('the block to be final', (event) => ((event['finalizedBlockHashes'] ?? []) as string[]).includes(place.hash));
		const body = await operate('chainHead_v1_body', place.hash);
		assert.equal((body['value'] as string[])[place.index], bytes);
		assert.equal(await balanceOf(api, receiver, place.hash), amount);

		const forged = await subscribe(WATCH, forge((await signed(amount)).bytes));
		const refused = await forged.first('the refusal', ({ event }) => event === 'invalid');
		assert.match(String(refused['error']), /bad signature/i);
		assert.equal(forged.events.length, 1);
	});

	step('broadcasts a transfer until it says stop', async () => {
		const amount = 3n * DMC + 1n;
		const { bytes, receiver } = await signed(amount);
		assert.match(await client.send<string>('transaction_v1_broadcast', [bytes]), /^\w+$/);
		await until('the transfer to arrive', async () => (await balanceOf(api, receiver)) === amount);
		// Broadcasting ends by itself when a transfer is final, which this one may be by now: one that has to wait for another is stopped.
		const next = (await api.rpc.system.accountNextIndex(bob.address)).toNumber();
		const operation = await client.send<string>('transaction_v1_broadcast', [(await signed(amount, next + 1)).bytes]);
		assert.equal(await client.send('transaction_v1_stop', [operation]), null);
		await assert.rejects(client.send('transaction_v1_stop', [operation]), fails(INVALID_PARAMS));
		await assert.rejects(client.send('transaction_v1_stop', ['nothing']), fails(INVALID_PARAMS));
		const arrived = await node.best();
		await untilFinalized(node, arrived);
		assert.equal(await balanceOf(api, receiver, await node.rpc('chain_getFinalizedHead')), amount);
	});

	step('gives back blocks that it has done with, and ends', async () => {
		const hashes = head.all<string[]>('finalized', 'finalizedBlockHashes').flat();
		assert.equal(await client.send('chainHead_v1_unpin', [head.id, hashes.slice(0, 2)]), null);
		await assert.rejects(client.send('chainHead_v1_header', [head.id, hashes[0]]), fails(INVALID_BLOCK));
		await assert.rejects(client.send('chainHead_v1_unpin', [head.id, hashes[1]]), fails(INVALID_BLOCK));
		const kept = await client.send<string>('chainHead_v1_header', [head.id, hashes[2]]);
		assert.equal(blake2AsHex(kept), hashes[2]);

		assert.equal(await client.unsubscribe(FOLLOW[0], 'chainHead_v1_unfollow', head.id), true);
		assert.equal(await client.send('chainHead_v1_header', [head.id, hashes[2]]), null);
		const told = head.events.length;
		await untilFinalized(node, (await node.best()) + 2);
		assert.equal(head.events.length, told);
	});
});
