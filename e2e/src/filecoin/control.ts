/** A Filecoin network for tests: its chain, its people and miners, DMEX's custody, and the nodes through which it is seen. */

import type { Prefix } from './address.ts';
import { Address } from './address.ts';
import { Chain, type ChainOptions, type Tipset } from './chain.ts';
import { type Bytes, EMPTY, amountBytes, asNumber, cbor, fromCbor } from './encoding.ts';
import {
	type Key,
	type Message,
	Method,
	type Proposal,
	type Signed,
	blsKeyOf,
	ethereumKeyOf,
	keyOf,
	proposalHash,
	proposeParams,
	txnParams,
} from './message.ts';
import type { F3 } from './methods.ts';
import { Endpoint, type EndpointOptions } from './rpc.ts';
import { type Actor, FIL, type MinerState, type MultisigState, Singleton, type State, robustOf } from './state.ts';
import { type ContractCall, type Outcome, contractParams, sendOf } from './vm.ts';

export const TIB = 1n << 40n;
const GIB = 1n << 30n;

/** Miners that make the blocks of every epoch. */
const NETWORK_MINERS = [1000, 1001];
const CUSTODY_ID = 3_000_123;
const FORWARDER_ID = 3_000_200;
const FIRST_SIGNER_ID = 2_000;
const FIRST_PERSON_ID = 2_100;
const FIRST_MINER_ID = 1_234;
const PERSON_BALANCE = 100_000n * FIL;

export interface MinerOptions {
	/** Quality-adjusted bytes. */
	power: bigint;
	/** Raw bytes; a tenth of `power` if missing. Below the network's minimum a miner cannot win blocks. */
	rawPower?: bigint;
	/** Who owns it: a person. */
	owner?: string;
	/** Where payouts go: custody, or the owner. */
	beneficiary?: 'custody' | 'owner';
	/** At the custody's disposal. */
	quota?: bigint;
	/** When its term ends. */
	expiration?: number;
	/** What the miner has from the start, free for withdrawal. */
	balance?: bigint;
}

export interface NetworkOptions {
	prefix: Prefix;
	networkName: string;
	networkVersion: 28 | 29;
	/** Epochs between the head and what is final. */
	finality: number;
	/** Length of an epoch; the chain moves only by `advance` if missing. */
	epochMs?: number;
	/** Of so many epochs that pass by themselves, one has no block. */
	nullEvery?: number;
	/** Whether tipsets carry the time at which they were made, or 30 seconds per epoch since genesis. */
	timestamps: 'wall' | 'epochs';
	genesisCid?: string;
	/** Signers of the custody, by name. */
	signers: string[];
	threshold: number;
	/** What custody holds from the start. */
	custodyBalance: bigint;
	/** Names with a secp256k1 key. `bls:` and `eth:` before a name make it an f3 or f410 account. */
	persons: string[];
	miners: MinerOptions[];
	rewardPerEpoch: bigint | ((height: number) => bigint);
	/** Raw power below which a miner cannot win blocks. */
	minimumPower: bigint;
	/** One for each node; what is missing is that of a Lotus node. */
	endpoints: (Partial<EndpointOptions> & { lag?: number })[];
}

const DEFAULTS: NetworkOptions = {
	prefix: 'f',
	networkName: 'testnetnet',
	networkVersion: 29,
	finality: 5,
	timestamps: 'wall',
	signers: ['operator0', 'operator1', 'operator2', 'operator3', 'operator4'],
	threshold: 4,
	custodyBalance: 0n,
	persons: ['alice', 'bob', 'charlie', 'dave', 'bls:erin', 'eth:frank'],
	miners: [{ power: 1_000n * TIB, owner: 'alice', beneficiary: 'custody' }],
	rewardPerEpoch: 20n * FIL,
	minimumPower: 10n * TIB,
	endpoints: [{}],
};

export interface Person {
	name: string;
	id: number;
	key: Key;
	/** As text of this network. */
	address: string;
}

export interface Sending {
	value?: bigint;
	method?: number;
	params?: Bytes;
	gasLimit?: number;
	nonce?: number;
}

export class FilecoinNetwork {
	readonly chain: Chain;
	readonly endpoints: Endpoint[];
	readonly custody: { id: number; address: Address; text: string };
	/** A contract that does what `contractCall` tells it. */
	readonly forwarder: Address;
	readonly miners: number[];
	private readonly people = new Map<string, Person>();
	private timer: NodeJS.Timeout | undefined;

	private constructor(readonly options: NetworkOptions) {
		const address = robustOf(CUSTODY_ID);
		this.custody = { id: CUSTODY_ID, address, text: address.text(options.prefix) };
		this.forwarder = Address.ethereum('f0'.repeat(20));
		this.miners = options.miners.map((_, index) => FIRST_MINER_ID + index);
		for (const [index, name] of options.signers.entries()) this.introduce(name, FIRST_SIGNER_ID + index);
		for (const [index, name] of options.persons.entries()) this.introduce(name, FIRST_PERSON_ID + index);
		const wall: Partial<ChainOptions> = { timestamp: () => Math.floor(Date.now() / 1000) };
		this.chain = new Chain({
			...(options.timestamps === 'wall' ? wall : {}),
			finality: options.finality,
			networkVersion: options.networkVersion,
			rewardPerEpoch: options.rewardPerEpoch,
			minimumPower: options.minimumPower,
			genesisCid: options.genesisCid,
			setup: (state) => this.setUp(state),
		});
		this.endpoints = options.endpoints.map(({ lag = 0, ...own }) => {
			const { prefix, networkName } = options;
			const endpoint = new Endpoint(this.chain, { prefix, networkName, flavour: 'lotus', gateway: false, f3: 'live' as F3, port: 0, ...own });
			endpoint.lag(lag);
			return endpoint;
		});
	}

	/** Starts the network with its nodes. It has a few final tipsets already, so that all that was set up can be seen. */
	static async start(options: Partial<NetworkOptions> = {}): Promise<FilecoinNetwork> {
		const network = new FilecoinNetwork({ ...DEFAULTS, ...options });
		network.advance(network.options.finality + 2);
		await Promise.all(network.endpoints.map((endpoint) => endpoint.start()));
		const { epochMs, nullEvery = 0 } = network.options;
		if (epochMs !== undefined) {
			network.timer = setInterval(() => {
				if (nullEvery > 0 && (network.chain.epoch + 1) % nullEvery === 0) network.chain.skip();
				else network.advance();
			}, epochMs);
		}
		return network;
	}

	async stop(): Promise<void> {
		clearInterval(this.timer);
		await Promise.all(this.endpoints.map((endpoint) => endpoint.stop()));
	}

	/** The first node. */
	get node(): Endpoint {
		return this.endpoints[0] as Endpoint;
	}

	private introduce(name: string, id: number): void {
		const key = name.startsWith('bls:') ? blsKeyOf(name) : name.startsWith('eth:') ? ethereumKeyOf(name) : keyOf(name);
		this.people.set(name, { name, id, key, address: key.address.text(this.options.prefix) });
	}

	private setUp(state: State): void {
		const pay = (id: number, value: bigint): void => state.move(Singleton.reserve, id, value);
		for (const { name, id, key } of this.people.values()) {
			const { address } = key;
			if (name.startsWith('eth:')) state.create(id, { kind: 'ethaccount' }, 0n, { delegated: address });
			else state.create(id, { kind: 'account', address });
			pay(id, PERSON_BALANCE);
		}
		const { signers, threshold, custodyBalance } = this.options;
		const multisig: MultisigState = {
			kind: 'multisig',
			signers: signers.map((name) => this.person(name).id),
			threshold,
			nextTxn: 0,
			pending: [],
		};
		state.create(CUSTODY_ID, multisig, 0n, { robust: this.custody.address });
		pay(CUSTODY_ID, custodyBalance);
		state.create(FORWARDER_ID, { kind: 'evm' }, 0n, { delegated: this.forwarder });
		pay(FORWARDER_ID, PERSON_BALANCE);
		const plain = { pendingTerm: null, locked: 0n, pledge: 0n, faulty: 0 };
		for (const id of NETWORK_MINERS) {
			const term = { quota: 0n, used: 0n, expiration: 0 };
			const power = { rawPower: 1_000_000n * TIB, qaPower: 10_000_000n * TIB, live: 32_000_000 };
			state.create(id, { kind: 'miner', owner: Singleton.system, worker: 0, beneficiary: 0, term, ...plain, ...power }, 0n, { robust: robustOf(id) });
		}
		for (const [index, options] of this.options.miners.entries()) {
			const id = this.miners[index] as number;
			const owner = this.person(options.owner ?? 'alice').id;
			const toCustody = options.beneficiary !== 'owner';
			const quota = toCustody ? (options.quota ?? 1_000_000n * FIL) : 0n;
			const term = { quota, used: 0n, expiration: toCustody ? (options.expiration ?? 7_000_000) : 0 };
			const rawPower = options.rawPower ?? options.power / 10n;
			const miner: MinerState = {
				kind: 'miner',
				owner,
				worker: owner,
				beneficiary: toCustody ? CUSTODY_ID : owner,
				term,
				...plain,
				rawPower,
				qaPower: options.power,
				live: Number(rawPower / (32n * GIB)),
			};
			state.create(id, miner, 0n, { robust: robustOf(id) });
			pay(id, options.balance ?? 10_000n * FIL);
		}
		this.chain.refreshPower(state);
	}

	/** A person by name. */
	person(name: string): Person {
		const person = this.people.get(name);
		if (!person) throw new Error(`nobody is called ${name}`);
		return person;
	}

	/** Whatever names an actor: a name, an id, an address. */
	address(actor: string | number | Address): Address {
		if (actor instanceof Address) return actor;
		if (typeof actor === 'number') return Address.id(actor);
		return this.people.get(actor)?.key.address ?? Address.parse(actor, this.options.prefix);
	}

	/** Lets epochs pass. Those in `nulls`, counted from 1, have no block. */
	advance(epochs = 1, { nulls = [] }: { nulls?: number[] } = {}): Tipset {
		for (let epoch = 1; epoch <= epochs; epoch += 1) {
			if (nulls.includes(epoch)) this.chain.skip();
			else this.chain.mine();
		}
		return this.chain.head;
	}

	/** Lets epochs pass until all that happened so far is final. Returns the first tipset whose state contains it. */
	settle(): Tipset {
		this.advance();
		const seen = this.advance();
		while (this.chain.finalized.height < seen.height) this.advance();
		return seen;
	}

	/** Puts a signed message of a person into the pool; the next tipset includes it. */
	send(from: string, to: string | number | Address, sending: Sending = {}): Signed {
		const signed = this.signed(from, to, sending);
		this.chain.pool.add(signed);
		return signed;
	}

	private signed(from: string, to: string | number | Address, { value = 0n, method = Method.Send, params = EMPTY, gasLimit, nonce }: Sending): Signed {
		const { key } = this.person(from);
		const message: Message = {
			to: this.address(to),
			from: key.address,
			nonce: nonce ?? this.chain.nonce(key.address),
			value,
			gasLimit: gasLimit ?? 20_000_000,
			feeCap: 400n,
			premium: 200n,
			method,
			params,
		};
		return key.sign(message);
	}

	/** Sends to custody, with a memo or without. */
	deposit(from: string, value: bigint, memo: Bytes = EMPTY): Signed {
		return this.send(from, this.custody.address, { value, params: memo });
	}

	/** A message that stands in a block beside `rival`, and is never executed. */
	compete(rival: Signed, to: string | number | Address, value: bigint): Signed {
		const name = [...this.people.values()].find(({ key }) => key.address.key === rival.message.from.key)?.name ?? '';
		const signed = this.signed(name, to, { value, nonce: rival.message.nonce });
		this.chain.compete(signed);
		return signed;
	}

	/** The owner withdraws; the miner pays its beneficiary, which only traces show. */
	withdraw(miner: number, amount: bigint): Signed {
		const { owner } = this.minerState(miner);
		const person = [...this.people.values()].find(({ id }) => id === owner);
		if (!person) throw new Error(`nobody owns f0${miner}`);
		return this.send(person.name, miner, { method: Method.WithdrawBalance, params: cbor([amountBytes(amount)]) });
	}

	/** A contract makes these calls, and perhaps reverts them all. */
	contractCall(from: string, calls: ContractCall[], { value = 0n, revert = false } = {}): Signed {
		return this.send(from, this.forwarder, { value, method: Method.InvokeContract, params: contractParams(calls, revert) });
	}

	propose(signer: string, proposal: Proposal): Signed {
		return this.send(signer, this.custody.address, { method: Method.Propose, params: proposeParams(proposal) });
	}

	approve(signer: string, txn: number, hash?: Bytes): Signed {
		return this.send(signer, this.custody.address, { method: Method.Approve, params: txnParams(txn, hash) });
	}

	cancel(signer: string, txn: number, hash?: Bytes): Signed {
		return this.send(signer, this.custody.address, { method: Method.Cancel, params: txnParams(txn, hash) });
	}

	/** Custody pays: a proposal and as many approvals as it takes. Two epochs pass, or one if the threshold is one. */
	msigPay(
		to: string | number | Address,
		value: bigint,
		params: Bytes = EMPTY,
		approvers = this.options.threshold,
	): { txn: number; messages: Signed[] } {
		const proposal = sendOf(this.address(to), value, params);
		const [proposer = '', ...others] = this.options.signers;
		const proposed = this.propose(proposer, proposal);
		this.advance();
		const [txn] = fromCbor(this.outcome(proposed).receipt.ret) as [bigint];
		const id = asNumber(txn);
		const hash = proposalHash(this.person(proposer).id, proposal);
		const approvals = others.slice(0, approvers - 1).map((signer) => this.approve(signer, id, hash));
		if (approvals.length > 0) this.advance();
		return { txn: id, messages: [proposed, ...approvals] };
	}

	/** What became of a message; the tipset that includes it must be there. */
	outcome(signed: Signed): Outcome {
		const found = this.chain.inclusion(signed.cid, this.chain.head);
		const outcome = found && this.chain.execute(found.tipset).outcomes.find((candidate) => candidate.signed.cid === signed.cid);
		if (!outcome) throw new Error(`${signed.cid} is in no block`);
		return outcome;
	}

	/** Where a message was included. */
	inclusion(signed: Signed): Tipset {
		const found = this.chain.inclusion(signed.cid, this.chain.head);
		if (!found) throw new Error(`${signed.cid} is in no block`);
		return found.tipset;
	}

	/** A balance changes, and no message says why. It falls to nothing at most. */
	jump(delta: bigint, actor = this.custody.id): void {
		this.actor(actor);
		this.chain.operate((state) => {
			const { balance } = state.actor(actor) as Actor;
			if (delta >= 0n) state.move(Singleton.reserve, actor, delta);
			else state.move(actor, Singleton.reserve, balance < -delta ? balance : -delta);
		});
	}

	/** Gives somebody FIL out of the reserve, by a message of nobody. */
	fund(actor: string | number, value: bigint): void {
		const id = typeof actor === 'number' ? actor : this.person(actor).id;
		this.jump(value, id);
	}

	/** Changes facts of a miner. */
	setMiner(miner: number, changes: Partial<Omit<MinerState, 'kind'>>): void {
		this.minerState(miner);
		this.chain.operate((state) => {
			const { state: current } = state.actor(miner) as Actor & { state: MinerState };
			state.update(miner, { state: { ...current, ...changes } });
			this.chain.refreshPower(state);
		});
	}

	/** Power in quality-adjusted bytes, and sectors that go with it. */
	setPower(miner: number, power: bigint, { rawPower = power / 10n, faulty = 0 }: { rawPower?: bigint; faulty?: number } = {}): void {
		this.setMiner(miner, { qaPower: power, rawPower, live: Number(rawPower / (32n * GIB)), faulty });
	}

	setBeneficiary(miner: number, beneficiary: number, quota = 1_000_000n * FIL, expiration = 7_000_000): void {
		this.setMiner(miner, { beneficiary, term: { quota, used: 0n, expiration } });
	}

	/** The miner wins a block in each of the next `count` tipsets. */
	mineBlocks(miner: number, count = 1, winCount = 1): void {
		this.minerState(miner);
		for (let block = 0; block < count; block += 1) this.chain.win(miner, winCount);
	}

	/** What blocks of heights in (from, to] paid a miner, tips included. */
	rewardsOf(miner: number, from: number, to: number): bigint {
		return this.chain
			.all()
			.filter(({ height }) => height > from && height <= to)
			.flatMap((tipset) => this.chain.execute(tipset).awards)
			.reduce((sum, award) => (award.miner === miner ? sum + award.minerPart + award.tips : sum), 0n);
	}

	/** Lets locked rewards of a miner vest. */
	vest(miner: number, amount: bigint): void {
		this.minerState(miner);
		this.chain.operate((state) => {
			const { state: current } = state.actor(miner) as Actor & { state: MinerState };
			const locked = current.locked > amount ? current.locked - amount : 0n;
			state.update(miner, { state: { ...current, locked } });
		});
	}

	/** Replaces the last tipsets. Messages for which `drop` holds are lost, all others come again. */
	reorg(depth: number, options: { drop?: (signed: Signed) => boolean; breakFinality?: boolean } = {}): Tipset[] {
		return this.chain.reorg(depth, options);
	}

	/** An actor after all that is in blocks. */
	actor(id: number): Actor {
		const actor = this.chain.latest().actor(id);
		if (!actor) throw new Error(`no actor f0${id}`);
		return actor;
	}

	balance(actor: number | string = this.custody.id): bigint {
		return this.actor(typeof actor === 'number' ? actor : this.person(actor).id).balance;
	}

	minerState(id: number): MinerState {
		const { state } = this.actor(id);
		if (state.kind !== 'miner') throw new Error(`f0${id} is no miner`);
		return state;
	}

	multisigState(): MultisigState {
		return this.actor(this.custody.id).state as MultisigState;
	}
}

