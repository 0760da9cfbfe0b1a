/** Deciding something, as the council and the holders of DMC do. */

import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec } from '@polkadot/types/types';
import type { EventRecord } from '@polkadot/types/interfaces';
import {
	type Api,
	type Receipt,
	type Tx,
	call,
	councillors,
	eventOf,
	eventsAt,
	eventsOf,
	explain,
	field,
	hashAt,
	plain,
	query,
	send,
	untilBlock,
} from './chain.ts';

export interface Motion {
	call: Tx;
	hash: string;
	index: number;
	threshold: number;
	receipt: Receipt;
}

/** Somebody of the council puts `proposal` to the vote. */
export async function propose(api: Api, proposal: Tx, proposer: KeyringPair = first()): Promise<Motion> {
	const receipt = await send(api, call(api, 'dao', 'proposeMotion', proposal), proposer);
	const event = eventOf(receipt, 'council.Proposed');
	return {
		call: proposal,
		hash: field(event, 'proposalHash').toHex(),
		index: Number(field(event, 'proposalIndex').toString()),
		threshold: Number(field(event, 'threshold').toString()),
		receipt,
	};
}

const first = (): KeyringPair => {
	const [member] = councillors;
	if (member === undefined) throw new Error('no council');
	return member;
};

/** The first `ayes` of the council vote for the motion, all at once. */
export async function vote(api: Api, motion: Motion, ayes: KeyringPair[], approve = true): Promise<void> {
	await Promise.all(ayes.map((member) => send(api, call(api, 'council', 'vote', motion.hash, motion.index, approve), member)));
}

/** Anybody closes the motion, which carries it out if it has the ayes. */
export async function close(api: Api, motion: Motion, closer: KeyringPair = first()): Promise<Receipt> {
	const { weight } = await motion.call.paymentInfo(closer.address);
	const length = motion.call.method.toU8a().length;
	return send(api, call(api, 'council', 'close', motion.hash, motion.index, weight, length), closer);
}

/** The error of a `Result` inside an event, as `pallet.Error`; `undefined` if it was fine. */
export function failure(api: Api, event: EventRecord['event'], name = 'result'): string | undefined {
	const result = field(event, name) as Codec & { isErr: boolean; asErr: Parameters<typeof explain>[1] };
	return result.isErr ? explain(api, result.asErr)[0] : undefined;
}

/** A decision of the council: proposed, voted for by `ayes` members, closed, and carried out without an error. */
export async function decide(api: Api, proposal: Tx, ayes: KeyringPair[] = councillors.slice(0, 4)): Promise<Receipt> {
	const motion = await propose(api, proposal);
	await vote(api, motion, ayes);
	const receipt = await close(api, motion);
	const error = failure(api, eventOf(receipt, 'council.Executed'));
	if (error !== undefined) throw new Error(`${proposal.method.section}.${proposal.method.method} by motion: ${error}`);
	return receipt;
}

/** A row-10 decision of the council: carried out seven days later, without an error. Returns the block of that. */
export async function enact(api: Api, proposal: Tx): Promise<number> {
	const receipt = await decide(api, call(api, 'dao', 'scheduleEnactment', proposal));
	const scheduled = eventOf(receipt, 'dao.EnactmentScheduled');
	const when = Number(field(scheduled, 'when').toString());
	await untilBlock(api, when);
	const events = await eventsAt(api, await hashAt(api, when));
	const error = failure(api, eventOf({ events }, 'dao.Enacted'));
	if (error !== undefined) throw new Error(`${proposal.method.section}.${proposal.method.method} by enactment: ${error}`);
	return when;
}

/** A motion that gets its ayes, is carried out, and fails with the error that this returns. */
export async function decideInVain(api: Api, proposal: Tx): Promise<string | undefined> {
	const motion = await propose(api, proposal);
	await vote(api, motion, councillors.slice(0, 4));
	const receipt = await close(api, motion);
	return failure(api, eventOf(receipt, 'council.Executed'));
}

/** Indices of the referenda that started in these events. */
export function startedReferenda(receipt: { events: EventRecord[] }): number[] {
	return eventsOf(receipt, 'democracy.Started').map((event) => Number(field(event, 'refIndex').toString()));
}

/** How an aye without conviction is written, and one that is locked once, for the standard pallet. */
export const ayeOf = (balance: bigint): unknown => ({ Standard: { vote: { aye: true, conviction: 'None' }, balance } });
export const ayeLocked = (balance: bigint): unknown => ({
	Standard: { vote: { aye: true, conviction: 'Locked1x' }, balance },
});

export interface ReferendumStatus {
	Ongoing?: { end: number };
	Finished?: { approved: boolean; end: number };
	ongoing?: { end: number };
	finished?: { approved: boolean; end: number };
}

export async function referendum(api: Api, index: number): Promise<ReferendumStatus | null> {
	return plain<ReferendumStatus | null>(await query(api, 'democracy.referendumInfoOf', [index]));
}
