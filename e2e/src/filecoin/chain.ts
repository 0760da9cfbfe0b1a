/**
 * A small Filecoin chain: tipsets with null rounds, messages that the next tipset executes, finality, forks. Pure: what happens
 * follows from the options and the calls, and the clock is whatever the options say.
 */

import { Address } from './address.ts';
import { type Bytes, Link, amountBytes, blake2b, cbor, cidOf, cidText, concat, hex, parseCid, utf8 } from './encoding.ts';
import { type Message, type Signed } from './message.ts';
import { Pool } from './pool.ts';
import { type Actor, FIL, type RewardState, SUPPLY, Singleton, State, refreshPower } from './state.ts';
import { BASE_FEE, type Outcome, Vm, gasOf } from './vm.ts';

export const EPOCH_SECONDS = 30;
/** Winners that an epoch expects. */
const LEADERS = 5n;
/** Of the reward, the part that does not vest at once. */
const LOCKED_PERCENT = 75n;
/** Shares of the streams since network version 29, in parts of `DENOM`. */
export const DENOM = 10n ** 18n;
export const MINER_WEIGHT = (DENOM * 9n) / 10n;
export const EXPLICIT_WEIGHT = DENOM - MINER_WEIGHT;
const TIB = 1n << 40n;

export interface Win {
	miner: number;
	winCount: number;
}

export interface Block extends Win {
	cid: string;
	/** Whatever a real block proves; here it only tells blocks apart. */
	proof: Bytes;
}

/** What a block paid. `minted` is the whole, the rest its parts; `tips` come on top. */
export interface Award extends Win {
	block: string;
	minted: bigint;
	minerPart: bigint;
	explicit: bigint;
	burnt: bigint;
	tips: bigint;
}

export interface Execution {
	state: State;
	outcomes: Outcome[];
	awards: Award[];
	/** CID of the state after the tipset. */
	root: string;
	receipts: string;
}

/** A change that no message makes: set-up, power, a jump of a balance. */
export type Change = (state: State, epoch: number) => void;

export interface Tipset {
	/** How many tipsets came before. */
	ordinal: number;
	height: number;
	parent: Tipset | undefined;
	blocks: Block[];
	cids: string[];
	timestamp: number;
	weight: bigint;
	/** Executed in this order. */
	messages: Signed[];
	/** In blocks of the tipset, and never executed: another message of the same sender and nonce was. */
	competing: Signed[];
	changes: Change[];
	/** CID of the list of messages. */
	messagesRoot: string;
	/** After the parent was executed: what state calls at this tipset read. */
	state: State;
	execution?: Execution;
}

export const keyText = (cids: readonly string[]): string => cids.join(',');

/** The name of a tipset as a whole, by which the Ethereum view calls it. */
export const tipsetDigest = (tipset: Tipset): string =>
	`0x${hex(blake2b(cbor(concat(...tipset.cids.map((cid) => parseCid(cid)))), 32))}`;

export interface ChainOptions {
	/** Seconds at which a tipset of that height is made. */
	timestamp: (height: number) => number;
	/** Epochs between the head and what is final. */
	finality: number;
	networkVersion: number;
	/** Below it a miner cannot win blocks. */
	minimumPower: bigint;
	/** Minted per epoch with five winners, always the same or by height. */
	rewardPerEpoch: bigint | ((height: number) => bigint);
	/** Who wins an epoch that nobody was named for. */
	winners: (height: number) => Win[];
	/** Names the genesis tipset otherwise than its content does. */
	genesisCid?: string | undefined;
	/** Executed with the genesis tipset: the CID of genesis does not depend on it. */
	setup: Change;
}

export const CHAIN_DEFAULTS: Omit<ChainOptions, 'setup'> = {
	timestamp: (height) => 1_667_326_380 + EPOCH_SECONDS * height,
	finality: 5,
	networkVersion: 29,
	minimumPower: 10n * TIB,
	rewardPerEpoch: 20n * FIL,
	winners: () => [
		{ miner: 1000, winCount: 3 },
		{ miner: 1001, winCount: 2 },
	],
};

/** Why a node refuses a message for its pool. */
export class Refused extends Error {}

export class Chain {
	readonly options: ChainOptions;
	readonly genesis: Tipset;
	head: Tipset;
	finalized: Tipset;
	/** Epoch of the clock; the head is behind it when the last rounds were null. */
	epoch = 0;
	readonly pool = new Pool();
	private changes: Change[] = [];
	private competing: Signed[] = [];
	private wins: Win[] = [];
	private forks = 0;
	private readonly canonical: Tipset[];
	private readonly byKey = new Map<string, Tipset>();
	private readonly byBlock = new Map<string, Tipset>();
	private readonly inclusions = new Map<string, { signed: Signed; tipsets: Tipset[] }>();

	constructor(options: Partial<ChainOptions> & Pick<ChainOptions, 'setup'>) {
		this.options = { ...CHAIN_DEFAULTS, ...options };
		const state = State.empty();
		for (const id of Object.values(Singleton)) {
			if (id !== Singleton.power && id !== Singleton.reward) state.create(id, { kind: 'system' });
		}
		const minable = 1_100_000_000n * FIL;
		state.create(Singleton.power, {
			kind: 'power',
			rawPower: 0n,
			qaPower: 0n,
			rawCommitted: 0n,
			qaCommitted: 0n,
			pledge: 0n,
			miners: 0,
			minersAboveMin: 0,
		});
		const reward = { epoch: 0, thisEpochReward: 20n * FIL, minted: 0n, burntOfMint: 0n, explicit: 0n, accrued: 0n };
		state.create(Singleton.reward, { kind: 'reward', ...reward }, minable);
		state.update(Singleton.reserve, { balance: SUPPLY - minable });
		this.genesis = this.build(undefined, 0, [{ miner: 0, winCount: 0 }], state, [], [], [
			this.options.setup,
			(genesis) => {
				genesis.update(Singleton.reward, { state: { kind: 'reward', ...reward, thisEpochReward: this.rewardAt(0) } });
			},
		]);
		this.canonical = [this.genesis];
		this.head = this.genesis;
		this.finalized = this.genesis;
	}

	private build(
		parent: Tipset | undefined,
		height: number,
		wins: Win[],
		state: State,
		messages: Signed[],
		competing: Signed[],
		changes: Change[],
	): Tipset {
		const timestamp = height === 0 ? CHAIN_DEFAULTS.timestamp(0) : this.options.timestamp(height);
		const weight = (parent?.weight ?? 0n) + BigInt(1000 * wins.reduce((sum, { winCount }) => sum + winCount, 0));
		const messagesRoot = cidText(cidOf(cbor([...messages, ...competing].map(({ cid }) => new Link(parseCid(cid))))));
		const shared = [
			(parent?.cids ?? []).map((cid) => new Link(parseCid(cid))),
			amountBytes(parent?.weight ?? 0n),
			height,
			new Link(parseCid(parent?.execution?.root ?? state.root())),
			new Link(parseCid(parent?.execution?.receipts ?? cidText(cidOf(cbor([]))))),
			new Link(parseCid(messagesRoot)),
		];
		const blocks = wins.map(({ miner, winCount }): Block => {
			const proof = blake2b(utf8(`${height}/${miner}/${this.forks}`), 32);
			const header = cbor([Address.id(miner).bytes, [proof], [winCount, proof], [], [], ...shared, proof, timestamp, proof, 0, amountBytes(BASE_FEE)]);
			const own = height === 0 ? this.options.genesisCid : undefined;
			return { miner, winCount, proof, cid: own ?? cidText(cidOf(header)) };
		});
		const tipset: Tipset = {
			ordinal: (parent?.ordinal ?? -1) + 1,
			height,
			parent,
			blocks,
			cids: blocks.map(({ cid }) => cid),
			timestamp,
			weight,
			messages,
			competing,
			changes,
			messagesRoot,
			state,
		};
		this.byKey.set(keyText(tipset.cids), tipset);
		for (const cid of tipset.cids) this.byBlock.set(cid, tipset);
		for (const signed of messages) {
			for (const cid of new Set([signed.cid, signed.unsignedCid])) {
				const known = this.inclusions.get(cid) ?? { signed, tipsets: [] };
				known.tipsets.push(tipset);
				this.inclusions.set(cid, known);
			}
		}
		return tipset;
	}

	private rewardAt(height: number): bigint {
		const { rewardPerEpoch } = this.options;
		return typeof rewardPerEpoch === 'bigint' ? rewardPerEpoch : rewardPerEpoch(height);
	}

	/** What executing the tipset does, as its child records it. */
	execute(tipset: Tipset): Execution {
		if (tipset.execution) return tipset.execution;
		const state = tipset.state.fork();
		if (typeof this.options.rewardPerEpoch === 'function' && tipset.height > 0) {
			const f02 = state.actor(Singleton.reward) as Actor & { state: RewardState };
			state.update(Singleton.reward, { state: { ...f02.state, thisEpochReward: this.rewardAt(tipset.height) } });
		}
		for (const change of tipset.changes) change(state, tipset.height);
		const vm = new Vm(state, tipset.height);
		const outcomes = tipset.messages.map((signed) => vm.apply(signed));
		const awards = tipset.height === 0 ? [] : this.award(tipset, state, outcomes);
		const receipts = outcomes.map(({ receipt }) => [receipt.exit, receipt.ret, receipt.gasUsed, null]);
		tipset.execution = { state, outcomes, awards, root: state.root(), receipts: cidText(cidOf(cbor(receipts))) };
		return tipset.execution;
	}

	private award(tipset: Tipset, state: State, outcomes: Outcome[]): Award[] {
		const split = this.options.networkVersion >= 29;
		const pot = outcomes.reduce((sum, { cost }) => sum + cost.tip, 0n);
		return tipset.blocks.map(({ miner, winCount, cid }, index) => {
			const f02 = state.actor(Singleton.reward) as Actor & { state: RewardState };
			const minted = (f02.state.thisEpochReward * BigInt(winCount)) / LEADERS;
			const minerPart = split ? (minted * MINER_WEIGHT) / DENOM : minted;
			const explicit = split ? (minted - minerPart) / 2n : 0n;
			const burnt = minted - minerPart - explicit;
			// All messages stand in the first block.
			const tips = index === 0 ? pot : 0n;
			state.move(Singleton.reward, miner, minerPart + tips);
			state.move(Singleton.reward, Singleton.burnt, burnt);
			const winner = state.actor(miner) as Actor;
			if (winner.state.kind === 'miner') {
				const locked = winner.state.locked + (minerPart * LOCKED_PERCENT) / 100n;
				state.update(miner, { state: { ...winner.state, locked } });
			}
			state.update(Singleton.reward, {
				state: {
					...f02.state,
					epoch: tipset.height + 1,
					minted: f02.state.minted + minted,
					burntOfMint: f02.state.burntOfMint + burnt,
					explicit: f02.state.explicit + explicit,
					accrued: f02.state.accrued + explicit,
				},
			});
			return { block: cid, miner, winCount, minted, minerPart, explicit, burnt, tips };
		});
	}

	/** The messages of the pool that can go into a block on that state. */
	private select(state: State): Signed[] {
		const nonces = new Map<number, number>();
		const spent = new Map<number, bigint>();
		const chosen: Signed[] = [];
		for (let found = true; found; ) {
			found = false;
			for (const signed of this.pool) {
				const { message } = signed;
				const sender = state.resolve(message.from);
				if (!sender || message.nonce !== (nonces.get(sender.id) ?? sender.nonce)) continue;
				const cost = (spent.get(sender.id) ?? 0n) + BigInt(message.gasLimit) * message.feeCap;
				if (message.feeCap < BASE_FEE || cost > sender.balance) continue;
				nonces.set(sender.id, message.nonce + 1);
				spent.set(sender.id, cost);
				chosen.push(signed);
				this.pool.remove(message);
				found = true;
			}
		}
		return chosen;
	}

	/** Makes a tipset on the head, after `nulls` null rounds. */
	mine(nulls = 0): Tipset {
		this.epoch = Math.max(this.epoch, this.head.height) + nulls + 1;
		return this.extend(this.epoch, true);
	}

	/** Lets an epoch pass without a block. */
	skip(): void {
		this.epoch = Math.max(this.epoch, this.head.height) + 1;
	}

	private extend(height: number, finalize: boolean): Tipset {
		const { state } = this.execute(this.head);
		for (const { message } of this.pool) {
			if (message.nonce < (state.resolve(message.from)?.nonce ?? 0)) this.pool.remove(message);
		}
		const messages = this.select(state);
		const competing = this.competing.filter(({ message }) =>
			messages.some((other) => other.message.from.key === message.from.key && other.message.nonce === message.nonce),
		);
		const extra = this.wins.splice(0, this.wins.length);
		const byMiner = new Map<number, Win>();
		for (const win of [...this.options.winners(height), ...extra]) {
			if (byMiner.has(win.miner)) {
				if (extra.includes(win)) this.wins.push(win);
			} else byMiner.set(win.miner, win);
		}
		const tipset = this.build(this.head, height, [...byMiner.values()], state, messages, competing, this.changes);
		this.changes = [];
		this.competing = this.competing.filter((signed) => !competing.includes(signed));
		this.canonical.push(tipset);
		this.head = tipset;
		if (finalize) this.finalize();
		return tipset;
	}

	private finalize(): void {
		const final = this.atOrBefore(Math.max(0, this.head.height - this.options.finality), this.head);
		if (final.height > this.finalized.height) this.finalized = final;
	}

	/** Replaces the last tipsets by others of the same heights, and says which are gone. Their messages wait in the pool again. */
	reorg(depth: number, { drop = () => false, breakFinality = false }: { drop?: (signed: Signed) => boolean; breakFinality?: boolean } = {}): Tipset[] {
		const fork = this.canonical.length - depth;
		if (depth < 1 || fork < 1) throw new Error(`no fork of ${depth} tipsets`);
		const gone = this.canonical.slice(fork);
		if (!breakFinality && gone.includes(this.finalized)) throw new Error('what is final does not change');
		this.canonical.splice(fork);
		this.head = this.canonical[fork - 1] as Tipset;
		this.forks += 1;
		const kept = gone.flatMap(({ messages }) => messages).filter((signed) => !drop(signed));
		this.pool.return(kept);
		this.changes.unshift(...gone.flatMap(({ changes }) => changes));
		for (const { height } of gone) this.extend(height, false);
		if (gone.includes(this.finalized)) this.finalized = this.atOrBefore(this.finalized.height, this.head);
		this.finalize();
		return gone;
	}

	/** Makes `change` happen with the next tipset, without any message. */
	operate(change: Change): void {
		this.changes.push(change);
	}

	/** Gives a miner a block of that tipset which comes next; several of one miner come one after the other. */
	win(miner: number, winCount = 1): void {
		this.wins.push({ miner, winCount });
	}

	/** A message for the next tipset that is never executed. */
	compete(signed: Signed): void {
		this.competing.push(signed);
	}

	/** The nonce that a next message of the sender needs. */
	nonce(sender: Address): number {
		return this.pool.next(sender, this.latest().resolve(sender)?.nonce ?? 0);
	}

	/** The state with everything that is in blocks already. */
	latest(): State {
		return this.execute(this.head).state;
	}

	/** Takes a message that was checked for its signature. */
	push(signed: Signed): void {
		const { message } = signed;
		const sender = this.latest().resolve(message.from);
		const expected = sender?.nonce ?? 0;
		if (message.nonce < expected) throw new Refused(`minimum expected nonce is ${expected}: message nonce too low`);
		if (message.nonce > expected + 100) throw new Refused(`message nonce has too big a gap from expected nonce (Nonce: ${message.nonce})`);
		if (message.gasLimit < gasOf({ params: message.params, subcalls: [] } as never) / 10) {
			throw new Refused("message will not be included in a block: 'GasLimit' field cannot be less than the cost of storing a message on chain");
		}
		if (message.feeCap < message.premium) throw new Refused("'GasFeeCap' less than 'GasPremium'");
		if ((sender?.balance ?? 0n) < message.value + BigInt(message.gasLimit) * message.feeCap) {
			throw new Refused('mpool push: not enough funds: not enough funds to execute transaction');
		}
		const rival = this.pool.at(message);
		if (rival?.cid === signed.cid) return;
		if (rival) {
			const needed = (rival.message.premium * 125n) / 100n + 1n;
			if (message.premium < needed) {
				throw new Refused(`message from ${message.from.text()} with nonce ${message.nonce} already in mpool: replace by fee has too low GasPremium`);
			}
		}
		this.pool.add(signed);
	}

	/** What the message would do now, after all that is in blocks. */
	simulate(message: Message): Outcome {
		const state = this.latest().fork();
		const sender = state.resolve(message.from);
		const vm = new Vm(state, this.head.height + 1);
		const nonce = sender?.nonce ?? 0;
		const signed = { message: { ...message, nonce, gasLimit: 10_000_000_000, feeCap: 0n, premium: 0n }, cid: '', unsignedCid: '' };
		const trace = vm.call(sender?.id ?? 0, message.to, message.value, message.method, message.params, true);
		return {
			signed: { ...signed, signature: { type: 1, data: new Uint8Array() } },
			receipt: { exit: trace.exit, ret: trace.ret, gasUsed: gasOf(trace) },
			trace,
			cost: { burn: 0n, tip: 0n },
		};
	}

	tipset(cids: readonly string[]): Tipset | undefined {
		return this.byKey.get(keyText(cids));
	}

	tipsetOfBlock(cid: string): Tipset | undefined {
		return this.byBlock.get(cid);
	}

	isCanonical(tipset: Tipset): boolean {
		return this.canonical[tipset.ordinal] === tipset;
	}

	/** The canonical tipsets, oldest first. */
	all(): readonly Tipset[] {
		return this.canonical;
	}

	isAncestor(tipset: Tipset, anchor: Tipset): boolean {
		if (tipset.ordinal > anchor.ordinal) return false;
		return this.back(anchor, ({ ordinal }) => ordinal <= tipset.ordinal) === tipset;
	}

	/** The newest tipset on the way back from `anchor` that satisfies a condition which all older ones satisfy too. */
	private back(anchor: Tipset, old: (tipset: Tipset) => boolean): Tipset {
		let at = anchor;
		while (!this.isCanonical(at)) {
			if (old(at) || !at.parent) return at;
			at = at.parent;
		}
		let [low, high] = [0, at.ordinal];
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (old(this.canonical[middle] as Tipset)) low = middle;
			else high = middle - 1;
		}
		return this.canonical[low] as Tipset;
	}

	/** The newest tipset not above that height. */
	atOrBefore(height: number, anchor: Tipset): Tipset {
		return this.back(anchor, (tipset) => tipset.height <= height);
	}

	/** The oldest tipset not below that height, if `anchor` has come so far. */
	atOrAfter(height: number, anchor: Tipset): Tipset | undefined {
		if (anchor.height < height) return undefined;
		const before = this.atOrBefore(height, anchor);
		if (before.height >= height) return before;
		let at = anchor;
		if (this.isCanonical(anchor)) return this.canonical[before.ordinal + 1];
		while (at.parent && at.parent !== before) at = at.parent;
		return at;
	}

	/** The tipset on whose state `tipset` stands executed, if `anchor` has come so far. */
	childOf(tipset: Tipset, anchor: Tipset): Tipset | undefined {
		return anchor.ordinal > tipset.ordinal ? this.back(anchor, ({ ordinal }) => ordinal <= tipset.ordinal + 1) : undefined;
	}

	/** Where the chain that ends with `anchor` has the message. */
	inclusion(cid: string, anchor: Tipset): { signed: Signed; tipset: Tipset } | undefined {
		const known = this.inclusions.get(cid);
		const tipset = known?.tipsets.find((candidate) => this.isAncestor(candidate, anchor));
		return known && tipset ? { signed: known.signed, tipset } : undefined;
	}

	/** Changes a miner's claim, with its effect on the totals. */
	refreshPower(state: State): void {
		refreshPower(state, this.options.minimumPower);
	}
}

