/**
 * Proves that a binary built with `--metadata-hash` does what Ledger's generic app needs: its runtime accepts a signature that covers
 * the hash which anybody computes from the metadata (RFC-78), and no signature that covers another one.
 */

import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import type { TransactionValidity } from '@polkadot/types/interfaces';
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import {
	type Api,
	DMC,
	SS58_PREFIX,
	type Tx,
	balanceOf,
	big,
	bob,
	call,
	connect,
	disconnectAll,
	send,
	stranger,
	untilBlock,
} from './chain.ts';
import { throwAwaySpec } from './network.ts';
import { DmexNode, logsOfAll, stopAll } from './node.ts';
import { Hopeless } from './wait.ts';
import { nodeBinary } from './workspace.ts';

/** What `runtime/build.rs` puts into the hash beside the metadata, and what the specs tell wallets. */
const DECIMALS = 18;
const TOKEN_SYMBOL = 'DMC';

/** Modes of the extension `CheckMetadataHash`: whether the signature covers the hash. */
const DISABLED = 0;
const ENABLED = 1;

/** The argument of `Metadata_metadata_at_version`: the hash in the runtime is made from version 15. */
const VERSION_15 = '0x0f000000';

/** `TransactionSource::External`: a transaction that came from somebody else. */
const EXTERNAL = 2;

const show = (what: string, value: string): void => {
	process.stdout.write(`${what.padEnd(58)} ${value}\n`);
};

/** The two fields of a signature that `CheckMetadataHash` looks at. */
interface Covered {
	mode: number;
	/** In hex: polkadot.js takes the first of plain bytes for the flag of an `Option`. */
	metadataHash?: `0x${string}`;
}

function expect(what: string, actual: unknown, expected: unknown): void {
	if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
}

/** The hash of the runtime's metadata with that many decimals, computed as a wallet does, without asking the runtime for it. */
async function computeHash(api: Api, node: DmexNode, decimals: number): Promise<`0x${string}`> {
	const metadata = await node.rpc<string>('state_call', 'Metadata_metadata_at_version', VERSION_15);
	const { specName, specVersion } = await node.rpc<{ specName: string; specVersion: number }>('state_getRuntimeVersion');
	expect('spec_version that the client reads', api.runtimeVersion.specVersion.toNumber(), specVersion);
	// Name, version and prefix are in the metadata too: where they differ from these, this throws.
	const info = { specName, specVersion, base58Prefix: SS58_PREFIX, decimals, tokenSymbol: TOKEN_SYMBOL };
	return u8aToHex(merkleizeMetadata(metadata as `0x${string}`, info).digest());
}

/** What the runtime says to a transaction before anybody includes it: `Valid`, or the reason of its refusal. */
async function verdict(api: Api, node: DmexNode, extrinsic: string): Promise<string> {
	const best = await node.rpc<string>('chain_getBlockHash');
	const input = u8aConcat(Uint8Array.of(EXTERNAL), hexToU8a(extrinsic), hexToU8a(best));
	const answer = await node.rpc<string>('state_call', 'TaggedTransactionQueue_validate_transaction', u8aToHex(input), best);
	const validity = api.registry.createType<TransactionValidity>('TransactionValidity', hexToU8a(answer));
	if (validity.isOk) return 'Valid';
	const error = validity.asErr;
	return error.isInvalid ? error.asInvalid.type : error.asUnknown.type;
}

/** A transfer from Bob to somebody new, signed over what `covered` says. */
async function signedTransfer(api: Api, covered: Covered): Promise<string> {
	const signed: Tx = await call(api, 'balances', 'transferKeepAlive', stranger().address, DMC).signAsync(bob, { ...covered, nonce: -1 });
	return signed.toHex();
}

/** Sends a transfer that is signed over what `covered` says, and looks at what it did. */
async function transfers(api: Api, covered: Covered): Promise<string> {
	const receiver = stranger().address;
	// Rejects if the node refuses the transaction, or if it is included and fails.
	const { blockHash, blockNumber } = await send(api, call(api, 'balances', 'transferKeepAlive', receiver, DMC), bob, covered);
	expect('what the receiver got', await balanceOf(api, receiver, blockHash), DMC);
	const block = await api.rpc.chain.getBlock(blockHash);
	const signed = block.block.extrinsics.find(({ isSigned }) => isSigned);
	expect('mode of the included transaction', big(signed?.mode ?? ''), BigInt(covered.mode));
	return `included in block ${blockNumber}, succeeded`;
}

/** Sends a transfer whose signature covers a hash that is not the runtime's. */
async function refuses(api: Api, node: DmexNode, metadataHash: `0x${string}`): Promise<string> {
	const extrinsic = await signedTransfer(api, { mode: ENABLED, metadataHash });
	expect('verdict of the runtime on another hash', await verdict(api, node, extrinsic), 'BadProof');
	const answer = await node.rpc<string>('author_submitExtrinsic', extrinsic).catch((error: unknown) => (error as Error).message);
	expect('answer of the node to the same', answer, 'author_submitExtrinsic: Invalid Transaction');
	return 'refused: BadProof';
}

async function prove(): Promise<void> {
	const chain = throwAwaySpec('development', { slotDurationMs: 300, blocksPerDay: 10 });
	const node = await DmexNode.prepare({ chain, name: 'metadata-hash', args: ['--alice', '--force-authoring'] });
	// The runtime of a new binary is compiled first.
	await node.start({ deadlineMs: 180_000 });
	const api = await connect(node);
	await untilBlock(api, 2);
	expect('decimals that the spec tells wallets', api.registry.chainDecimals.join(), String(DECIMALS));
	expect('token that the spec tells wallets', api.registry.chainTokens.join(), TOKEN_SYMBOL);

	const hash = await computeHash(api, node, DECIMALS);
	show(`hash of the metadata of ${api.runtimeVersion.specName.toString()} ${api.runtimeVersion.specVersion.toString()}`, hash);
	show('a transfer without a hash (mode 0)', await transfers(api, { mode: DISABLED }));

	// Only a runtime that has no hash to compare with cannot look it up; that the transfer is good otherwise has just been seen.
	const first = await verdict(api, node, await signedTransfer(api, { mode: ENABLED, metadataHash: hash }));
	if (first === 'CannotLookup') {
		throw new Hopeless('this runtime carries no metadata hash: build the node with scripts/build.sh --metadata-hash, or make production');
	}
	if (first === 'BadProof') {
		throw new Hopeless(`the runtime carries a metadata hash, but not ${hash}, which its metadata has`);
	}
	expect('verdict of the runtime on its hash', first, 'Valid');
	show('a transfer with that hash (mode 1)', await transfers(api, { mode: ENABLED, metadataHash: hash }));

	const flipped = u8aToHex(hexToU8a(hash).map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
	show('a transfer with that hash but for one bit', await refuses(api, node, flipped));
	const other = await computeHash(api, node, DECIMALS - 6);
	show(`a transfer with the hash for ${DECIMALS - 6} decimals`, await refuses(api, node, other));
	show('a transfer without a hash, once more', await transfers(api, { mode: DISABLED }));
}

show('node', nodeBinary());
let failed = false;
try {
	await prove();
} catch (error) {
	failed = true;
	// What the runtime carries is no matter of the node's log.
	if (!(error instanceof Hopeless)) process.stderr.write(`${logsOfAll()}\n`);
	process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
} finally {
	await disconnectAll();
	await stopAll();
}
process.exit(failed ? 1 : 0);
