/**
 * The FIL gateway between a simulated Filecoin network and a DMEX chain. Filecoin's epochs go on with the blocks of the chain, so that
 * the record of a day is always about the same heights, and what a day earned can be said in advance.
 */

import type { KeyringPair } from '@polkadot/keyring/types';
import { type Api, call, height, plain, query, send, view } from './chain.ts';
import { FilecoinNetwork, type NetworkOptions } from './filecoin/control.ts';
import { type Bytes, asNumber, fromCbor, hex } from './filecoin/encoding.ts';
import { type Signed, bindMemo, bindingText, depositMemo, keyOf, proposalHash, redeemMemo, signText } from './filecoin/message.ts';
import { MINER_WEIGHT, DENOM } from './filecoin/chain.ts';
import { type Actor, FIL, type PowerState, Singleton } from './filecoin/state.ts';
import { sendOf } from './filecoin/vm.ts';
import { afterStory } from './scenario.ts';
import type { Calendar } from './spec.ts';
import { until } from './wait.ts';

export { FIL };
export const GIB = 1n << 30n;

export const BLOCKS_PER_DAY = 10;
/** Heights of a day's record. */
export const EPOCHS_PER_DAY = 20;
/** Heights of a range report. A range counts when as many more are final. */
export const EPOCHS_PER_RANGE = 10;
/** Heights by which what is final is ahead of the chain's blocks: a day's last range is reported when the day is over. */
const LEAD = 18;
const LEADERS = 5n;

/** The calendar of these stories. */
export const calendar = (slotDurationMs: number): Calendar => ({
	slotDurationMs,
	blocksPerDay: BLOCKS_PER_DAY,
	epochsPerDay: EPOCHS_PER_DAY,
	epochsPerRange: EPOCHS_PER_RANGE,
});

export interface BridgeOptions extends Partial<NetworkOptions> {
	/** What a GiB of power shall earn on a day, in attoFIL: exactly, as long as nobody's power changes and nobody wins blocks beyond plan. */
	reward?: (day: number) => bigint;
}

export interface Window {
	day: number;
	from: number;
	to: number | null;
}

/** What is on record of a node. */
export interface NodeRecord {
	height: number;
	facts: {
		qualityAdjusted: number;
		raw: number;
		liveSectors: number;
		faultySectors: number;
		wins: number;
		rewards: string | number;
		beneficiary: { isCustody: boolean; quotaLeft: string | number; expiration: number };
	};
}

export interface Statement {
	supply: string | number;
	reserve: string | number;
	suspense: string | number;
	delayed: string | number;
	credits: string | number;
	redeeming: string | number;
	shortfall: string | number;
	age: number | null;
	status: unknown;
	halted: boolean;
	nextRange: number | null;
	round: { round: number; openedAt: number; votes: { operator: number; digest: string }[]; accepted: string | null };
	threshold: number;
}

/** The range that a height belongs to. */
export const rangeOf = (height: number): number => Math.ceil(height / EPOCHS_PER_RANGE) - 1;

/** What the gateway says of itself. */
export const statement = async (api: Api, at?: string): Promise<Statement> => plain<Statement>(await view(api, 'gatewayApi.statement', [], at));

/** `Running`, or why it is not: the name of the fault. */
export async function statusOf(api: Api): Promise<string> {
	const status = (await view(api, 'gatewayApi.statement')) as unknown as {
		status: { type: string; isPaused: boolean; asPaused: { fault: { type: string } } };
	};
	return status.status.isPaused ? status.status.asPaused.fault.type : status.status.type;
}

/** The state of a redemption by its name; `undefined` once it is over. */
export async function redemptionState(api: Api, id: bigint): Promise<string | undefined> {
	const found = (await query(api, 'filGateway.redemptions', [id])) as unknown as {
		isSome: boolean;
		unwrap(): { state: { type: string } };
	};
	return found.isSome ? found.unwrap().state.type : undefined;
}

/** The power of the whole network, in bytes. */
export function totalPower(network: FilecoinNetwork): bigint {
	const power = network.chain.latest().actor(Singleton.power) as Actor & { state: PowerState };
	return power.state.qaPower;
}

/** A Filecoin network that goes on with a DMEX chain. */
export class Bridge {
	private api: Api | undefined;
	private unsubscribe: (() => void) | undefined;
	private ticking: Promise<void> = Promise.resolve();
	private failure: unknown;
	private held = false;

	private constructor(readonly network: FilecoinNetwork) {
		afterStory(() => this.stop());
	}

	static async start({ reward, ...options }: BridgeOptions = {}): Promise<Bridge> {
		let power: bigint | undefined;
		const perEpoch = (at: number): bigint => {
			if (reward === undefined || power === undefined) return FIL;
			const day = Math.floor((Math.max(at, 1) - 1) / EPOCHS_PER_DAY);
			// What miners get of the whole, and a little more: each block's part is rounded down. It is far less than a unit a GiB.
			return (reward(day) * power * DENOM) / (GIB * MINER_WEIGHT * BigInt(EPOCHS_PER_DAY)) + 2n * LEADERS;
		};
		const network = await FilecoinNetwork.start({ minimumPower: GIB, ...options, rewardPerEpoch: options.rewardPerEpoch ?? perEpoch });
		power = totalPower(network);
		return new Bridge(network);
	}

	get url(): string {
		return this.network.node.url;
	}

	/** What a node of DMEX is started with, to look at the Filecoin node of that number. */
	nodeArgs(endpoint = 0): string[] {
		const found = this.network.endpoints[endpoint];
		if (found === undefined) throw new Error(`no Filecoin node ${endpoint}`);
		return ['--filecoin-rpc', found.url];
	}

	/** From now on epochs pass with the blocks of this chain. */
	async follow(api: Api): Promise<void> {
		this.leave();
		this.api = api;
		const unsubscribe = await api.rpc.chain.subscribeNewHeads(({ number }) => this.tick(number.toNumber()));
		this.unsubscribe = () => unsubscribe();
		this.tick(await height(api));
	}

	/** Lets no epoch pass until further notice. */
	hold(held = true): void {
		this.held = held;
	}

	private tick(block: number): void {
		this.ticking = this.ticking.then(() => this.catchUp(block)).catch((error: unknown) => {
			this.failure ??= error;
		});
	}

	private async catchUp(block: number): Promise<void> {
		if (this.api === undefined || this.held || this.failure !== undefined) return;
		const window = plain<Window>(await query(this.api, 'filGateway.nextRecord'));
		// The ranges of a day that is not over yet must not be followed by another one before the chain has fixed what its record covers.
		const most = (window.to ?? window.from) + EPOCHS_PER_DAY + 2 * EPOCHS_PER_RANGE;
		const { chain } = this.network;
		const target = Math.min(2 * block + LEAD, most);
		while (!this.held && chain.finalized.height < target) this.network.advance();
	}

	/** The first height of the next range that nothing of has happened yet. Epochs pass until it comes next. */
	freshRange(): number {
		const { network } = this;
		const range = rangeOf(network.chain.epoch + 1) + (network.chain.epoch % EPOCHS_PER_RANGE === 0 ? 0 : 1);
		while (network.chain.epoch < range * EPOCHS_PER_RANGE) network.advance();
		return range;
	}

	/** Lets epochs pass until a range can be reported. */
	settle(range: number): void {
		const { network } = this;
		// What is above it must be executed, and as many heights as it has must be final above that.
		while (network.chain.finalized.height <= (range + 2) * EPOCHS_PER_RANGE + 1) network.advance();
	}

	/** Lets all messages that wait be included, and then as many epochs pass as it takes to report them. Returns the height of the last. */
	pass(): number {
		const { network } = this;
		do network.advance();
		while (network.chain.pool.size > 0);
		const { epoch } = network.chain;
		this.settle(rangeOf(epoch));
		return epoch;
	}

	/** Follows no chain any more, until the next `follow`: its node is going to stop. */
	leave(): void {
		this.unsubscribe?.();
		this.unsubscribe = undefined;
		this.api = undefined;
	}

	async stop(): Promise<void> {
		this.leave();
		await this.ticking;
		await this.network.stop();
		if (this.failure !== undefined) throw this.failure;
	}

	private get chain(): Api {
		if (this.failure !== undefined) throw this.failure;
		if (this.api === undefined) throw new Error('the bridge follows no chain');
		return this.api;
	}

	/** The first bytes of memos that count on one chain only. */
	get genesis(): Bytes {
		return this.chain.genesisHash.toU8a();
	}

	/** A miner's owner, or somebody else, says whose node it is. The value is a deposit of the issuer. */
	bind(miner: number, issuer: KeyringPair, { from = this.ownerOf(miner), value = FIL }: { from?: string; value?: bigint } = {}): Signed {
		return this.network.deposit(from, value, bindMemo(miner, issuer.publicKey, this.genesis));
	}

	private ownerOf(miner: number): string {
		const { owner } = this.network.minerState(miner);
		const name = this.network.options.persons.find((person) => this.network.person(person).id === owner);
		if (name === undefined) throw new Error(`nobody owns f0${miner}`);
		return name;
	}

	/** A deposit with the memo of an account. */
	deposit(who: KeyringPair, value: bigint, from = 'bob'): Signed {
		return this.network.deposit(from, value, depositMemo(who.publicKey));
	}

	/** Where a message was included, once it is. */
	async included(signed: Signed): Promise<number> {
		return until(
			`${signed.cid} to be in a tipset`,
			() => this.network.chain.inclusion(signed.cid, this.network.chain.head)?.tipset.height,
			{ deadlineMs: 60_000 },
		);
	}

	/** Waits until everything up to a height is reported and applied. */
	async reported(upTo: number, deadlineMs = 90_000): Promise<void> {
		const range = rangeOf(upTo);
		await until(
			`range ${range} to be applied`,
			async () => {
				const next = plain<{ next: number }>(await query(this.chain, 'filGateway.lastCheckpoint')).next;
				return next > range && (next > range + 1 || (await query(this.chain, 'filGateway.applying')).isEmpty);
			},
			{ deadlineMs, everyMs: 80 },
		);
	}

	/** Waits until what a message did is reported and applied. */
	async applied(...messages: Signed[]): Promise<void> {
		for (const signed of messages) await this.reported(await this.included(signed));
	}

	/** Waits for a record of a node, not below that height. */
	async attested(miner: number, from = 0): Promise<NodeRecord> {
		return until(
			`a record of f0${miner} not below height ${from}`,
			async () => {
				const node = plain<{ record: NodeRecord | null } | null>(await view(this.chain, 'gatewayApi.node', [miner]));
				const record = node?.record ?? undefined;
				return record !== undefined && record.height >= from ? record : undefined;
			},
			{ deadlineMs: 120_000, everyMs: 80 },
		);
	}

	/** Waits for a record of a node that knows all that is so now. */
	async attestedAnew(miner: number): Promise<NodeRecord> {
		return this.attested(miner, this.network.chain.epoch + 1);
	}

	/** Waits until a day is on record. */
	async recorded(day: number): Promise<void> {
		await until(`the record of day ${day}`, async () => !(await query(this.chain, 'filGateway.days', [day])).isEmpty, {
			deadlineMs: 120_000,
			everyMs: 80,
		});
	}

	/** Binds the f1 address of a person to an account. */
	async bindSender(who: KeyringPair, person: string, enveloped = false): ReturnType<typeof send> {
		const { address } = this.network.person(person);
		const key = keyOf(person);
		const known = plain<{ nonce: number } | null>(await query(this.chain, 'filGateway.senders', [`0x${hex(key.address.payload)}`]));
		const text = bindingText(address, who.publicKey, this.genesis, known?.nonce ?? 0);
		const signature = `0x${hex(signText(key, text, enveloped))}`;
		return send(this.chain, call(this.chain, 'filGateway', 'bindSender', address, signature), who);
	}

	/** A signer proposes the payment of a redemption in the multisig. Returns its transaction, which one epoch later is there. */
	propose(redemption: bigint, to: string, value: bigint, signer = 'operator0'): Payout {
		const proposal = sendOf(this.network.address(to), value, redeemMemo(redemption, this.genesis));
		const signed = this.network.propose(signer, proposal);
		this.network.advance();
		const [txn] = fromCbor(this.network.outcome(signed).receipt.ret) as [bigint];
		return { txn: asNumber(txn), proposer: signer, hash: proposalHash(this.network.person(signer).id, proposal), signed };
	}

	/** The other signers approve it, as many as it takes. The last message executes it. */
	approve({ txn, hash, proposer }: Payout): Signed[] {
		const { signers, threshold } = this.network.options;
		const others = signers.filter((signer) => signer !== proposer).slice(0, threshold - 1);
		return others.map((signer) => this.network.approve(signer, txn, hash));
	}
}

/** A transaction of the multisig. */
export interface Payout {
	txn: number;
	proposer: string;
	hash: Bytes;
	signed: Signed;
}
