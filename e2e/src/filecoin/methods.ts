/** The JSON-RPC methods of a Filecoin node, as far as DMEX may use them. */

import { Address, type Prefix } from './address.ts';
import { type Chain, Refused, type Tipset } from './chain.ts';
import { type Bytes, EMPTY, EncodingError, fromBase64, fromHex, cidFromDigest, cidText } from './encoding.ts';
import { type Flavour, type Json, type JsonObject, Shapes, decodedReturn, flatTraces, link, transactionHash } from './json.ts';
import { type Message, messageCid, signedMessage, signerOf } from './message.ts';
import type { Actor, MinerState } from './state.ts';
import { BASE_FEE, Exit, type Outcome } from './vm.ts';
import type { View } from './view.ts';

/** Codes of JSON-RPC errors. */
export const Code = {
	Generic: 1,
	OutOfGas: 2,
	Reverted: 3,
	F3Disabled: 4,
	F3NotReady: 10,
	ActorNotFound: 11,
	NullRound: 12,
	Parse: -32700,
	InvalidRequest: -32600,
	MethodNotFound: -32601,
	InvalidParams: -32602,
	ExpensiveFork: -32002,
	RangeExceeded: -32005,
	BatchTooLarge: -32010,
} as const;

export class RpcError extends Error {
	constructor(
		readonly code: number,
		message: string,
		readonly data?: Json,
	) {
		super(message);
	}
}

export type F3 = 'live' | 'disabled' | 'not ready';
export type Version = 'v1' | 'v2';

export interface NodeOptions {
	prefix: Prefix;
	networkName: string;
	flavour: Flavour;
	/** A hosted node behind lotus-gateway: fewer methods, short look-backs. */
	gateway: boolean;
	f3: F3;
}

interface Entry {
	run: (params: Json[]) => Json;
	write: boolean;
	/** Whether lotus-gateway serves it. */
	gateway: boolean;
}

/** Epochs of a day: what a gateway looks back, and what trace_filter spans. */
const LOOK_BACK = 2880;
const GATEWAY_SEARCH = 20;
const GATEWAY_TRACE_BLOCKS = 100;
const TRACE_RESULTS = 500;

const generic = (text: string): RpcError => new RpcError(Code.Generic, text);
const actorNotFound = (): RpcError => new RpcError(Code.ActorNotFound, 'actor not found');

function object(value: Json | undefined): JsonObject {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new EncodingError('not an object');
	return value;
}

function text(value: Json | undefined): string {
	if (typeof value !== 'string') throw new EncodingError('not a text');
	return value;
}

function whole(value: Json | undefined): number {
	if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new EncodingError('not a whole number');
	return value;
}

function atto(value: Json | undefined): bigint {
	if (!/^\d{1,40}$/.test(text(value))) throw new EncodingError(`not an amount: ${String(value)}`);
	return BigInt(text(value));
}

const cid = (value: Json | undefined): string => text(object(value)['/']);
const bytes = (value: Json | undefined): Bytes => (value === null || value === undefined ? EMPTY : fromBase64(text(value)));

export class Methods {
	private readonly shapes: Shapes;
	private readonly entries: Record<Version, Map<string, Entry>>;

	constructor(
		private readonly view: View,
		private readonly options: NodeOptions,
	) {
		this.shapes = new Shapes(options.prefix, options.flavour);
		this.entries = { v1: this.first(), v2: this.second() };
	}

	entry(version: Version, method: string): Entry | undefined {
		const entry = this.entries[version].get(method);
		return entry && (entry.gateway || !this.options.gateway) ? entry : undefined;
	}

	names(version: Version): string[] {
		return [...this.entries[version].keys()];
	}

	private get chain(): Chain {
		return this.view.chain;
	}

	private address(value: Json | undefined): Address {
		return Address.parse(text(value), this.options.prefix);
	}

	/** Refuses what a gateway finds too old. */
	private recent(tipset: Tipset): Tipset {
		if (this.options.gateway && this.view.head.height - tipset.height > LOOK_BACK) {
			throw generic('bad tipset: lookbacks of more than 24h0m0s are disallowed');
		}
		return tipset;
	}

	/** The tipset of a key; none at all means the heaviest. */
	private tipset(value: Json | undefined): Tipset {
		if (value === null || value === undefined) return this.view.head;
		if (!Array.isArray(value)) throw new EncodingError('not a tipset key');
		if (value.length === 0) return this.view.head;
		const cids = value.map(cid);
		const tipset = this.chain.tipset(cids);
		if (!tipset || tipset.height > this.view.head.height) {
			throw generic(`loading tipset {${cids.join(',')}}: get block ${cids[0]}: ipld: could not find ${cids[0]}`);
		}
		return this.recent(tipset);
	}

	private atHeight(params: Json[], side: 'atOrBefore' | 'atOrAfter'): Json {
		const height = whole(params[0]);
		const anchor = this.tipset(params[1]);
		if (height > anchor.height) throw generic('looking for tipset with height greater than start point');
		if (height < 0) throw generic('negative epoch');
		return this.shapes.tipset(this.recent(this.chain[side](height, anchor) as Tipset));
	}

	/** The parent of the tipset that a block belongs to, and what its execution did. */
	private parent(value: Json | undefined): { tipset: Tipset; outcomes: Outcome[] } | undefined {
		const name = cid(value);
		const child = this.chain.tipsetOfBlock(name);
		if (!child || child.height > this.view.head.height) throw generic(`ipld: could not find ${name}`);
		this.recent(child);
		return child.parent && { tipset: child.parent, outcomes: this.view.outcomes(child.parent) };
	}

	private actor(params: Json[]): { tipset: Tipset; actor: Actor | undefined } {
		const tipset = this.tipset(params[1]);
		return { tipset, actor: this.view.actor(tipset, this.address(params[0])) };
	}

	private someActor(params: Json[]): Actor {
		const { actor } = this.actor(params);
		if (actor) return actor;
		throw this.options.flavour === 'lotus' ? actorNotFound() : generic(`actor not found: ${text(params[0])}`);
	}

	private miner(params: Json[]): { actor: Actor; miner: MinerState } {
		const actor = this.someActor(params);
		if (actor.state.kind !== 'miner') throw generic(`failed to load miner actor state: ${text(params[0])} is none`);
		return { actor, miner: actor.state };
	}

	/** Where on the chain up to `anchor` the message was executed. */
	private find(name: string, anchor: Tipset): { tipset: Tipset; outcome: Outcome } | undefined {
		const inclusion = this.chain.inclusion(name, anchor)?.tipset;
		const lied = this.view.lies.map((lie) => (lie.kind === 'credit' ? this.chain.atOrAfter(lie.height, anchor) : undefined));
		for (const tipset of inclusion ? [inclusion] : lied) {
			const outcome = tipset && this.view.outcomes(tipset).find(({ signed }) => signed.cid === name || signed.unsignedCid === name);
			if (outcome) return { tipset, outcome };
		}
		return undefined;
	}

	private replay(params: Json[]): Json {
		const name = cid(params[1]);
		const [key] = params;
		const none = !Array.isArray(key) || key.length === 0;
		const { head } = this.view;
		let tipset = this.tipset(key);
		if (none && this.options.flavour === 'lotus') {
			const found = this.find(name, head);
			if (!found || !this.chain.childOf(found.tipset, head)) throw generic(`searching for msg ${name}: could not find message`);
			tipset = found.tipset;
		}
		const outcome = this.view.outcomes(tipset).find(({ signed }) => signed.cid === name || signed.unsignedCid === name);
		if (!outcome) throw generic(`no message ${name} in tipset ${tipset.cids.join(',')}: given message not found in tipset`);
		return this.shapes.invocation(outcome);
	}

	private search(params: Json[]): Json {
		const anchor = this.tipset(params[0]);
		const name = cid(params[1]);
		let limit = whole(params[2]);
		if (this.options.gateway && (limit < 0 || limit > GATEWAY_SEARCH)) limit = GATEWAY_SEARCH;
		const found = this.find(name, anchor);
		const child = found && this.chain.childOf(found.tipset, anchor);
		if (!child || (limit >= 0 && anchor.height - child.height > limit)) return null;
		const { outcome } = found;
		return {
			Message: link(outcome.signed.cid),
			Receipt: this.shapes.receipt(outcome.receipt),
			ReturnDec: decodedReturn(outcome),
			TipSet: child.cids.map(link),
			Height: child.height,
		};
	}

	private blockNumber(value: Json | undefined): number {
		if (value === 'latest') return this.view.head.parent?.height ?? 0;
		if (value === 'finalized') return this.view.finalized.height;
		if (!/^0x[0-9a-f]+$/.test(text(value))) throw new EncodingError(`not a block number: ${String(value)}`);
		return Number(text(value));
	}

	/** Executed tipsets only: the head's messages wait for a child. */
	private traced(height: number): JsonObject[] | undefined {
		const { head } = this.view;
		if (height > head.height - 1) throw generic("requested a future epoch (beyond 'latest')");
		const tipset = this.chain.atOrBefore(height, head);
		if (tipset.height !== height) return undefined;
		const child = this.chain.childOf(tipset, head) as Tipset;
		return flatTraces(tipset, this.view.outcomes(tipset), child.state);
	}

	private traceFilter(params: Json[]): Json {
		const filter = object(params[0]);
		const from = this.blockNumber(filter['fromBlock'] ?? 'latest');
		const to = this.blockNumber(filter['toBlock'] ?? 'latest');
		const most = this.options.gateway ? GATEWAY_TRACE_BLOCKS : LOOK_BACK;
		if (to - from > most) throw new RpcError(Code.RangeExceeded, `block range exceeds maximum of ${most}`, { max: most, given: to - from });
		const wanted = (name: string): Set<string> | undefined => {
			const list = filter[name];
			if (list === undefined || list === null) return undefined;
			if (!Array.isArray(list)) throw new EncodingError('not a list of addresses');
			return list.length === 0 ? undefined : new Set(list.map((item) => text(item).toLowerCase()));
		};
		const [senders, receivers] = [wanted('fromAddress'), wanted('toAddress')];
		const after = filter['after'] ? this.blockNumber(filter['after']) : 0;
		const count = filter['count'] ? this.blockNumber(filter['count']) : undefined;
		const results: JsonObject[] = [];
		let seen = 0;
		for (let height = from; height <= to; height += 1) {
			for (const trace of this.traced(height) ?? []) {
				const action = object(trace['action']);
				if (senders && !senders.has(text(action['from']))) continue;
				if (receivers && !receivers.has(text(action['to']))) continue;
				seen += 1;
				if (seen <= after) continue;
				results.push(trace);
				if (results.length === count) return results;
				if (results.length > TRACE_RESULTS) {
					throw generic(`too many results, maximum supported is ${TRACE_RESULTS}, try paginating requests with After and Count`);
				}
			}
		}
		return results;
	}

	private traceBlock(params: Json[]): Json {
		const height = this.blockNumber(params[0]);
		const traces = this.traced(height);
		if (!traces) throw new RpcError(Code.NullRound, `requested epoch was a null round (${height})`, height);
		return traces;
	}

	private messageOf(value: Json | undefined): Message {
		const fields = object(value);
		if (whole(fields['Version']) !== 0) throw new EncodingError('unknown version of a message');
		return {
			to: this.address(fields['To']),
			from: this.address(fields['From']),
			nonce: whole(fields['Nonce']),
			value: atto(fields['Value']),
			gasLimit: whole(fields['GasLimit']),
			feeCap: atto(fields['GasFeeCap']),
			premium: atto(fields['GasPremium']),
			method: whole(fields['Method']),
			params: bytes(fields['Params']),
		};
	}

	private push(params: Json[]): Json {
		const fields = object(params[0]);
		const message = this.messageOf(fields['Message']);
		const seal = object(fields['Signature']);
		const signature = { type: whole(seal['Type']), data: bytes(seal['Data']) };
		const signed = signedMessage(message, signature);
		if (signerOf(message, signature)?.key !== message.from.key) {
			throw generic(`mpool push: invalid signature for message ${signed.cid} (type ${signature.type}): signature did not match`);
		}
		try {
			this.chain.push(signed);
		} catch (error) {
			if (error instanceof Refused) throw generic(error.message);
			throw error;
		}
		return link(signed.cid);
	}

	/** Fills in what the sender left open; whoever would fail is told so instead. */
	private estimate(params: Json[]): Json {
		const fields = object(params[0]);
		const open = (name: string): Json => fields[name] ?? (name === 'GasLimit' || name === 'Nonce' || name === 'Version' ? 0 : '0');
		const names = ['Version', 'Nonce', 'GasLimit', 'GasFeeCap', 'GasPremium', 'Value'];
		const message = this.messageOf({ ...fields, ...Object.fromEntries(names.map((name) => [name, open(name)])) });
		if (!this.chain.latest().resolve(message.from)) throw actorNotFound();
		const { receipt } = this.chain.simulate(message);
		if (receipt.exit !== Exit.Ok) {
			const code = receipt.exit === Exit.OutOfGas ? Code.OutOfGas : receipt.exit === Exit.ContractReverted ? Code.Reverted : Code.Generic;
			throw new RpcError(code, `estimating gas used: message execution failed: exit ${receipt.exit}, reason: none (RetCode=${receipt.exit})`);
		}
		const premium = message.premium || BASE_FEE;
		const estimated = {
			...message,
			gasLimit: message.gasLimit || Math.ceil(receipt.gasUsed * 1.25),
			feeCap: message.feeCap || BASE_FEE * 2n + premium,
			premium,
		};
		return this.shapes.message(estimated, cidText(messageCid(estimated)));
	}

	private pending(params: Json[]): Json {
		const actor = this.someActor(params);
		if (actor.state.kind !== 'multisig') throw generic(`loading state as multisig: ${text(params[0])} is none`);
		return actor.state.pending.map((txn) => ({
			ID: txn.id,
			To: this.shapes.address(txn.to),
			Value: txn.value.toString(),
			Method: txn.method,
			Params: this.shapes.bytes(txn.params),
			Approved: txn.approved.map((id) => this.shapes.id(id)),
		}));
	}

	private lookup(params: Json[]): Json {
		return this.shapes.id(this.someActor(params).id);
	}

	private accountKey(params: Json[]): Json {
		const actor = this.someActor(params);
		if (actor.state.kind === 'account') return this.shapes.address(actor.state.address);
		if (actor.delegated) return this.shapes.address(actor.delegated);
		throw generic(`failed to get account actor state for ${text(params[0])}: is no account`);
	}

	private getActor(params: Json[]): Json {
		const { actor } = this.actor(params);
		if (actor) return this.shapes.actor(actor);
		if (this.options.flavour === 'forest') return null;
		throw actorNotFound();
	}

	private minerPower(params: Json[]): Json {
		const { tipset, actor } = this.actor(params);
		const miner = actor?.state.kind === 'miner' ? actor.state : undefined;
		if (!miner && this.options.flavour === 'forest') throw generic(`miner not found: ${text(params[0])}`);
		return this.shapes.minerPower(miner, tipset.state, this.chain.options.minimumPower);
	}

	private messageOfHash(params: Json[]): Json {
		const hash = text(params[0]).toLowerCase();
		const name = cidText(cidFromDigest(fromHex(hash)));
		const found = this.find(name, this.view.head);
		return found && transactionHash(found.outcome.signed) === hash ? link(found.outcome.signed.cid) : null;
	}

	private certificate(): Json {
		if (this.options.f3 === 'disabled') throw new RpcError(Code.F3Disabled, 'f3 is disabled');
		if (this.options.f3 === 'not ready') throw new RpcError(Code.F3NotReady, 'f3 isn\'t yet ready to participate');
		return this.shapes.certificate(this.view.finalized);
	}

	private first(): Map<string, Entry> {
		const entries = new Map<string, Entry>();
		const add = (name: string, run: Entry['run'], { write = false, gateway = true } = {}): void => {
			entries.set(name.includes('_') ? name : `Filecoin.${name}`, { run, write, gateway });
		};
		const node = { gateway: false };
		const { shapes } = this;
		add('ChainGetGenesis', () => shapes.tipset(this.chain.genesis));
		add('ChainHead', () => shapes.tipset(this.view.head));
		add('ChainGetFinalizedTipSet', () => shapes.tipset(this.view.finalized));
		add('ChainGetTipSet', ([key]) => shapes.tipset(this.tipset(key)));
		add('ChainGetTipSetByHeight', (params) => this.atHeight(params, 'atOrBefore'));
		add('ChainGetTipSetAfterHeight', (params) => this.atHeight(params, 'atOrAfter'));
		add('ChainGetParentMessages', ([block]) => {
			const parent = this.parent(block);
			if (!parent) return [];
			// Forest removes only what is twice the same, and so lists messages that were never executed.
			const extra = this.options.flavour === 'forest' ? parent.tipset.competing : [];
			return [...parent.outcomes.map(({ signed }) => signed), ...extra].map((signed) => shapes.parentMessage(signed));
		});
		add('ChainGetParentReceipts', ([block]) => this.parent(block)?.outcomes.map(({ receipt }) => shapes.receipt(receipt)) ?? []);
		add('StateGetActor', (params) => this.getActor(params));
		add('StateLookupID', (params) => this.lookup(params));
		add('StateAccountKey', (params) => this.accountKey(params));
		add('StateReplay', (params) => this.replay(params));
		add('StateCompute', ([, , key]) => {
			const tipset = this.tipset(key);
			const outcomes = this.view.outcomes(tipset);
			return { Root: link(this.chain.execute(tipset).root), Trace: outcomes.map((outcome) => shapes.invocation(outcome)) };
		}, node);
		add('StateSearchMsg', (params) => this.search(params));
		add('StateReadState', (params) => {
			const actor = this.someActor(params);
			const { Balance, Code: code } = shapes.actor(actor);
			return { Balance: Balance as Json, Code: code as Json, State: shapes.readState(actor, this.chain.options.networkVersion) };
		});
		add('StateMinerPower', (params) => this.minerPower(params));
		add('StateMinerInfo', (params) => {
			const { actor, miner } = this.miner(params);
			return shapes.minerInfo(actor, miner);
		});
		add('StateMinerSectorCount', (params) => {
			const { live, faulty } = this.miner(params).miner;
			return { Live: live, Active: live - faulty, Faulty: faulty };
		});
		add('StateMinerProvingDeadline', (params) => shapes.provingDeadline(this.miner(params).actor.id, this.tipset(params[1]).height));
		add('StateMinerFaults', (params) => {
			const { faulty } = this.miner(params).miner;
			return faulty === 0 ? [0] : [0, faulty];
		}, node);
		add('StateMinerAvailableBalance', (params) => {
			const { actor, miner } = this.miner(params);
			const available = actor.balance - miner.locked - miner.pledge;
			return (available > 0n ? available : 0n).toString();
		}, node);
		add('StateNetworkName', () => this.options.networkName);
		add('StateNetworkVersion', () => this.chain.options.networkVersion);
		add('MsigGetPending', (params) => this.pending(params));
		add('MpoolGetNonce', ([address]) => this.chain.nonce(this.address(address)));
		add('MpoolPush', (params) => this.push(params), { write: true });
		add('GasEstimateMessageGas', (params) => this.estimate(params));
		add('F3GetLatestCertificate', () => this.certificate());
		for (const name of ['trace_filter', 'Filecoin.EthTraceFilter']) {
			entries.set(name, { run: (params) => this.traceFilter(params), write: false, gateway: true });
		}
		for (const name of ['trace_block', 'Filecoin.EthTraceBlock']) {
			entries.set(name, { run: (params) => this.traceBlock(params), write: false, gateway: true });
		}
		add('EthGetMessageCidByTransactionHash', (params) => this.messageOfHash(params));
		return entries;
	}

	/** The tipset that a selector of the second API names. */
	private select(value: Json | undefined): Tipset {
		const selector = object(value);
		if (Array.isArray(selector['key'])) return this.tipset(selector['key']);
		const { head, finalized } = this.view;
		if (selector['height'] !== undefined) {
			const { at, previous, anchor } = object(selector['height']) as { at?: Json; previous?: Json; anchor?: Json };
			const start = anchor === undefined || anchor === null ? finalized : this.select(anchor);
			if (whole(at) > start.height) throw generic('looking for tipset with height greater than start point');
			const side = previous === true ? 'atOrBefore' : 'atOrAfter';
			return this.recent(this.chain[side](whole(at), start) as Tipset);
		}
		switch (selector['tag']) {
			case 'latest':
				return head;
			case 'finalized':
				return finalized;
			case 'safe': {
				const safe = this.chain.atOrBefore(Math.max(0, head.height - 200), head);
				return safe.height > finalized.height ? safe : finalized;
			}
			default:
				throw new EncodingError('no such selector');
		}
	}

	private second(): Map<string, Entry> {
		const entries = new Map<string, Entry>();
		const add = (name: string, run: Entry['run']): void => {
			entries.set(`Filecoin.${name}`, { run, write: false, gateway: true });
		};
		add('ChainGetTipSet', ([selector]) => this.shapes.tipset(this.select(selector)));
		add('ChainGetTipSetFinalityStatus', () => {
			const { head, finalized } = this.view;
			const final = this.shapes.tipset(finalized);
			return {
				ecFinalityThresholdDepth: this.chain.options.finality,
				ecFinalizedTipSet: final,
				f3FinalizedTipSet: this.options.f3 === 'live' ? final : null,
				finalizedTipSet: final,
				head: this.shapes.tipset(head),
			};
		});
		add('StateRewardDistribution', ([selector]) => {
			const tipset = this.select(selector);
			if (this.chain.options.networkVersion < 29) throw generic('reward streams start with network version 29');
			return this.shapes.rewardDistribution(tipset, this.chain.execute(tipset).awards);
		});
		return entries;
	}
}
