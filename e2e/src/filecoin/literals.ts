/** What answers look like, to compare with: keys, types and kinds of texts are what counts, not the values. */

import assert from 'node:assert/strict';
import type { Json } from './json.ts';

/** What comes from a node, to be looked into. */
export type Answer = any;

/** A text of the literal says what a text in its place looks like. */
function sameText(literal: string, actual: string): boolean {
	const kinds: RegExp[] = [/^-?\d+$/, /^0x[0-9a-f]+$/, /^baf[yk]2/, /^f0\d+$/, /^f[1-4]/, /^[A-Za-z0-9+/]+=*$/];
	if (literal === '') return actual === '';
	const kind = kinds.find((candidate) => candidate.test(literal));
	return kind === undefined || kind.test(actual);
}

/** `actual` has exactly the keys of the literal, the same types and the same kinds of texts; of lists the first item counts. */
export function sameShape(literal: Json, actual: Answer, path: string): void {
	if (literal === null || typeof literal !== 'object') {
		assert.equal(actual === null ? 'null' : typeof actual, literal === null ? 'null' : typeof literal, `${path}: ${JSON.stringify(actual)}`);
		if (typeof literal === 'string') assert.ok(sameText(literal, actual as string), `${path}: ${String(actual)} is not like ${literal}`);
		return;
	}
	if (Array.isArray(literal)) {
		assert.ok(Array.isArray(actual), `${path} is a list`);
		if (literal.length === 0) return;
		assert.ok(actual.length > 0, `${path} has items`);
		sameShape(literal[0] as Json, actual[0] as Json, `${path}[0]`);
		return;
	}
	assert.ok(actual !== null && typeof actual === 'object' && !Array.isArray(actual), `${path} is an object`);
	assert.deepEqual(Object.keys(actual).sort(), Object.keys(literal).sort(), `keys of ${path}`);
	for (const [name, item] of Object.entries(literal)) sameShape(item, actual[name], `${path}.${name}`);
}

export const LINK = { '/': 'bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c' };
export const TIPSET = {
	Cids: [LINK],
	Blocks: [
		{
			Miner: 'f01938223',
			Ticket: { VRFProof: 'rIPy' },
			ElectionProof: { WinCount: 1, VRFProof: 'sN51' },
			BeaconEntries: [{ Round: 17133822, Data: 'tH4q' }],
			WinPoStProof: [{ PoStProof: 3, ProofBytes: 'qOPL' }],
			Parents: [LINK, LINK],
			ParentWeight: '116013147118',
			Height: 4863283,
			ParentStateRoot: LINK,
			ParentMessageReceipts: LINK,
			Messages: LINK,
			BLSAggregate: { Type: 2, Data: 'krFA' },
			Timestamp: 1744204890,
			BlockSig: { Type: 2, Data: 'pWiU' },
			ForkSignaling: 0,
			ParentBaseFee: '20592036',
		},
	],
	Height: 4863283,
};
export const MESSAGE = {
	Version: 0,
	To: 'f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq',
	From: 'f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi',
	Nonce: 1,
	Value: '49500000000000000000',
	GasLimit: 2260810,
	GasFeeCap: '9015347',
	GasPremium: '150282',
	Method: 0,
	Params: null,
	CID: LINK,
};
export const ACTOR = { Code: { '/': 'bafk2bzace' }, Head: LINK, Nonce: 0, Balance: '1500000000000000000', DelegatedAddress: null };
const TRACE_MSG = { From: 'f01001', To: 'f2payer', Value: '0', Method: 3, Params: 'gg', ParamsCodec: 81, GasLimit: 42, ReadOnly: false };
export const REPLAY = {
	MsgCid: LINK,
	Msg: { ...MESSAGE, To: 'f2payer', Method: 3, Params: 'ggAA' },
	MsgRct: { ExitCode: 0, Return: 'g/UAQA==', GasUsed: 9, EventsRoot: null },
	GasCost: {
		Message: LINK,
		GasUsed: '0',
		BaseFeeBurn: '0',
		OverEstimationBurn: '0',
		MinerPenalty: '0',
		MinerTip: '0',
		Refund: '0',
		TotalCost: '0',
	},
	ExecutionTrace: {
		Msg: TRACE_MSG,
		MsgRct: { ExitCode: 0, Return: 'g/UAQA==', ReturnCodec: 81 },
		InvokedActor: { Id: 2000, State: ACTOR },
		GasCharges: [{ Name: 'OnChainMessage', tg: 9, cg: 9, sg: 0, tt: 0 }],
		Subcalls: [
			{
				Msg: { ...TRACE_MSG, From: 'f02000', To: 'f1payee', Value: '1500000000000000000', Method: 0, Params: 'WClE' },
				MsgRct: { ExitCode: 0, Return: '', ReturnCodec: 0 },
				InvokedActor: { Id: 3000123, State: ACTOR },
				GasCharges: [],
				Subcalls: null,
				Logs: [],
				IpldOps: [],
			},
		],
		Logs: [],
		IpldOps: [],
	},
	Error: '',
	Duration: 60000000,
};
export const STREAM_AMOUNTS = {
	MintedReward: '0',
	MinerReward: '0',
	MessageReward: '0',
	ExplicitReward: '0',
	BurnAllocation: '0',
	MinerPaid: '0',
	BurnPaid: '0',
};
export const MINER_INFO = {
	Owner: 'f01234',
	Worker: 'f01234',
	NewWorker: 'f01234',
	ControlAddresses: ['f01234'],
	WorkerChangeEpoch: -1,
	PeerId: '12D3Koo…',
	Multiaddrs: ['Ynl0'],
	WindowPoStProofType: 8,
	SectorSize: 34359738368,
	WindowPoStPartitionSectors: 2349,
	ConsensusFaultElapsed: -1,
	PendingOwnerAddress: null,
	Beneficiary: 'f03000123',
	BeneficiaryTerm: { Quota: '1000000000000000000000', UsedQuota: '0', Expiration: 7000000 },
	PendingBeneficiaryTerm: null,
};
export const DEADLINE = {
	CurrentEpoch: 10101,
	PeriodStart: 10101,
	Index: 42,
	Open: 10101,
	Close: 10101,
	Challenge: 10101,
	FaultCutoff: 10101,
	WPoStPeriodDeadlines: 48,
	WPoStProvingPeriod: 2880,
	WPoStChallengeWindow: 60,
	WPoStChallengeLookback: 20,
	FaultDeclarationCutoff: 70,
};
export const POWER_STATE = [
	'TotalRawBytePower',
	'TotalBytesCommitted',
	'TotalQualityAdjPower',
	'TotalQABytesCommitted',
	'TotalPledgeCollateral',
	'ThisEpochRawBytePower',
	'ThisEpochQualityAdjPower',
	'ThisEpochPledgeCollateral',
];
export const REWARD_STATE = [
	'CumsumBaseline',
	'CumsumRealized',
	'EffectiveNetworkTime',
	'EffectiveBaselinePower',
	'ThisEpochReward',
	'ThisEpochRewardSmoothed',
	'ThisEpochBaselinePower',
	'Epoch',
];
