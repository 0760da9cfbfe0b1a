/** The operators of the FIL gateway: their nodes, their votes, and the command by which they pay redemptions. */

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyringPair } from '@polkadot/keyring/types';
import { compactAddLength, compactStripLength, hexToU8a, u8aConcat, u8aEq, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, encodeAddress } from '@polkadot/util-crypto';
import { type Api, call, connect, eventsSince, field, height, keyring, plain, query, wellKnown } from './chain.ts';
import type { Endpoint } from './filecoin/rpc.ts';
import { exportedKey, keyOf } from './filecoin/message.ts';
import { Bridge, type BridgeOptions, calendar, statement } from './gateway.ts';
import { throwAwaySpec, untilBest } from './network.ts';
import { DmexNode } from './node.ts';
import { until, within } from './wait.ts';
import { atExit, nodeBinary, scratch } from './workspace.ts';

/** What a node says of its worker. Times are Unix times in milliseconds. */
export interface WorkerStatus {
	configured: boolean;
	gatewayKeys: number;
	lastRun: number | null;
	finalizedHeight: number | null;
	lastRange: number | null;
	lastDay: number | null;
	votes: number | null;
	disagreements: number | null;
	disagreedOn: unknown;
	error: string | null;
	lastError: string | null;
	lastErrorAt: number | null;
}

export const workerStatus = (node: DmexNode): Promise<WorkerStatus> => node.rpc<WorkerStatus>('filecoin_workerStatus');

const METRICS = 'dmex_filecoin_';

/** What a node's metrics say of the gateway and its worker, by their names without what all of them begin with. */
export async function gatewayMetrics(node: DmexNode): Promise<Map<string, number>> {
	const text = await (await fetch(`http://127.0.0.1:${node.prometheusPort}/metrics`)).text();
	const lines = text.split('\n').filter((line) => line.startsWith(METRICS));
	return new Map(lines.map((line) => [/^\w+/.exec(line.slice(METRICS.length))?.[0] ?? '', Number(line.split(' ').at(-1))]));
}

/** One who looks at Filecoin through a node of its own. */
export interface Operator {
	name: string;
	/** In the set. */
	place: number;
	account: KeyringPair;
	node: DmexNode;
	filecoin: Endpoint;
}

/** The digest that an operator voted for. */
export interface CountedVote {
	operator: string;
	round: number;
	digest: string;
}

/** Who voted for the same, most first. */
export function parties(votes: Pick<CountedVote, 'operator' | 'digest'>[]): string[][] {
	const byDigest = new Map<string, string[]>();
	for (const { digest, operator } of votes) byDigest.set(digest, [...(byDigest.get(digest) ?? []), operator].sort());
	return [...byDigest.values()].sort((a, b) => b.length - a.length);
}

/** Accounts in the genesis of the presets are written with the general prefix. */
const inGenesis = ({ publicKey }: KeyringPair): string => encodeAddress(publicKey, 42);

/**
 * A chain of one validator whose gateway is run by as many nodes as there are names; the first one is the validator. Epochs pass only
 * when a story wants them to: then most blocks find nothing to report, and many nodes on a small machine are quick.
 */
export class Operators {
	private constructor(
		readonly bridge: Bridge,
		readonly all: Operator[],
		readonly api: Api,
	) {}

	static async start(names: string[], slotDurationMs: number, options: BridgeOptions = {}): Promise<Operators> {
		const flavours = ['lotus', 'forest'] as const;
		const endpoints = names.map((_, place) => ({ flavour: flavours[place % flavours.length] ?? 'lotus' }));
		const bridge = await Bridge.start({ endpoints, ...options });
		const accounts = names.map((name) => wellKnown(`${name.charAt(0).toUpperCase()}${name.slice(1)}`));
		const members = accounts.map((account) => [inGenesis(account), inGenesis(account)]);
		const chain = throwAwaySpec('development', calendar(slotDurationMs), { filGateway: { operators: members } });
		const nodes: DmexNode[] = [];
		for (const [place, name] of names.entries()) {
			const args = [`--${name}`, ...(place === 0 ? ['--force-authoring'] : []), ...bridge.nodeArgs(place)];
			nodes.push(await DmexNode.prepare({ chain, name, args }));
		}
		for (const node of nodes) node.connectTo(nodes);
		await Promise.all(nodes.map((node) => node.start()));
		await Promise.all(
			nodes.map((node) => until(`${node.name} to have its peers`, async () => (await node.peers()) === names.length - 1)),
		);
		const [first] = nodes;
		if (first === undefined) throw new Error('no operators');
		const api = await connect(first);
		bridge.hold();
		await bridge.follow(api);
		const all = names.map((name, place) => ({
			name,
			place,
			account: accounts[place] as KeyringPair,
			node: nodes[place] as DmexNode,
			filecoin: bridge.network.endpoints[place] as Endpoint,
		}));
		return new Operators(bridge, all, api);
	}

	/** The one of that name. */
	named(name: string): Operator {
		const found = this.all.find((operator) => operator.name === name);
		if (found === undefined) throw new Error(`no operator is called ${name}`);
		return found;
	}

	/** What its node says of its worker. */
	async status(name: string): Promise<WorkerStatus> {
		return workerStatus(this.named(name).node);
	}

	/** Waits until it has caught up with the others. */
	async back(name: string): Promise<void> {
		const { node } = this.named(name);
		await untilBest(node, await this.named(this.all[0]?.name ?? '').node.best());
	}

	/** Names of those whose votes on a range were counted in blocks from `since` on, with their digests. */
	async votesOn(range: number, since: number): Promise<CountedVote[]> {
		const events = await eventsSince(this.api, 'filGateway.Voted', since, await height(this.api));
		return events
			.map(({ event }) => event)
			.filter((event) => (field(event, 'subject').toJSON() as { range?: number }).range === range)
			.map((event) => ({
				operator: this.nameOf(field(event, 'operator').toString()),
				round: Number(field(event, 'round').toString()),
				digest: field(event, 'digest').toHex(),
			}));
	}

	/** Lets ranges be reported until a vote of that operator counts towards a quorum: a fifth one comes too late where four suffice. */
	async agrees(name: string, tries = 20): Promise<void> {
		for (let attempt = 0; attempt < tries; attempt += 1) {
			const since = (await height(this.api)) + 1;
			await this.report();
			const range = (await this.nextRange()) - 1;
			const [digest, ...others] = new Set((await this.votesOn(range, since)).map((vote) => vote.digest));
			if (digest === undefined || others.length > 0) continue;
			if ((await this.votesOn(range, since)).some(({ operator }) => operator === name)) return;
		}
		throw new Error(`no vote of ${name} counted in ${tries} ranges`);
	}

	/** The range to be reported next. */
	async nextRange(): Promise<number> {
		return plain<{ next: number }>(await query(this.api, 'filGateway.lastCheckpoint')).next;
	}

	/** The votes on the range to be reported next: names by digest, most first. */
	async openVotes(): Promise<string[][]> {
		const { round } = await statement(this.api);
		return parties(round.votes.map(({ operator, digest }) => ({ operator: this.all[operator]?.name ?? String(operator), digest })));
	}

	private nameOf(address: string): string {
		const found = this.all.find(({ account }) => keyring.encodeAddress(account.publicKey) === address);
		return found?.name ?? address;
	}

	/** [`Bridge.freshRange`]. */
	freshRange(): number {
		return this.bridge.freshRange();
	}

	/** [`Bridge.settle`]. */
	settle(range: number): void {
		this.bridge.settle(range);
	}

	/** [`Bridge.pass`]. */
	pass(): number {
		return this.bridge.pass();
	}

	/** Waits until all that has happened is reported and applied. */
	async report(): Promise<void> {
		await this.bridge.reported(this.pass());
	}

	/** Waits until the range to be reported next has had that many votes, too few, for so many blocks since the first, and returns it. */
	async stuck(votes: number, blocks: number, deadlineMs = 90_000): Promise<number> {
		return until(
			`a range with no more than ${votes} votes`,
			async () => {
				const { nextRange, round } = await statement(this.api);
				const short = round.votes.length === votes && round.accepted === null;
				return short && (await height(this.api)) >= round.openedAt + blocks && nextRange !== null ? nextRange : undefined;
			},
			{ deadlineMs },
		);
	}
}

/** A vote as it is signed. */
export interface Vote {
	set: number;
	subject: { Range: number } | { Oracle: number };
	round: number;
	digest: string;
}

export interface SignedVote {
	vote: Vote;
	operator: number;
	signature: string;
}

const SIGNATURE_LENGTH = 64;

/** Signs a vote as an operator's node does. */
export function signVote(api: Api, vote: Vote, { place, account }: Operator): SignedVote {
	const unsigned = call(api, 'filGateway', 'vote', vote, place, new Uint8Array(SIGNATURE_LENGTH));
	const [encoded] = unsigned.method.args;
	if (encoded === undefined) throw new Error('a vote without a vote');
	const payload = blake2AsU8a(u8aConcat('dmex/fil/1', api.genesisHash.toU8a(), encoded.toU8a()), 256);
	return { vote, operator: place, signature: u8aToHex(account.sign(payload)) };
}

/**
 * The transaction of a vote, put together as nodes do, who need no account for it. What stands before the call is what stands there in
 * the block `sample`, which must have a vote.
 */
export async function voteTransaction(api: Api, node: DmexNode, { vote, operator, signature }: SignedVote, sample: number): Promise<string> {
	const own = call(api, 'filGateway', 'vote', vote, operator, signature).method.toU8a();
	const { block } = await node.rpc<{ block: { extrinsics: string[] } }>('chain_getBlock', await node.hashAt(sample));
	const heads = block.extrinsics
		.map((extrinsic) => compactStripLength(hexToU8a(extrinsic))[1])
		.filter((extrinsic) => u8aEq(extrinsic.slice(-own.length).slice(0, 2), own.slice(0, 2)))
		.map((extrinsic) => extrinsic.slice(0, -own.length));
	const [head] = heads;
	if (head === undefined) throw new Error(`no vote in block ${sample}`);
	return u8aToHex(compactAddLength(u8aConcat(head, own)));
}

/** What the payout command did. */
export interface Payouts {
	code: number | null;
	/** Lines of its output. */
	lines: string[];
	/** What it complained about. */
	errors: string;
}

/** A file with the key of somebody on Filecoin, as operators keep it. */
export function keyFile(person: string): string {
	return writeKeyFile(person, exportedKey(keyOf(person)));
}

/** A file that is given out as a key. */
export function writeKeyFile(name: string, content: string | Uint8Array): string {
	const folder = join(scratch(), 'keys');
	mkdirSync(folder, { recursive: true });
	const path = join(folder, name.replace(/\W/g, '-'));
	writeFileSync(path, content, { mode: 0o600 });
	return path;
}

/** Runs `dmex-node filecoin-payout` to its end. */
export async function filecoinPayout(node: { url: string }, filecoin: string, key: string, ...more: string[]): Promise<Payouts> {
	const args = ['filecoin-payout', '--rpc', node.url, '--filecoin-rpc', filecoin, '--key-file', key, ...more];
	const child = spawn(nodeBinary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
	const release = atExit(() => child.kill('SIGKILL'));
	const [out, err]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
	const ended = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	try {
		const code = await within('filecoin-payout to end', 60_000, ended);
		const lines = Buffer.concat(out).toString('utf8').split('\n').filter((line) => line !== '');
		return { code, lines, errors: Buffer.concat(err).toString('utf8') };
	} finally {
		child.kill('SIGKILL');
		release();
	}
}

