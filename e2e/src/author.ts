/** What the author of a block must have been paid, to the unit (§2). */

import type { EventRecord } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { type Api, balanceOf, eventsAt, field, hashAt, query } from './chain.ts';

/** DMC of fees and tips that went to the author of a block. */
export function feesOf(events: EventRecord[]): bigint {
	let sum = 0n;
	for (const { event } of events) {
		const name = `${event.section}.${event.method}`;
		if (name === 'transactionPayment.TransactionFeePaid') sum += BigInt(field(event, 'actualFee').toString());
		// A fee in an asset was swapped for DMC; what the call did not use was swapped back.
		if (name === 'assetConversion.SwapCreditExecuted') {
			const path = (event.data as unknown as { path: Iterable<Iterable<Codec>> }).path;
			const [from] = [...path].map((hop) => [...hop][0]?.toString());
			const refund = from === 'Native' || from === '"Native"';
			sum += refund ? -BigInt(field(event, 'amountIn').toString()) : BigInt(field(event, 'amountOut').toString());
		}
	}
	return sum;
}

/** What an account and the whole supply gained in a block, and the fees of that block. */
export interface Gain {
	block: number;
	author: bigint;
	issuance: bigint;
	fees: bigint;
}

/** The gains of `who` in each block of the range, both ends included. */
export async function gains(api: Api, who: string, from: number, to: number): Promise<Gain[]> {
	const state = async (block: number): Promise<{ balance: bigint; issuance: bigint; events: EventRecord[] }> => {
		const hash = await hashAt(api, block);
		const [balance, issuance, events] = await Promise.all([
			balanceOf(api, who, hash),
			query(api, 'balances.totalIssuance', [], hash),
			eventsAt(api, hash),
		]);
		return { balance, issuance: BigInt(issuance.toString()), events };
	};
	const result: Gain[] = [];
	let before = await state(from - 1);
	for (let block = from; block <= to; block += 1) {
		const after = await state(block);
		result.push({
			block,
			author: after.balance - before.balance,
			issuance: after.issuance - before.issuance,
			fees: feesOf(after.events),
		});
		before = after;
	}
	return result;
}
