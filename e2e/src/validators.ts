/** Validators at genesis, who built a block, and what it costs to sign twice (§13). */

import type { KeyringPair } from '@polkadot/keyring/types';
import type { DispatchError, Header } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { Keyring } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { type Api, eventsAt, eventsOf, explain, field, hashAt, keyring, plain, query, wellKnown } from './chain.ts';
import type { Json, JsonObject } from './spec.ts';

/** One of the well-known names as a validator. Its node is started with `--` and the name. */
export interface Validator {
	name: string;
	account: KeyringPair;
	/** Of which all its keys are made. */
	seed: string;
	/** Signs blocks; the presets have the account for it. */
	babe: string;
	/** Signs votes. */
	grandpa: string;
	bond: bigint;
}

const votingKeys = new Keyring({ type: 'ed25519' });

export function validator(name: string, bond: bigint): Validator {
	const proper = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	const account = wellKnown(proper);
	const seed = `//${proper}`;
	return {
		name,
		account,
		seed,
		babe: u8aToHex(account.publicKey),
		grandpa: u8aToHex(votingKeys.addFromUri(seed).publicKey),
		bond,
	};
}

/** The part of genesis that makes these the validators. */
export function genesisValidators(validators: Validator[]): JsonObject {
	// Genesis takes addresses in the generic form only.
	const generic = (key: string): string => keyring.encodeAddress(key, 42);
	const keys = validators.map(({ babe, grandpa }): Json => {
		const own = generic(babe);
		return [own, own, { babe: own, grandpa: generic(grandpa), authority_discovery: own }];
	});
	return {
		session: { keys },
		validatorSet: { validators: validators.map(({ babe, bond }): Json => [generic(babe), bond]) },
	};
}

/** By what an author claims a slot: its place in the session's set. */
export interface Claim {
	author: number;
	slot: number;
}

/** What BABE's digest of a header says. */
export function claimOf(header: Header): Claim {
	for (const log of header.digest.logs) {
		if (!log.isPreRuntime || !log.asPreRuntime[0].isBabe) continue;
		// The kind of claim, the author, the slot, and a proof that it was the author's turn.
		const bytes = log.asPreRuntime[1].toU8a(true);
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		return { author: view.getUint32(1, true), slot: Number(view.getBigUint64(5, true)) };
	}
	throw new Error(`block ${header.number.toString()} claims no slot`);
}

/** The validators of the session that a block belongs to, by place. */
export async function validatorsAt(api: Api, hash: string): Promise<string[]> {
	return plain<string[]>(await query(api, 'session.validators', [], hash)).map((who) => keyring.encodeAddress(who));
}

/** The address of who built a block. */
export async function authorOf(api: Api, hash: string): Promise<string> {
	const { author } = claimOf(await api.rpc.chain.getHeader(hash));
	const address = (await validatorsAt(api, hash))[author];
	if (address === undefined) throw new Error(`${hash} is of author ${author}, who is not in the session`);
	return address;
}

/** A report of two signatures that is part of a block. */
export interface Report {
	block: number;
	/** `pallet.call`. */
	name: string;
	/** Nobody's: the author of the block has found it out by itself. */
	unsigned: boolean;
	/** What was signed twice, and the proof of whose key it was. */
	proof: Codec;
	ownership: Codec;
	/** Why it was refused. */
	error: string | undefined;
}

/** The reports of equivocations in the blocks from `from` to `to`. */
export async function reportsIn(api: Api, from: number, to: number): Promise<Report[]> {
	const found: Report[] = [];
	for (let block = from; block <= to; block += 1) {
		const hash = await hashAt(api, block);
		const [{ block: body }, events] = await Promise.all([api.rpc.chain.getBlock(hash), eventsAt(api, hash)]);
		for (const [place, { method: call, isSigned }] of body.extrinsics.entries()) {
			if (!call.method.startsWith('reportEquivocation')) continue;
			const [proof, ownership] = call.args;
			if (proof === undefined || ownership === undefined) throw new Error(`${call.section}.${call.method} has other arguments`);
			const own = events.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eq(place));
			const [failed] = eventsOf({ events: own }, 'system.ExtrinsicFailed');
			const error = failed && explain(api, field(failed, 'dispatchError') as DispatchError)[0];
			found.push({ block, name: `${call.section}.${call.method}`, unsigned: !isSigned, proof, ownership, error });
		}
	}
	return found;
}

const BILLION = 1_000_000_000n;

/** What each of `k` of `n` validators who equivocate at the same time loses: a share in billionths, and that of `bond` rounded up. */
export function slashOf(bond: bigint, k: bigint, n: bigint): { fraction: bigint; amount: bigint } {
	const squared = (9n * k * k * BILLION) / (n * n);
	const most = squared < BILLION ? squared : BILLION;
	const fraction = most > BILLION / 10n ? most : BILLION / 10n;
	return { fraction, amount: (bond * fraction + BILLION - 1n) / BILLION };
}
