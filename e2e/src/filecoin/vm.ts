/** Executes messages: sends within sends, each of which fails or succeeds as a whole, and the trace that nodes show of them. */

import { Address } from './address.ts';
import {
	type Bytes,
	EMPTY,
	EncodingError,
	amountBytes,
	amountFromBytes,
	asBytes,
	asInteger,
	asNumber,
	cbor,
	fieldsOf,
	fromCbor,
	hex,
} from './encoding.ts';
import { Method, type Proposal, type Signed, proposalHash, readProposeParams, readTxnParams } from './message.ts';
import { type Actor, type MinerState, type MultisigState, type Pending, Singleton, type State } from './state.ts';

export const Exit = {
	Ok: 0,
	SenderStateInvalid: 2,
	InvalidReceiver: 5,
	SystemInsufficientFunds: 6,
	OutOfGas: 7,
	IllegalArgument: 16,
	NotFound: 17,
	Forbidden: 18,
	InsufficientFunds: 19,
	IllegalState: 20,
	Serialization: 21,
	UnhandledMessage: 22,
	ContractReverted: 33,
} as const;

const CBOR_CODEC = 81;
const RAW_CODEC = 85;

/** Attofil per unit of gas; nothing here makes it move. */
export const BASE_FEE = 100n;

export interface Trace {
	from: number;
	to: Address;
	value: bigint;
	method: number;
	params: Bytes;
	codec: number;
	exit: number;
	ret: Bytes;
	/** As it was when the call reached it; missing if there is none. */
	invoked: Actor | undefined;
	subcalls: Trace[];
}

export interface Receipt {
	exit: number;
	ret: Bytes;
	gasUsed: number;
}

export interface GasCost {
	burn: bigint;
	tip: bigint;
}

/** What became of a message. */
export interface Outcome {
	signed: Signed;
	receipt: Receipt;
	trace: Trace;
	cost: GasCost;
}

class Abort extends Error {
	constructor(readonly code: number) {
		super(`exit ${code}`);
	}
}

const requireThat = (condition: boolean, code: number): void => {
	if (!condition) throw new Abort(code);
};

/** A transfer or call that a contract makes. */
export interface ContractCall {
	to: Address;
	value: bigint;
	method?: number;
	params?: Bytes;
}

/** What a contract of the simulation is asked to do: calls in sequence, failed ones ignored, and at last perhaps to revert it all. */
export const contractParams = (operations: ContractCall[], revert = false): Bytes =>
	cbor(cbor([operations.map(({ to, value, method = 0, params = EMPTY }) => [to.bytes, amountBytes(value), method, params]), revert]));

interface Context {
	self: Actor;
	caller: number;
	params: Bytes;
	send(to: Address, value: bigint, method: number, params: Bytes): Trace;
}

export class Vm {
	constructor(
		readonly state: State,
		readonly epoch: number,
	) {}

	/** A call of one actor by another. When it fails, whatever it did is undone, and it is the caller's to go on. */
	call(from: number, to: Address, value: bigint, method: number, params: Bytes, top = false): Trace {
		const codec = params.length === 0 ? 0 : top && method === Method.Send ? RAW_CODEC : CBOR_CODEC;
		const trace: Trace = { from, to, value, method, params, codec, exit: Exit.Ok, ret: EMPTY, invoked: undefined, subcalls: [] };
		const mark = this.state.mark();
		try {
			const actor = this.state.resolve(to) ?? this.state.createFor(to);
			if (!actor) throw new Abort(Exit.InvalidReceiver);
			trace.invoked = actor;
			requireThat(value >= 0n && (this.state.actor(from)?.balance ?? 0n) >= value, Exit.SystemInsufficientFunds);
			this.state.move(from, actor.id, value);
			if (method !== Method.Send) trace.ret = this.run(actor.id, from, method, params, trace);
		} catch (error) {
			if (!(error instanceof Abort || error instanceof EncodingError)) throw error;
			trace.exit = error instanceof Abort ? error.code : Exit.Serialization;
			trace.ret = EMPTY;
			this.state.revert(mark);
		}
		return trace;
	}

	private run(id: number, caller: number, method: number, params: Bytes, trace: Trace): Bytes {
		const self = this.state.actor(id) as Actor;
		const send: Context['send'] = (to, value, inner, args) => {
			const subcall = this.call(id, to, value, inner, args);
			trace.subcalls.push(subcall);
			return subcall;
		};
		const context = { self, caller, params, send };
		switch (self.state.kind) {
			case 'multisig':
				return this.multisig(context, method);
			case 'miner':
				return this.miner(context, self.state, method);
			case 'evm':
				return this.contract(context, method);
			default:
				throw new Abort(Exit.UnhandledMessage);
		}
	}

	private msig(id: number): MultisigState {
		return (this.state.actor(id) as Actor).state as MultisigState;
	}

	private putMsig(id: number, changes: Partial<MultisigState>): void {
		this.state.update(id, { state: { ...this.msig(id), ...changes } });
	}

	private multisig(context: Context, method: number): Bytes {
		const { self, caller, params } = context;
		const state = this.msig(self.id);
		if (method === Method.Propose || method === Method.Approve || method === Method.Cancel) {
			requireThat(state.signers.includes(caller), Exit.Forbidden);
		} else {
			requireThat(method >= Method.AddSigner && method <= Method.ChangeThreshold, Exit.UnhandledMessage);
			requireThat(caller === self.id, Exit.Forbidden);
			return this.changeSigners(self.id, method, params);
		}
		if (method === Method.Propose) {
			const id = state.nextTxn;
			const txn: Pending = { id, ...readProposeParams(params), approved: [caller] };
			this.putMsig(self.id, { nextTxn: id + 1, pending: [...state.pending, txn] });
			const { applied, code, ret } = this.executeIfApproved(context, txn);
			return cbor([id, applied, code, ret]);
		}
		const { txn: id, hash } = readTxnParams(params);
		const txn = state.pending.find((pending) => pending.id === id);
		if (!txn) throw new Abort(Exit.NotFound);
		const same = hash.length === 0 || hex(hash) === hex(proposalHash(txn.approved[0] as number, txn));
		if (method === Method.Cancel) {
			requireThat(txn.approved[0] === caller, Exit.Forbidden);
			requireThat(same, Exit.IllegalState);
			this.putMsig(self.id, { pending: state.pending.filter((pending) => pending.id !== id) });
			return EMPTY;
		}
		requireThat(same, Exit.IllegalArgument);
		const before = this.executeIfApproved(context, txn);
		if (before.applied) return cbor([before.applied, before.code, before.ret]);
		requireThat(!txn.approved.includes(caller), Exit.Forbidden);
		const approved = { ...txn, approved: [...txn.approved, caller] };
		this.putMsig(self.id, { pending: state.pending.map((pending) => (pending.id === id ? approved : pending)) });
		const { applied, code, ret } = this.executeIfApproved(context, approved);
		return cbor([applied, code, ret]);
	}

	private executeIfApproved(context: Context, txn: Pending): { applied: boolean; code: number; ret: Bytes } {
		const { id } = context.self;
		if (txn.approved.length < this.msig(id).threshold) return { applied: false, code: 0, ret: EMPTY };
		requireThat((this.state.actor(id) as Actor).balance >= txn.value, Exit.InsufficientFunds);
		const { exit, ret } = context.send(txn.to, txn.value, txn.method, txn.params);
		this.putMsig(id, { pending: this.msig(id).pending.filter((pending) => pending.id !== txn.id) });
		return { applied: true, code: exit, ret };
	}

	private changeSigners(id: number, method: number, params: Bytes): Bytes {
		const { signers, threshold, pending } = this.msig(id);
		const fields = fieldsOf(params, method === Method.ChangeThreshold ? 1 : 2);
		const idOf = (index: number): number => {
			const actor = this.state.resolve(Address.fromBytes(asBytes(fields[index])));
			if (!actor) throw new Abort(Exit.NotFound);
			return actor.id;
		};
		const without = (gone: number): Pending[] =>
			pending
				.map((txn) => ({ ...txn, approved: txn.approved.filter((signer) => signer !== gone) }))
				.filter((txn) => txn.approved.length > 0);
		switch (method) {
			case Method.AddSigner: {
				requireThat(!signers.includes(idOf(0)), Exit.Forbidden);
				this.putMsig(id, { signers: [...signers, idOf(0)], threshold: threshold + (fields[1] === true ? 1 : 0) });
				return EMPTY;
			}
			case Method.RemoveSigner: {
				const left = signers.filter((signer) => signer !== idOf(0));
				requireThat(left.length === signers.length - 1, Exit.Forbidden);
				const needed = threshold - (fields[1] === true ? 1 : 0);
				requireThat(needed >= 1 && needed <= left.length, Exit.IllegalArgument);
				this.putMsig(id, { signers: left, threshold: needed, pending: without(idOf(0)) });
				return EMPTY;
			}
			case Method.SwapSigner: {
				requireThat(signers.includes(idOf(0)), Exit.Forbidden);
				requireThat(!signers.includes(idOf(1)), Exit.IllegalArgument);
				const left = signers.filter((signer) => signer !== idOf(0));
				this.putMsig(id, { signers: [...left, idOf(1)], pending: without(idOf(0)) });
				return EMPTY;
			}
			default: {
				const needed = asNumber(fields[0]);
				requireThat(needed >= 1 && needed <= signers.length, Exit.IllegalArgument);
				this.putMsig(id, { threshold: needed });
				return EMPTY;
			}
		}
	}

	/** WithdrawBalance: whoever of the two asks, it goes to the beneficiary. */
	private miner({ self, caller, params, send }: Context, state: MinerState, method: number): Bytes {
		requireThat(method === Method.WithdrawBalance, Exit.UnhandledMessage);
		requireThat(caller === state.owner || caller === state.beneficiary, Exit.Forbidden);
		const [requested] = fieldsOf(params, 1);
		const available = self.balance - state.locked - state.pledge;
		let amount = amountFromBytes(asBytes(requested));
		requireThat(amount >= 0n, Exit.IllegalArgument);
		if (amount > available) amount = available;
		if (amount < 0n) amount = 0n;
		const { term } = state;
		if (state.beneficiary !== state.owner) {
			const left = this.epoch < term.expiration ? term.quota - term.used : 0n;
			requireThat(left > 0n, Exit.Forbidden);
			if (amount > left) amount = left;
			this.state.update(self.id, { state: { ...state, term: { ...term, used: term.used + amount } } });
		}
		if (amount > 0n) {
			const { exit } = send(Address.id(state.beneficiary), amount, Method.Send, EMPTY);
			requireThat(exit === Exit.Ok, exit);
		}
		return cbor(amountBytes(amount));
	}

	private contract({ params, send }: Context, method: number): Bytes {
		requireThat(method === Method.InvokeContract, Exit.UnhandledMessage);
		const [operations, revert] = fieldsOf(asBytes(fromCbor(params)), 2);
		if (!Array.isArray(operations)) throw new Abort(Exit.Serialization);
		for (const operation of operations) {
			const [to, value, inner, args] = operation;
			send(Address.fromBytes(asBytes(to)), amountFromBytes(asBytes(value)), Number(asInteger(inner)), asBytes(args));
		}
		requireThat(revert !== true, Exit.ContractReverted);
		return cbor(EMPTY);
	}

	/** Executes a message of a block. The tip goes to the reward actor, which pays it out with the block's reward. */
	apply(signed: Signed): Outcome {
		const { message } = signed;
		const { to, value, method, params } = message;
		const sender = this.state.resolve(message.from);
		const most = BigInt(message.gasLimit) * message.feeCap;
		if (!sender || sender.nonce !== message.nonce || sender.balance < most) {
			const exit = Exit.SenderStateInvalid;
			const trace: Trace = { from: sender?.id ?? 0, to, value, method, params, codec: 0, exit, ret: EMPTY, invoked: undefined, subcalls: [] };
			return { signed, receipt: { exit, ret: EMPTY, gasUsed: 0 }, trace, cost: { burn: 0n, tip: 0n } };
		}
		this.state.update(sender.id, { nonce: sender.nonce + 1, balance: sender.balance - most });
		const mark = this.state.mark();
		const trace = this.call(sender.id, to, value, method, params, true);
		let gasUsed = gasOf(trace);
		if (gasUsed > message.gasLimit) {
			gasUsed = message.gasLimit;
			this.state.revert(mark);
			trace.exit = Exit.OutOfGas;
			trace.ret = EMPTY;
		}
		const burn = BigInt(gasUsed) * BASE_FEE;
		const room = message.feeCap - BASE_FEE;
		const tip = (message.premium < room ? message.premium : room) * BigInt(message.gasLimit);
		const payer = this.state.actor(sender.id) as Actor;
		this.state.update(sender.id, { balance: payer.balance + most });
		this.state.move(sender.id, Singleton.burnt, burn);
		this.state.move(sender.id, Singleton.reward, tip);
		return { signed, receipt: { exit: trace.exit, ret: trace.ret, gasUsed }, trace, cost: { burn, tip } };
	}
}

/** Gas of a call with all that it calls: the scale is that of the real network, the rule is simpler. */
export const gasOf = (trace: Trace): number =>
	493_268 + 1_000 * trace.params.length + trace.subcalls.reduce((sum, subcall) => sum + gasOf(subcall), 0);

/** What a payout would be as a proposal. */
export const sendOf = (to: Address, value: bigint, params: Bytes = EMPTY): Proposal => ({ to, value, method: Method.Send, params });
