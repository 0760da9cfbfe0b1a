/** The node's commands on blocks, state and keys, as an operator uses them between two runs of a node. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { u8aToHex } from '@polkadot/util';
import { ed25519PairFromSeed } from '@polkadot/util-crypto';
import { type Api, DMC, SS58_PREFIX, alice, bob, call, connect, disconnect, keyring, send, stranger } from '../src/chain.ts';
import { throwAwaySpec, untilFinalized } from '../src/network.ts';
import { DmexNode, peerId } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { exportSpec, writeSpec } from '../src/spec.ts';
import { until } from '../src/wait.ts';
import { cache, nodeBinary, scratch } from '../src/workspace.ts';

interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

/** Runs the binary to its end, with `input` typed in. It never panics. */
async function run(args: string[], input = ''): Promise<Outcome> {
	const outcome = await new Promise<Outcome>((resolve) => {
		const child = execFile(nodeBinary(), args, { maxBuffer: 256 * 1024 * 1024, timeout: 120_000 }, (error, stdout, stderr) => {
			const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
			resolve({ code, stdout, stderr });
		});
		// A command that asks for nothing may be over before it could be told anything.
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
	});
	assert.doesNotMatch(outcome.stderr, /Thread '.*' panicked|thread '.*' panicked|This is a bug|RUST_BACKTRACE/);
	return outcome;
}

/** Runs a command that must succeed. */
async function succeed(...args: string[]): Promise<Outcome> {
	const outcome = await run(args);
	assert.equal(outcome.code, 0, `${args.join(' ')}\n${outcome.stderr}`);
	return outcome;
}

/** Runs a command that must fail, and tell why. */
async function refuse(says: RegExp, ...args: string[]): Promise<Outcome> {
	const outcome = await run(args);
	assert.notEqual(outcome.code, 0, args.join(' '));
	assert.notEqual(outcome.code, 255, `${args.join(' ')} was killed`);
	assert.match(outcome.stderr, says);
	return outcome;
}

let folders = 0;

/** Lets the commands on `basePath` use the compiled runtime of the other nodes. */
function prepared(basePath: string): string {
	const compiled = join(cache(), 'wasm');
	mkdirSync(compiled, { recursive: true });
	mkdirSync(basePath, { recursive: true });
	symlinkSync(compiled, join(basePath, 'wasm-cache'));
	return basePath;
}

/** A base path for commands only. */
function folder(): string {
	folders += 1;
	return prepared(join(scratch(), `commands-${folders}`));
}

/** The arguments that say which chain, and where. */
const of = (chain: string, basePath: string): string[] => ['--chain', chain, '--base-path', basePath];

/** As the nodes of these tests are started: a database stays what it was made as. */
const KEEP = ['--state-pruning', 'archive', '--blocks-pruning', 'archive'];

/** What `chain-info` says of a database. */
interface Info {
	best_hash: string;
	best_number: number;
	finalized_hash: string;
	finalized_number: number;
}

async function info(chain: string, basePath: string): Promise<Info> {
	return JSON.parse((await succeed('chain-info', ...of(chain, basePath))).stdout) as Info;
}

/** A block as `export-blocks` writes it. */
interface Exported {
	block: { header: { number: string; parentHash: string; stateRoot: string }; extrinsics: unknown[] };
	justifications: unknown;
}

/** The blocks of an export: one JSON value after the other. */
const blocksOf = (text: string): Exported[] =>
	text
		.replaceAll('}{"block":', '}\n{"block":')
		.split('\n')
		.map((line) => JSON.parse(line) as Exported);

/** Writes `content` to a throw-away file. */
function write(name: string, content: string | Uint8Array): string {
	const path = join(scratch(), name);
	writeFileSync(path, content);
	return path;
}

const CODE = '0x3a636f6465';

scenario('the blocks of a node', (step) => {
	const receiver = stranger();
	/** Hash of each block by its height, as the node said. */
	const hashes: string[] = [];
	let chain: string;
	let writer: DmexNode;
	let account: string;
	/** Height of the block with the transfer, what it holds, and Alice's account and the code after it. */
	let transferAt: number;
	let transferBlock: unknown;
	let state: Record<string, string>;
	/** The last block of the export, and the highest in it that carries a justification and so is final for who reads it. */
	let last: number;
	let justified: number;
	let exported: Exported[];
	const file = (name: string): string => join(scratch(), name);

	step('are some twenty, with a transfer among them', async () => {
		chain = throwAwaySpec('development', { slotDurationMs: 300, blocksPerDay: 10 });
		writer = await DmexNode.start({ chain, name: 'writer', args: ['--alice', '--force-authoring'] });
		const api: Api = await connect(writer);
		const receipt = await send(api, call(api, 'balances', 'transferKeepAlive', receiver.address, 7n * DMC), bob);
		transferAt = receipt.blockNumber;
		// A change of the authorities is what a justification is kept for. Some blocks after it are not final for who has only the file.
		const isJustified = async (height: number): Promise<boolean> => {
			const block = await writer.rpc<{ justifications: unknown }>('chain_getBlock', await writer.hashAt(height));
			return block.justifications !== null;
		};
		const find = async (): Promise<number | undefined> => {
			for (let height = Math.max(transferAt, 12); height + 2 <= (await writer.finalized()); height += 1) {
				const [here, ...above] = await Promise.all([height, height + 1, height + 2].map(isJustified));
				if (here === true && !above.includes(true)) return height;
			}
			return undefined;
		};
		justified = await until('a justified block with two on top that are not', find, { everyMs: 300 });
		last = justified + 2;
		for (let height = 0; height <= last; height += 1) hashes.push((await writer.hashAt(height)) ?? '');

		const hash = hashes[transferAt];
		assert.equal(hash, receipt.blockHash);
		transferBlock = (await writer.rpc<{ block: unknown }>('chain_getBlock', hash)).block;
		account = api.query['system']?.['account']?.key(alice.address) ?? '';
		state = {};
		for (const key of [account, CODE]) state[key] = await writer.rpc<string>('state_getStorage', key, hash);
		// She is paid for each block, so that another block has another account.
		assert.notEqual(await writer.rpc('state_getStorage', account, hashes[last]), state[account]);
		await disconnect(api);
		await writer.stop();
		prepared(writer.basePath);
	});

	step('are exported as JSON, and in binary form', async () => {
		await succeed('export-blocks', ...of(chain, writer.basePath), '--to', String(last), file('blocks.json'));
		exported = blocksOf(readFileSync(file('blocks.json'), 'utf8'));
		assert.deepEqual(exported.map(({ block }) => Number(block.header.number)), hashes.slice(1).map((_, i) => i + 1));
		assert.deepEqual(exported.map(({ block }) => block.header.parentHash), hashes.slice(0, -1));
		assert.deepEqual(exported[transferAt - 1]?.block, transferBlock);
		const final = exported.filter(({ justifications }) => justifications !== null);
		assert.equal(Number(final.at(-1)?.block.header.number), justified);

		await succeed('export-blocks', ...of(chain, writer.basePath), '--binary', '--to', String(last), file('blocks.bin'));
		const binary = readFileSync(file('blocks.bin'));
		assert.equal(binary.readBigUInt64LE(0), BigInt(last));

		const some = await succeed('export-blocks', ...of(chain, writer.basePath), '--from', '3', '--to', '5');
		assert.deepEqual(blocksOf(some.stdout), exported.slice(2, 5));
		await refuse(/Invalid block range/, 'export-blocks', ...of(chain, writer.basePath), '--from', '5000');
	});

	let reader: DmexNode;
	const seed = new Uint8Array(32).fill(9);
	const inserted = ed25519PairFromSeed(seed);

	step('are imported by a node that never saw them, and it is where the other was', async () => {
		reader = await DmexNode.prepare({ chain, name: 'reader' });
		await succeed('import-blocks', ...KEEP, ...of(chain, prepared(reader.basePath)), file('blocks.json'));
		assert.deepEqual(await info(chain, reader.basePath), {
			best_hash: hashes[last],
			best_number: last,
			genesis_hash: hashes[0],
			finalized_hash: hashes[justified],
			finalized_number: justified,
		});

		const key = ['--key-type', 'gran', '--scheme', 'ed25519', '--suri', u8aToHex(seed)];
		await succeed('key', 'insert', ...of(chain, reader.basePath), ...key);
		await reader.start();
		assert.equal(await reader.rpc('chain_getBlockHash'), hashes[last]);
		assert.equal(await reader.rpc('state_getStorage', account, hashes[transferAt]), state[account]);
		const api = await connect(reader);
		const held = await api.query['system']?.['account']?.(receiver.address);
		assert.equal((held as unknown as { data: { free: { toBigInt: () => bigint } } }).data.free.toBigInt(), 7n * DMC);
		await disconnect(api);
	});

	step('come with keys that were put beside them while the node stood still', async () => {
		const has = (type: string, key: Uint8Array): Promise<boolean> => reader.rpc<boolean>('author_hasKey', u8aToHex(key), type);
		assert.equal(await has('gran', inserted.publicKey), true);
		assert.equal(await has('babe', inserted.publicKey), false);
		assert.equal(await has('gran', ed25519PairFromSeed(new Uint8Array(32).fill(8)).publicKey), false);
		await reader.stop();
	});

	step('are deleted by purge-chain, when that is confirmed; keys stay', async () => {
		const home = join(reader.basePath, 'chains', 'dmex_dev');
		const keys = readdirSync(join(home, 'keystore'));
		assert.deepEqual(keys, [`${Buffer.from('gran').toString('hex')}${u8aToHex(inserted.publicKey).slice(2)}`]);

		const asked = await run(['purge-chain', ...of(chain, reader.basePath)], 'n\n');
		assert.match(asked.stdout, /Are you sure.*Aborted/s);
		assert.equal((await info(chain, reader.basePath)).best_number, last);

		const purged = await succeed('purge-chain', '-y', ...of(chain, reader.basePath));
		assert.match(purged.stdout, /removed/);
		assert.ok(!existsSync(join(home, 'paritydb')));
		assert.deepEqual(readdirSync(join(home, 'keystore')), keys);
		const again = await succeed('purge-chain', '-y', ...of(chain, reader.basePath));
		assert.match(again.stderr, /did not exist/);

		await reader.start();
		assert.equal(await reader.best(), 0);
		assert.equal(await reader.hashAt(0), hashes[0]);
		assert.equal(await reader.rpc('author_hasKey', u8aToHex(inserted.publicKey), 'gran'), true);
		await reader.stop();
	});

	step('are taken up to the one that is changed, and no further', async () => {
		const base = folder();
		const bad = transferAt;
		const text = readFileSync(file('blocks.json'), 'utf8');
		// Another state in the header: not what its author signed.
		const root = exported[bad - 1]?.block.header.stateRoot ?? '';
		const forged = write('forged.json', text.replace(root, `0x${'ab'.repeat(32)}`));
		await refuse(/Stopping after #\d+ blocks because of an error/, 'import-blocks', ...KEEP, ...of(chain, base), forged);
		const stopped = await info(chain, base);
		assert.equal(stopped.best_number, bad - 1);
		assert.equal(stopped.best_hash, hashes[bad - 1]);

		// Without the transfer: the header is its author's, but it is of another body.
		const shortened = structuredClone(exported);
		shortened[bad - 1]?.block.extrinsics.pop();
		const robbed = write('robbed.json', shortened.map((block) => JSON.stringify(block)).join(''));
		await refuse(/Stopping after #\d+ blocks because of an error/, 'import-blocks', ...KEEP, ...of(chain, base), robbed);
		assert.equal((await info(chain, base)).best_hash, hashes[bad - 1]);

		// The whole file mends it.
		await succeed('import-blocks', ...KEEP, ...of(chain, base), file('blocks.json'));
		assert.equal((await info(chain, base)).best_hash, hashes[last]);
	});

	step('are refused from a file that is cut off, or of another kind', async () => {
		const base = folder();
		const text = readFileSync(file('blocks.json'), 'utf8');
		const middle = text.indexOf('"extrinsics"', text.indexOf(exported[4]?.block.header.stateRoot ?? ''));
		await refuse(/Error reading block #5/, 'import-blocks', ...KEEP, ...of(chain, base), write('half.json', text.slice(0, middle)));
		const binary = readFileSync(file('blocks.bin'));
		const cut = write('half.bin', binary.subarray(0, binary.length - 40));
		await refuse(new RegExp(`Error reading block #${last}`), 'import-blocks', ...KEEP, ...of(chain, base), '--binary', cut);
		await refuse(/Error reading block #1: expected value/, 'import-blocks', ...KEEP, ...of(chain, base), file('blocks.bin'));
		await refuse(/decode the number of blocks/, 'import-blocks', ...KEEP, ...of(chain, base), '--binary', write('empty.bin', ''));
		await refuse(/No such file/, 'import-blocks', ...KEEP, ...of(chain, base), file('nothing.json'));
		const { best_number, best_hash } = await info(chain, base);
		assert.ok(best_number < last);
		assert.equal(best_hash, hashes[best_number]);
	});

	step('are checked, by number and by hash', async () => {
		for (const which of [String(transferAt), hashes[transferAt] ?? '']) {
			const { stdout, stderr } = await succeed('check-block', ...of(chain, writer.basePath), which);
			assert.match(stdout, /Completed in \d+ ms/);
			assert.match(stderr, /Imported 1 blocks/);
		}
		await refuse(/Unknown block/, 'check-block', ...of(chain, writer.basePath), '5000');
		await refuse(/Unknown block/, 'check-block', ...of(chain, writer.basePath), `0x${'ab'.repeat(32)}`);
		await refuse(/invalid value 'twelve'.*Expected block number/s, 'check-block', ...of(chain, writer.basePath), 'twelve');
	});

	step('have their state exported, as a raw spec', async () => {
		const { stdout } = await succeed('export-state', ...of(chain, writer.basePath), String(transferAt));
		const spec = JSON.parse(stdout) as { id: string; genesis: { raw: { top: Record<string, string> } } };
		assert.equal(spec.id, 'dmex_dev');
		for (const [key, value] of Object.entries(state)) assert.equal(spec.genesis.raw.top[key], value, key);
		await refuse(/UnknownBlock/, 'export-state', ...of(chain, writer.basePath), '5000');
	});

	step('are taken back by revert, at most to the last final one, and the node goes on from there', async () => {
		const other = await DmexNode.prepare({ chain, name: 'other', args: ['--alice', '--force-authoring'] });
		const where = of(chain, prepared(other.basePath));
		await succeed('import-blocks', ...KEEP, ...where, '--binary', file('blocks.bin'));
		const place = async (): Promise<[number, string, number]> => {
			const { best_number, best_hash, finalized_number } = await info(chain, other.basePath);
			return [best_number, best_hash, finalized_number];
		};
		assert.deepEqual(await place(), [last, hashes[last], justified]);

		assert.match((await succeed('revert', ...where, '1')).stderr, /Reverted 1 blocks/);
		assert.deepEqual(await place(), [last - 1, hashes[last - 1], justified]);
		assert.match((await succeed('revert', ...where)).stderr, new RegExp(`Reverted ${last - 1 - justified} blocks`));
		assert.deepEqual(await place(), [justified, hashes[justified], justified]);
		assert.match((await succeed('revert', ...where, '3')).stderr, /aren't any non-finalized blocks/);
		assert.deepEqual(await place(), [justified, hashes[justified], justified]);
		await refuse(/invalid value 'all'/, 'revert', ...where, 'all');

		await other.start();
		await untilFinalized(other, justified + 2);
		assert.equal(await other.hashAt(justified), hashes[justified]);
		const next = await other.hashAt(justified + 1);
		assert.notEqual(next, hashes[justified + 1]);
		await other.stop();
	});

	step('go on in the node that wrote them, after what it had not finalized was taken back', async () => {
		await succeed('revert', ...of(chain, writer.basePath));
		const { best_hash, finalized_hash, finalized_number } = await info(chain, writer.basePath);
		assert.equal(best_hash, finalized_hash);
		assert.ok(finalized_number >= last);
		await writer.start();
		await untilFinalized(writer, finalized_number + 3);
		assert.equal(await writer.hashAt(last), hashes[last]);
		assert.equal(await writer.hashAt(finalized_number), finalized_hash);
		await writer.stop();
	});
});

interface Key {
	secretPhrase: string;
	publicKey: string;
	ss58Address: string;
	networkId: string;
}

scenario('the keys of an operator', (step) => {
	const json = async (...args: string[]): Promise<Key> =>
		JSON.parse((await succeed('key', ...args, '--output-type', 'json')).stdout) as Key;
	let chain: string;

	step('are generated, and are the same to every wallet', async () => {
		chain = writeSpec(exportSpec('development'));
		const key = await json('generate');
		const pair = keyring.addFromUri(key.secretPhrase);
		assert.equal(key.secretPhrase.split(' ').length, 12);
		assert.equal(key.publicKey, u8aToHex(pair.publicKey));
		assert.equal(key.ss58Address, keyring.encodeAddress(pair.publicKey));
		assert.equal(key.networkId, String(SS58_PREFIX));
		assert.notEqual((await json('generate')).publicKey, key.publicKey);
		assert.equal((await json('generate', '--words', '24')).secretPhrase.split(' ').length, 24);

		assert.equal((await json('inspect', key.secretPhrase)).publicKey, key.publicKey);
		const session = await json('inspect', '--scheme', 'ed25519', key.secretPhrase);
		assert.equal(session.publicKey, u8aToHex(keyring.createFromUri(key.secretPhrase, {}, 'ed25519').publicKey));
	});

	step('are inspected from a path, a file, an address and a public key', async () => {
		const publicKey = u8aToHex(alice.publicKey);
		const address = keyring.encodeAddress(alice.publicKey);
		const phrase = write('alice.key', '//Alice\n');
		for (const args of [['//Alice'], [phrase], [address], ['--public', publicKey], ['//Alice', '--expect-public', address]]) {
			// The last one is checked against the phrase without its path.
			if (args.includes('--expect-public')) {
				await refuse(/does not match/, 'key', 'inspect', ...args);
				continue;
			}
			const key = await json('inspect', ...args);
			assert.equal(key.publicKey, publicKey, args.join(' '));
			assert.equal(key.ss58Address, address, args.join(' '));
		}
	});

	step('are refused if they are none, whatever they are taken for', async () => {
		const damaged = `${keyring.encodeAddress(alice.publicKey).slice(0, -1)}?`;
		const nothing = write('nothing.key', '\n');
		const words = 'these are no words of a phrase';
		for (const uri of ['nonsense', words, damaged, '0x12', nothing, u8aToHex(alice.publicKey).slice(0, -1)]) {
			await refuse(/no key/, 'key', 'inspect', uri);
			await refuse(/no key/, 'key', 'inspect', '--scheme', 'ed25519', '--output-type', 'json', uri);
		}
		await refuse(/./, 'key', 'inspect', '--public', '0x12');
	});

	step('go into the keystore, under their type', async () => {
		const base = join(scratch(), 'keys');
		const suri = write('session.key', '//Session\n');
		await succeed('key', 'insert', ...of(chain, base), '--key-type', 'babe', '--scheme', 'sr25519', '--suri', suri);
		const { publicKey } = keyring.createFromUri('//Session');
		const name = `${Buffer.from('babe').toString('hex')}${u8aToHex(publicKey).slice(2)}`;
		const store = join(base, 'chains', 'dmex_dev', 'keystore');
		assert.deepEqual(readdirSync(store), [name]);
		assert.equal(readFileSync(join(store, name), 'utf8'), '"//Session"');

		const insert = ['key', 'insert', ...of(chain, base), '--scheme', 'sr25519'];
		await refuse(/Unknown key type/, ...insert, '--key-type', 'session', '--suri', '//Session');
		await refuse(/no key/, ...insert, '--key-type', 'babe', '--suri', write('empty.key', '\n'));
		await refuse(/Invalid phrase/, ...insert, '--key-type', 'babe', '--suri', 'these are no words of a phrase');
		await refuse(/--scheme/, 'key', 'insert', ...of(chain, base), '--key-type', 'babe', '--suri', '//Session');
		assert.deepEqual(readdirSync(store), [name]);
	});

	step('name the node itself, once', async () => {
		const base = join(scratch(), 'identity');
		const made = await succeed('key', 'generate-node-key', ...of(chain, base));
		const path = join(base, 'chains', 'dmex_dev', 'network', 'secret_ed25519');
		const secret = readFileSync(path, 'utf8');
		const id = peerId(Buffer.from(secret, 'hex'));
		assert.ok(made.stderr.includes(id), made.stderr);
		assert.equal((await succeed('key', 'inspect-node-key', '--file', path)).stdout.trim(), id);
		// Another would make of it another node.
		await refuse(/already exists/, 'key', 'generate-node-key', ...of(chain, base));
		assert.equal(readFileSync(path, 'utf8'), secret);

		// Into the folder of which chain?
		await refuse(/which chain/, 'key', 'generate-node-key', '--base-path', base);
		for (const args of [['--chain', chain], []]) {
			const printed = await succeed('key', 'generate-node-key', ...args);
			assert.match(printed.stdout, /^[0-9a-f]{64}$/);
			assert.equal(printed.stderr.trim(), peerId(Buffer.from(printed.stdout, 'hex')));
		}
		const file = join(scratch(), 'node.key');
		const written = await succeed('key', 'generate-node-key', '--file', file);
		assert.equal(written.stderr.trim(), peerId(Buffer.from(readFileSync(file, 'utf8'), 'hex')));
	});
});

/** The commands of this file. */
const COMMANDS = [
	['export-blocks'],
	['import-blocks'],
	['check-block'],
	['export-state'],
	['revert'],
	['purge-chain'],
	['chain-info'],
	['key'],
	['key', 'generate'],
	['key', 'inspect'],
	['key', 'insert'],
	['key', 'generate-node-key'],
];

scenario('an operator who errs', (step) => {
	step('is told that a chain is unknown, and which there are', async () => {
		const missing = join(scratch(), 'no-such-chain.json');
		const base = join(scratch(), 'none');
		for (const command of [
			['export-blocks'],
			['import-blocks'],
			['check-block', '1'],
			['export-state', '1'],
			['revert', '1'],
			['purge-chain', '-y'],
			['chain-info'],
			['key', 'generate-node-key'],
			['key', 'insert', '--key-type', 'babe', '--scheme', 'sr25519', '--suri', '//Session'],
			[],
		]) {
			const says = /no-such-chain\.json.*`--chain` takes `development`, `local` or the path of a chain spec/s;
			await refuse(says, ...command, ...of(missing, base));
		}
		assert.ok(!existsSync(base));
	});

	step('is told where a spec is malformed', async () => {
		const base = join(scratch(), 'malformed');
		const text = readFileSync(writeSpec(exportSpec('development')), 'utf8');
		await refuse(/line \d+ column \d+/, 'chain-info', ...of(write('cut.json', text.slice(0, 2_000)), base));
		await refuse(/line \d+ column \d+/, 'export-blocks', ...of(write('words.json', 'no spec at all'), base));
		await refuse(/missing field `\w+`/, 'revert', ...of(write('empty.json', '{"name":"a","id":"a"}'), base));
	});

	step('is told of commands and arguments that are not', async () => {
		await refuse(/unexpected argument|unrecognized subcommand/, 'export-chain', '--chain', 'development');
		await refuse(/unrecognized subcommand/, 'key', 'forge');
		await refuse(/required arguments/, 'check-block', '--chain', 'development');
		await refuse(/12\/15\/18\/21\/24/, 'key', 'generate', '--words', '13');
	});

	step('finds help that is of this node', async () => {
		for (const command of COMMANDS) {
			const { stdout } = await succeed(...command, '--help');
			assert.match(stdout, new RegExp(`Usage: dmex-node\\S* ${command.join(' ')}`), command.join(' '));
			assert.doesNotMatch(stdout, /substrate|template|solochain|omni/i, command.join(' '));
		}
		const { stdout } = await succeed('--help');
		assert.doesNotMatch(stdout, /substrate|template|solochain|omni/i);
		assert.match(stdout, /A node of DMEX/);
		assert.match(stdout, /Usage: dmex-node/);
		for (const [command = ''] of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} +\\S`, 'm'), command);
	});
});
