/** The answers' JSON, as Lotus and Forest write it. */

import { Address, type Prefix, maskedId } from './address.ts';
import { type Award, type Block, DENOM, EXPLICIT_WEIGHT, MINER_WEIGHT, type Tipset, tipsetDigest } from './chain.ts';
import { type Bytes, asBytes, base64, blake2b, cidDigest, concat, fromCbor, hex, parseCid, utf8 } from './encoding.ts';
import { type Message, Method, SignatureType, type Signed } from './message.ts';
import { type Actor, type MinerState, type State, codeOf, headOf, partCid } from './state.ts';
import { BASE_FEE, Exit, type Outcome, type Receipt, type Trace } from './vm.ts';

export type Flavour = 'lotus' | 'forest';
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const link = (cid: string): JsonObject => ({ '/': cid });
const idText = (id: number, prefix: Prefix): string => `${prefix}0${id}`;

/** As many bytes as the real thing has. */
function filler(seed: Bytes, size: number): string {
	const parts: Bytes[] = [];
	for (let length = 0; length < size; length += seed.length) parts.push(seed);
	return base64(concat(...parts).slice(0, size));
}

/** How nodes speak to one client: the network's letter and their own habits. */
export class Shapes {
	constructor(
		readonly prefix: Prefix,
		readonly flavour: Flavour,
	) {}

	address(address: Address): string {
		return address.text(this.prefix);
	}

	id(id: number): string {
		return idText(id, this.prefix);
	}

	/** Lotus says nothing at all for empty bytes where Forest says an empty text. */
	bytes(bytes: Bytes): Json {
		if (bytes.length === 0) return this.flavour === 'lotus' ? null : '';
		return base64(bytes);
	}

	tipset(tipset: Tipset): JsonObject {
		return {
			Cids: tipset.cids.map(link),
			Blocks: tipset.blocks.map((block) => this.block(tipset, block)),
			Height: tipset.height,
		};
	}

	private block({ height, parent, timestamp, messagesRoot, state }: Tipset, { miner, winCount, proof }: Block): JsonObject {
		const genesis = height === 0;
		const signature = genesis ? null : { Type: SignatureType.Bls, Data: filler(proof, 96) };
		return {
			Miner: this.id(miner),
			Ticket: { VRFProof: filler(proof, 96) },
			ElectionProof: { WinCount: winCount, VRFProof: genesis ? null : filler(proof, 96) },
			BeaconEntries: [{ Round: 10 * height + 1, Data: filler(proof, 48) }],
			WinPoStProof: genesis ? null : [{ PoStProof: 3, ProofBytes: filler(proof, 192) }],
			Parents: (parent?.cids ?? []).map(link),
			ParentWeight: (parent?.weight ?? 0n).toString(),
			Height: height,
			ParentStateRoot: link(parent?.execution?.root ?? state.root()),
			ParentMessageReceipts: link(parent?.execution?.receipts ?? messagesRoot),
			Messages: link(messagesRoot),
			BLSAggregate: signature,
			Timestamp: timestamp,
			BlockSig: signature,
			ForkSignaling: 0,
			ParentBaseFee: BASE_FEE.toString(),
		};
	}

	message(message: Message, cid: string): JsonObject {
		return {
			Version: 0,
			To: this.address(message.to),
			From: this.address(message.from),
			Nonce: message.nonce,
			Value: message.value.toString(),
			GasLimit: message.gasLimit,
			GasFeeCap: message.feeCap.toString(),
			GasPremium: message.premium.toString(),
			Method: message.method,
			Params: this.bytes(message.params),
			CID: link(cid),
		};
	}

	parentMessage(signed: Signed): JsonObject {
		return { Cid: link(signed.cid), Message: this.message(signed.message, signed.unsignedCid) };
	}

	receipt({ exit, ret, gasUsed }: Receipt): JsonObject {
		return { ExitCode: exit, Return: this.bytes(ret), GasUsed: gasUsed, EventsRoot: null };
	}

	actor(actor: Actor): JsonObject {
		return {
			Code: link(codeOf(actor)),
			Head: link(headOf(actor)),
			Nonce: actor.nonce,
			Balance: actor.balance.toString(),
			DelegatedAddress: actor.delegated ? this.address(actor.delegated) : null,
		};
	}

	/** What StateReplay and StateCompute say of a message. */
	invocation({ signed, receipt, trace, cost }: Outcome): JsonObject {
		const { message } = signed;
		const total = cost.burn + cost.tip;
		return {
			MsgCid: link(signed.cid),
			Msg: this.message(message, signed.unsignedCid),
			MsgRct: this.receipt(receipt),
			GasCost: {
				Message: link(signed.cid),
				GasUsed: receipt.gasUsed.toString(),
				BaseFeeBurn: cost.burn.toString(),
				OverEstimationBurn: '0',
				MinerPenalty: '0',
				MinerTip: cost.tip.toString(),
				Refund: (BigInt(message.gasLimit) * message.feeCap - total).toString(),
				TotalCost: total.toString(),
			},
			ExecutionTrace: this.trace(trace, true),
			Error: receipt.exit === Exit.Ok ? '' : `message failed with exit code ${receipt.exit}`,
			Duration: 60_000_000,
		};
	}

	private trace(trace: Trace, top: boolean): JsonObject {
		const gas = 9;
		return {
			Msg: {
				From: this.id(trace.from),
				To: this.address(trace.to),
				Value: trace.value.toString(),
				Method: trace.method,
				Params: this.bytes(trace.params),
				ParamsCodec: trace.codec,
				GasLimit: 42,
				ReadOnly: false,
			},
			MsgRct: { ExitCode: trace.exit, Return: base64(trace.ret), ReturnCodec: trace.ret.length === 0 ? 0 : 81 },
			InvokedActor: trace.invoked ? { Id: trace.invoked.id, State: this.actor(trace.invoked) } : null,
			GasCharges: top ? [{ Name: 'OnChainMessage', tg: gas, cg: gas, sg: 0, tt: 0 }] : [],
			Subcalls: trace.subcalls.length === 0 ? null : trace.subcalls.map((subcall) => this.trace(subcall, false)),
			Logs: [],
			IpldOps: [],
		};
	}

	/** Power as the node sees it: a miner below the minimum has none for Forest. */
	minerPower(miner: MinerState | undefined, state: State, minimum: bigint): JsonObject {
		const total = state.actor(4)?.state;
		if (total?.kind !== 'power') throw new Error('no power actor');
		const claim = (raw: bigint, qa: bigint): JsonObject => ({ RawBytePower: raw.toString(), QualityAdjPower: qa.toString() });
		const HasMinPower = miner !== undefined && miner.rawPower >= minimum;
		if (!HasMinPower && this.flavour === 'forest') return { MinerPower: claim(0n, 0n), TotalPower: claim(0n, 0n), HasMinPower };
		return {
			MinerPower: claim(miner?.rawPower ?? 0n, miner?.qaPower ?? 0n),
			TotalPower: claim(total.rawPower, total.qaPower),
			HasMinPower,
		};
	}

	minerInfo(actor: Actor, miner: MinerState): JsonObject {
		const { term, pendingTerm } = miner;
		return {
			Owner: this.id(miner.owner),
			Worker: this.id(miner.worker),
			NewWorker: this.id(miner.worker),
			ControlAddresses: [this.id(miner.worker)],
			WorkerChangeEpoch: -1,
			PeerId: `12D3KooW${headOf(actor).slice(-44)}`,
			Multiaddrs: ['Ynl0ZSBhcnJheQ=='],
			WindowPoStProofType: 8,
			SectorSize: 34_359_738_368,
			WindowPoStPartitionSectors: 2349,
			ConsensusFaultElapsed: -1,
			PendingOwnerAddress: null,
			Beneficiary: this.id(miner.beneficiary),
			BeneficiaryTerm: { Quota: term.quota.toString(), UsedQuota: term.used.toString(), Expiration: term.expiration },
			PendingBeneficiaryTerm: pendingTerm && {
				NewBeneficiary: this.id(pendingTerm.beneficiary),
				NewQuota: pendingTerm.quota.toString(),
				NewExpiration: pendingTerm.expiration,
				ApprovedByBeneficiary: false,
				ApprovedByNominee: false,
			},
		};
	}

	/** Proving periods of different miners start at different epochs. */
	provingDeadline(id: number, epoch: number): JsonObject {
		const [period, window, lookback, cutoff] = [2880, 60, 20, 70];
		const start = epoch - ((((epoch - id) % period) + period) % period);
		const index = Math.floor((epoch - start) / window);
		const open = start + index * window;
		return {
			CurrentEpoch: epoch,
			PeriodStart: start,
			Index: index,
			Open: open,
			Close: open + window,
			Challenge: open - lookback,
			FaultCutoff: open - cutoff,
			WPoStPeriodDeadlines: period / window,
			WPoStProvingPeriod: period,
			WPoStChallengeWindow: window,
			WPoStChallengeLookback: lookback,
			FaultDeclarationCutoff: cutoff,
		};
	}

	/** The `State` of StateReadState. */
	readState(actor: Actor, networkVersion: number): JsonObject {
		const part = (name: string): JsonObject => link(partCid(actor, name));
		const smoothed = (value: bigint): JsonObject => ({ PositionEstimate: (value << 128n).toString(), VelocityEstimate: '0' });
		const { state } = actor;
		switch (state.kind) {
			case 'account':
				return { Address: this.address(state.address) };
			case 'multisig':
				return {
					Signers: state.signers.map((id) => this.id(id)),
					NumApprovalsThreshold: state.threshold,
					NextTxnID: state.nextTxn,
					InitialBalance: '0',
					StartEpoch: 0,
					UnlockDuration: 0,
					PendingTxns: part('pending'),
				};
			case 'miner':
				return {
					Info: part('info'),
					PreCommitDeposits: '0',
					LockedFunds: state.locked.toString(),
					VestingFunds: part('vesting'),
					FeeDebt: '0',
					InitialPledge: state.pledge.toString(),
					PreCommittedSectors: part('precommits'),
					PreCommittedSectorsCleanUp: part('cleanup'),
					AllocatedSectors: part('allocated'),
					Sectors: part('sectors'),
					ProvingPeriodStart: 0,
					CurrentDeadline: 0,
					Deadlines: part('deadlines'),
					EarlyTerminations: [0],
					DeadlineCronActive: true,
				};
			case 'power':
				return {
					TotalRawBytePower: state.rawPower.toString(),
					TotalBytesCommitted: state.rawCommitted.toString(),
					TotalQualityAdjPower: state.qaPower.toString(),
					TotalQABytesCommitted: state.qaCommitted.toString(),
					TotalPledgeCollateral: state.pledge.toString(),
					ThisEpochRawBytePower: state.rawPower.toString(),
					ThisEpochQualityAdjPower: state.qaPower.toString(),
					ThisEpochPledgeCollateral: state.pledge.toString(),
					ThisEpochQAPowerSmoothed: smoothed(state.qaPower),
					MinerCount: state.miners,
					MinerAboveMinPowerCount: state.minersAboveMin,
					CronEventQueue: part('cron'),
					FirstCronEpoch: 0,
					Claims: part('claims'),
					ProofValidationBatch: null,
				};
			case 'reward': {
				const common = {
					CumsumBaseline: '0',
					CumsumRealized: '0',
					EffectiveNetworkTime: state.epoch,
					EffectiveBaselinePower: '0',
					ThisEpochReward: state.thisEpochReward.toString(),
					ThisEpochRewardSmoothed: smoothed(state.thisEpochReward),
					ThisEpochBaselinePower: '0',
					Epoch: state.epoch,
				};
				if (networkVersion < 29) {
					return { ...common, TotalStoragePowerReward: state.minted.toString(), SimpleTotal: '0', BaselineTotal: '0' };
				}
				return {
					...common,
					TotalMintedReward: state.minted.toString(),
					TotalBurnMinted: state.burntOfMint.toString(),
					TotalExplicitMinted: state.explicit.toString(),
					Accrued: [{ ID: 2, Amount: state.accrued.toString() }],
					SWATimelockEpochs: 2880,
					SWAActor: this.id(0),
					StreamsRoot: part('streams'),
				};
			}
			default:
				return {};
		}
	}

	/** Amounts of a block's reward, since network version 29. */
	private amounts(awards: Award[]): JsonObject {
		const sum = (of: (award: Award) => bigint): bigint => awards.reduce((total, award) => total + of(award), 0n);
		const [miner, tips, burnt] = [sum(({ minerPart }) => minerPart), sum((award) => award.tips), sum((award) => award.burnt)];
		return {
			MintedReward: sum(({ minted }) => minted).toString(),
			MinerReward: miner.toString(),
			MessageReward: tips.toString(),
			ExplicitReward: sum(({ explicit }) => explicit).toString(),
			BurnAllocation: burnt.toString(),
			MinerPaid: (miner + tips).toString(),
			BurnPaid: burnt.toString(),
		};
	}

	rewardDistribution(tipset: Tipset, awards: Award[]): JsonObject {
		const half = (DENOM / 2n).toString();
		return {
			TipSetKey: tipset.cids.map(link),
			Height: tipset.height,
			Denom: DENOM.toString(),
			Totals: this.amounts(awards),
			Blocks: awards.map((award) => ({
				Block: link(award.block),
				Miner: this.id(award.miner),
				WinCount: award.winCount,
				Amounts: this.amounts([award]),
				BurnWeight: '0',
				Streams: [
					{ ID: '1', Weight: MINER_WEIGHT.toString(), Amount: award.minerPart.toString(), Distribution: null },
					{
						ID: '2',
						Weight: EXPLICIT_WEIGHT.toString(),
						Amount: (award.explicit + award.burnt).toString(),
						Distribution: {
							Writer: this.id(0),
							Recipients: [{ Recipient: this.id(90), Share: half, EarnedAmount: award.explicit.toString() }],
							BurnShare: half,
							BurnAmount: award.burnt.toString(),
							RoundingAdjustment: '0',
						},
					},
				],
			})),
		};
	}

	/** Certificate of the last final tipset; what is signed in it is made up. */
	certificate(finalized: Tipset): JsonObject {
		const chain = finalized.parent ? [finalized.parent, finalized] : [finalized];
		const table = link(partCid({ id: 4, balance: 0n, nonce: 0, state: { kind: 'system' } }, 'power table'));
		const commitments = base64(new Uint8Array(32));
		return {
			GPBFTInstance: finalized.ordinal,
			ECChain: chain.map((tipset) => ({ Key: tipset.cids.map(link), Commitments: commitments, Epoch: tipset.height, PowerTable: table })),
			SupplementalData: { Commitments: commitments, PowerTable: table },
			Signers: [2, 2, 1, 1, 1, 1],
			Signature: filler(blake2b(utf8(finalized.cids.join()), 32), 96),
			PowerTableDelta: [],
		};
	}
}

const errorText = (exit: number): string => {
	switch (exit) {
		case Exit.SystemInsufficientFunds:
			return 'insufficient balance';
		case Exit.InvalidReceiver:
			return 'actor not found';
		case Exit.OutOfGas:
			return 'out of gas';
		case Exit.ContractReverted:
			return 'Reverted';
		default:
			return `Error(${exit})`;
	}
};

const quantity = (value: bigint | number): string => `0x${value.toString(16)}`;
const word = (value: bigint | number): string => value.toString(16).padStart(64, '0');
/** Three values as a contract would encode them, the last of them bytes. */
const abi = (first: number, second: number, bytes: Bytes): string =>
	word(first) + word(second) + word(96) + word(bytes.length) + hex(bytes).padEnd(Math.ceil(bytes.length / 32) * 64, '0');

/** Hash under which the Ethereum view knows a message. */
export const transactionHash = ({ cid }: Signed): string => `0x${hex(cidDigest(parseCid(cid)))}`;

/** The calls of a tipset, flat, as trace_filter and trace_block list them. */
export function flatTraces(tipset: Tipset, outcomes: Outcome[], state: State): JsonObject[] {
	const ethereum = (id: number): string => state.actor(id)?.delegated?.ethereumHex ?? maskedId(id);
	return outcomes.flatMap((outcome, position) => {
		const list = (trace: Trace, path: number[]): JsonObject[] => {
			const { codec, ret } = trace;
			const known = trace.invoked?.id ?? trace.to.actorId;
			const output = abi(trace.exit, ret.length === 0 ? 0 : 81, ret);
			return [
				{
					type: 'call',
					subtraces: trace.subcalls.length,
					traceAddress: path,
					action: {
						callType: 'call',
						from: ethereum(trace.from),
						to: known === undefined ? (trace.to.ethereumHex ?? maskedId(0)) : ethereum(known),
						gas: '0x2a',
						value: quantity(trace.value),
						input: `0x868e10c4${abi(trace.method, codec, trace.params)}`,
					},
					result: { gasUsed: '0x0', output: `0x${output}` },
					...(trace.exit === Exit.Ok ? {} : { error: errorText(trace.exit) }),
					blockHash: tipsetDigest(tipset),
					blockNumber: tipset.height,
					transactionHash: transactionHash(outcome.signed),
					transactionPosition: position,
				},
				...trace.subcalls.flatMap((subcall, index) => list(subcall, [...path, index])),
			];
		};
		return list(outcome.trace, []);
	});
}

/** The decoded return value of StateSearchMsg. */
export function decodedReturn({ signed, receipt, trace }: Outcome): JsonObject {
	if (trace.invoked?.state.kind !== 'multisig' || receipt.ret.length === 0) return {};
	const value = fromCbor(receipt.ret);
	if (!Array.isArray(value)) return {};
	const fields = [...value] as unknown[];
	const id: JsonObject = signed.message.method === Method.Propose ? { TxnID: Number(fields.shift()) } : {};
	const [applied, code, ret] = fields;
	return { ...id, Applied: applied === true, Code: Number(code), Ret: base64(asBytes(ret as Bytes)) };
}

