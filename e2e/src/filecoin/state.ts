/** The state tree: actors by id and the addresses that lead to them. Old states stay readable. */

import { Address } from './address.ts';
import { type Bytes, type Cbor, cbor, cidOf, cidText, codeCid, concat, utf8 } from './encoding.ts';
import type { Proposal } from './message.ts';

export const FIL = 10n ** 18n;
/** All there will ever be. */
export const SUPPLY = 2_000_000_000n * FIL;

/** Actors whose ids Filecoin fixes; the last one holds what nobody got yet. */
export const Singleton = { system: 0, init: 1, reward: 2, cron: 3, power: 4, market: 5, burnt: 99, reserve: 90 } as const;

/** A proposal that waits for approvals, the proposer's first. */
export interface Pending extends Proposal {
	id: number;
	approved: readonly number[];
}

export interface BeneficiaryTerm {
	quota: bigint;
	used: bigint;
	expiration: number;
}

export interface AccountState {
	kind: 'account';
	address: Address;
}

export interface MultisigState {
	kind: 'multisig';
	signers: readonly number[];
	threshold: number;
	nextTxn: number;
	pending: readonly Pending[];
}

export interface MinerState {
	kind: 'miner';
	owner: number;
	worker: number;
	beneficiary: number;
	term: BeneficiaryTerm;
	pendingTerm: { beneficiary: number; quota: bigint; expiration: number } | null;
	/** Rewards that have not vested, and pledge: not for withdrawal. */
	locked: bigint;
	pledge: bigint;
	rawPower: bigint;
	qaPower: bigint;
	live: number;
	faulty: number;
}

export interface PowerState {
	kind: 'power';
	rawPower: bigint;
	qaPower: bigint;
	rawCommitted: bigint;
	qaCommitted: bigint;
	pledge: bigint;
	miners: number;
	minersAboveMin: number;
}

export interface RewardState {
	kind: 'reward';
	epoch: number;
	/** Of all miners of one epoch with five winners. */
	thisEpochReward: bigint;
	minted: bigint;
	burntOfMint: bigint;
	explicit: bigint;
	accrued: bigint;
}

/** An Ethereum account, a contract, or an actor without anything of interest. */
export interface PlainState {
	kind: 'ethaccount' | 'placeholder' | 'evm' | 'system';
}

export type ActorState = AccountState | MultisigState | MinerState | PowerState | RewardState | PlainState;

export interface Actor {
	readonly id: number;
	readonly balance: bigint;
	readonly nonce: number;
	readonly state: ActorState;
	/** The f410 address. */
	readonly delegated?: Address;
	/** The f2 address. */
	readonly robust?: Address;
}

export const codeOf = (actor: Actor): string => cidText(codeCid(utf8(`fil/17/${actor.state.kind}`)));

const amountField = (value: bigint): Bytes => utf8(value.toString());

function stateCbor(state: ActorState): Cbor {
	switch (state.kind) {
		case 'account':
			return [state.address.bytes];
		case 'multisig': {
			const pending = state.pending.map((txn): Cbor => [txn.id, txn.to.bytes, amountField(txn.value), txn.method, txn.params, [...txn.approved]]);
			return [[...state.signers], state.threshold, state.nextTxn, '0', 0, 0, pending];
		}
		case 'miner': {
			const { term, pendingTerm } = state;
			return [
				[state.owner, state.worker, state.beneficiary],
				[amountField(term.quota), amountField(term.used), term.expiration],
				pendingTerm && [pendingTerm.beneficiary, amountField(pendingTerm.quota), pendingTerm.expiration],
				[state.locked, state.pledge, state.rawPower, state.qaPower].map(amountField),
				[state.live, state.faulty],
			];
		}
		case 'power':
			return [
				[state.rawPower, state.qaPower, state.rawCommitted, state.qaCommitted, state.pledge].map(amountField),
				[state.miners, state.minersAboveMin],
			];
		case 'reward':
			return [state.epoch, [state.thisEpochReward, state.minted, state.burntOfMint, state.explicit, state.accrued].map(amountField)];
		default:
			return [state.kind];
	}
}

const heads = new WeakMap<ActorState, string>();

/** The CID of an actor's own state: it changes when that does, not with the balance. */
export function headOf(actor: Actor): string {
	let head = heads.get(actor.state);
	if (head === undefined) {
		head = cidText(cidOf(cbor(stateCbor(actor.state))));
		heads.set(actor.state, head);
	}
	return head;
}

/** A CID for a part of a state that the simulation keeps no tree of. */
export const partCid = (actor: Actor, part: string): string => cidText(cidOf(cbor([headOf(actor), part])));

const BUCKETS = 64;

/** A map that is cheap to fork: whoever writes to a fork copies only the buckets that he touches. The origin must not change then. */
class Shelf<V> {
	private readonly own = new Set<number>();

	constructor(private readonly buckets: Map<string, V>[] = Array.from({ length: BUCKETS }, () => new Map<string, V>())) {}

	private static bucketOf(key: string): number {
		let sum = 0;
		for (const letter of key.slice(-6)) sum = (sum * 31 + letter.charCodeAt(0)) % BUCKETS;
		return sum;
	}

	fork(): Shelf<V> {
		return new Shelf([...this.buckets]);
	}

	get(key: string): V | undefined {
		return this.buckets[Shelf.bucketOf(key)]?.get(key);
	}

	set(key: string, value: V | undefined): void {
		const index = Shelf.bucketOf(key);
		let bucket = this.buckets[index] as Map<string, V>;
		if (!this.own.has(index)) {
			bucket = new Map(bucket);
			this.buckets[index] = bucket;
			this.own.add(index);
		}
		if (value === undefined) bucket.delete(key);
		else bucket.set(key, value);
	}

	*values(): Iterable<V> {
		for (const bucket of this.buckets) yield* bucket.values();
	}
}

/** Ids of accounts that come into being by being paid. */
const FIRST_NEW_ID = 4_000_000;

export class State {
	private readonly undo: (() => void)[] = [];
	private readonly changed = new Set<number>();
	private knownRoot: string | undefined;

	private constructor(
		private readonly actors: Shelf<Actor>,
		private readonly names: Shelf<number>,
		private nextId: number,
		private readonly origin: string,
	) {}

	static empty(): State {
		return new State(new Shelf(), new Shelf(), FIRST_NEW_ID, '');
	}

	/** A state that starts as this one. This one must not be written to any more. */
	fork(): State {
		return new State(this.actors.fork(), this.names.fork(), this.nextId, this.root());
	}

	/** Follows from what changed and from what it changed on. */
	root(): string {
		if (this.knownRoot !== undefined) return this.knownRoot;
		const changes = [...this.changed].sort((a, b) => a - b).map((id): Cbor => {
			const actor = this.actors.get(String(id));
			return actor ? [id, headOf(actor), amountField(actor.balance), actor.nonce] : [id];
		});
		this.knownRoot = cidText(cidOf(cbor([this.origin, changes])));
		return this.knownRoot;
	}

	mark(): number {
		return this.undo.length;
	}

	/** Takes back everything since the mark. */
	revert(mark: number): void {
		this.knownRoot = undefined;
		for (const step of this.undo.splice(mark).reverse()) step();
	}

	actor(id: number): Actor | undefined {
		return this.actors.get(String(id));
	}

	all(): Iterable<Actor> {
		return this.actors.values();
	}

	total(): bigint {
		let sum = 0n;
		for (const { balance } of this.actors.values()) sum += balance;
		return sum;
	}

	resolve(address: Address): Actor | undefined {
		const id = address.actorId ?? this.names.get(address.key);
		return id === undefined ? undefined : this.actor(id);
	}

	put(actor: Actor): Actor {
		const before = this.actor(actor.id);
		this.knownRoot = undefined;
		this.undo.push(() => this.actors.set(String(actor.id), before));
		this.actors.set(String(actor.id), actor);
		this.changed.add(actor.id);
		return actor;
	}

	update(id: number, changes: Partial<Actor>): Actor {
		const actor = this.actor(id);
		if (!actor) throw new Error(`no actor f0${id}`);
		return this.put({ ...actor, ...changes });
	}

	name(address: Address, id: number): void {
		const before = this.names.get(address.key);
		this.undo.push(() => this.names.set(address.key, before));
		this.names.set(address.key, id);
	}

	/** A new actor; its robust and delegated addresses lead to it. */
	create(id: number, state: ActorState, balance = 0n, names: { robust?: Address; delegated?: Address } = {}): Actor {
		if (this.actor(id)) throw new Error(`f0${id} exists`);
		for (const address of [names.robust, names.delegated, state.kind === 'account' ? state.address : undefined]) {
			if (address) this.name(address, id);
		}
		return this.put({ id, balance, nonce: 0, state, ...names });
	}

	/** The account behind a key that nobody paid before; other kinds of actors do not appear by themselves. */
	createFor(address: Address): Actor | undefined {
		if (address.protocol === 0 || address.protocol === 2) return undefined;
		const id = this.nextId;
		this.undo.push(() => {
			this.nextId = id;
		});
		this.nextId += 1;
		if (address.protocol === 4) return this.create(id, { kind: 'placeholder' }, 0n, { delegated: address });
		return this.create(id, { kind: 'account', address });
	}

	/** Moves a balance; whether there is enough of it must be known before. */
	move(from: number, to: number, value: bigint): void {
		const payer = this.actor(from);
		if (!payer || payer.balance < value || value < 0n) throw new Error(`f0${from} cannot pay ${value}`);
		this.update(from, { balance: payer.balance - value });
		this.update(to, { balance: (this.actor(to)?.balance ?? 0n) + value });
	}
}

/** The f2 address of an actor of the simulation. */
export const robustOf = (id: number): Address => Address.actor(concat(utf8('actor '), utf8(String(id))));

/** Sums the claims into the power actor, as each change of a claim does. */
export function refreshPower(state: State, minimum: bigint): void {
	let [rawPower, qaPower, rawCommitted, qaCommitted, pledge, miners, minersAboveMin] = [0n, 0n, 0n, 0n, 0n, 0, 0];
	for (const { state: miner } of state.all()) {
		if (miner.kind !== 'miner') continue;
		miners += 1;
		rawCommitted += miner.rawPower;
		qaCommitted += miner.qaPower;
		pledge += miner.pledge;
		if (miner.rawPower < minimum) continue;
		minersAboveMin += 1;
		rawPower += miner.rawPower;
		qaPower += miner.qaPower;
	}
	state.update(Singleton.power, {
		state: { kind: 'power', rawPower, qaPower, rawCommitted, qaCommitted, pledge, miners, minersAboveMin },
	});
}

