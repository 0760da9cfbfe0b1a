/** What one node knows of the chain: it may lag, stand still or lie. */

import { Address } from './address.ts';
import type { Chain, Tipset } from './chain.ts';
import { type Bytes, EMPTY, blake2b, cidFromDigest, cidText, parseCid } from './encoding.ts';
import type { Json } from './json.ts';
import { Method, keyOf } from './message.ts';
import type { Actor, MinerState } from './state.ts';
import { Exit, type Outcome, gasOf } from './vm.ts';

/** What a node claims against the truth. A lie holds together over all methods that could betray it. */
export type Lie =
	/** The balance of an actor, from a height on. */
	| { kind: 'balance'; actor: number; delta: bigint; from?: number }
	/** A payment that nobody made, at the first tipset not below `height`, with message, receipt, trace and balance. */
	| { kind: 'credit'; actor: number; value: bigint; height: number; params?: Bytes }
	/** Power and sectors of a miner, in percent of the true ones. */
	| { kind: 'power'; miner: number; percent: number }
	/** Other blocks than the network's, from a height on. */
	| { kind: 'tipsets'; from: number }
	/** Whatever else. */
	| { kind: 'answer'; change: (method: string, params: Json[], result: Json) => Json };

/** The sender of invented payments. */
const NOBODY = keyOf('nobody');
const NOBODY_ID = 1500;

export class View {
	/** Epochs by which the node is behind. */
	lag = 0;
	/** Where the node stands still. */
	stuckAt: Tipset | undefined;
	readonly lies: Lie[] = [];
	private readonly aliases = new Map<string, string>();
	private readonly truths = new Map<string, string>();

	constructor(readonly chain: Chain) {}

	get head(): Tipset {
		const { head } = this.chain;
		if (this.stuckAt) return this.stuckAt;
		return this.lag > 0 ? this.chain.atOrBefore(Math.max(0, head.height - this.lag), head) : head;
	}

	get finalized(): Tipset {
		const { finalized, options } = this.chain;
		const own = this.chain.atOrBefore(Math.max(0, this.head.height - options.finality), this.head);
		return own.height < finalized.height ? own : finalized;
	}

	/** What executing the tipset did, in the order of its messages. */
	outcomes(tipset: Tipset): Outcome[] {
		const { outcomes } = this.chain.execute(tipset);
		const invented = this.lies.filter((lie) => lie.kind === 'credit' && this.chain.atOrAfter(lie.height, this.chain.head) === tipset);
		return [...outcomes, ...invented.map((lie) => this.invent(lie as Lie & { kind: 'credit' }, tipset))];
	}

	private invent({ actor, value, height, params = EMPTY }: Lie & { kind: 'credit' }, tipset: Tipset): Outcome {
		const key = NOBODY;
		const to = tipset.state.actor(actor)?.robust ?? Address.id(actor);
		const message = { to, from: key.address, nonce: height, value, gasLimit: 2_000_000, feeCap: 200n, premium: 100n, method: Method.Send, params };
		const signed = key.sign(message);
		const trace = {
			from: NOBODY_ID,
			to,
			value,
			method: Method.Send,
			params,
			codec: params.length === 0 ? 0 : 85,
			exit: Exit.Ok,
			ret: EMPTY,
			invoked: tipset.state.actor(actor),
			subcalls: [],
		};
		return { signed, receipt: { exit: Exit.Ok, ret: EMPTY, gasUsed: gasOf(trace) }, trace, cost: { burn: 0n, tip: 0n } };
	}

	/** The actor in the state that calls at this tipset read. */
	actor(tipset: Tipset, address: Address): Actor | undefined {
		const actor = tipset.state.resolve(address) ?? this.inventedSender(address);
		if (!actor) return undefined;
		let { balance, state } = actor;
		for (const lie of this.lies) {
			if (lie.kind === 'balance' && lie.actor === actor.id && tipset.height >= (lie.from ?? 0)) balance += lie.delta;
			if (lie.kind === 'credit' && lie.actor === actor.id) {
				const at = this.chain.atOrAfter(lie.height, this.chain.head);
				if (at && tipset.ordinal > at.ordinal) balance += lie.value;
			}
			if (lie.kind === 'power' && lie.miner === actor.id && state.kind === 'miner') state = scaled(state, lie.percent);
		}
		return balance === actor.balance && state === actor.state ? actor : { ...actor, balance, state };
	}

	/** Who sent the payments that nobody made: who looks the sender up must find one. */
	private inventedSender(address: Address): Actor | undefined {
		const known = address.actorId === NOBODY_ID || address.key === NOBODY.address.key;
		if (!known || !this.lies.some(({ kind }) => kind === 'credit')) return undefined;
		return { id: NOBODY_ID, balance: 0n, nonce: 0, state: { kind: 'account', address: NOBODY.address } };
	}

	/** Replaces names of blocks, as a node on a chain of its own would have them. */
	disguise(value: Json): Json {
		if (!this.lies.some(({ kind }) => kind === 'tipsets')) return value;
		return this.rename(value, (cid) => this.alias(cid));
	}

	/** The network's names of blocks for those that this node gave out. */
	undisguise(value: Json): Json {
		return this.truths.size === 0 ? value : this.rename(value, (cid) => this.truths.get(cid) ?? cid);
	}

	private alias(cid: string): string {
		const known = this.aliases.get(cid);
		if (known) return known;
		const tipset = this.chain.tipsetOfBlock(cid);
		if (!tipset || !this.lies.some((lie) => lie.kind === 'tipsets' && tipset.height >= lie.from)) return cid;
		const other = cidText(cidFromDigest(blake2b(parseCid(cid), 32)));
		this.aliases.set(cid, other);
		this.truths.set(other, cid);
		return other;
	}

	private rename(value: Json, name: (cid: string) => string): Json {
		if (Array.isArray(value)) return value.map((item) => this.rename(item, name));
		if (value === null || typeof value !== 'object') return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, item]) => [key, key === '/' && typeof item === 'string' ? name(item) : this.rename(item, name)]),
		);
	}
}

const scaled = (miner: MinerState, percent: number): MinerState => ({
	...miner,
	rawPower: (miner.rawPower * BigInt(percent)) / 100n,
	qaPower: (miner.qaPower * BigInt(percent)) / 100n,
	live: Math.floor((miner.live * percent) / 100),
});
