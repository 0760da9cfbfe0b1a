/** What an operator reads of a range. */

import assert from 'node:assert/strict';
import { CUSTODY, rpc } from './client.ts';
import type { FilecoinNetwork } from './control.ts';
import type { Answer } from './literals.ts';
import type { Endpoint } from './rpc.ts';

/** What an operator finds in a range, and the state of custody after it. */
export interface Report {
	credits: bigint[];
	debits: bigint[];
	unexplained: bigint;
	state: { Balance: string; Head: { '/': string } };
}

/** What an operator does with a range (start, end], in the plainest way: walk, messages, traces, equation. */
export async function scan(network: FilecoinNetwork, node: Endpoint, start: number, end: number, known: Report['state']): Promise<Report> {
	const final = await rpc(node, 'ChainGetFinalizedTipSet');
	const last = await rpc(node, 'ChainGetTipSetAfterHeight', [end + 1, final.Cids]);
	const state = await rpc(node, 'StateGetActor', [network.custody.text, last.Cids]);
	const report: Report = { credits: [], debits: [], unexplained: 0n, state };
	if (state.Balance === known.Balance && state.Head['/'] === known.Head['/']) return report;
	const walk = (trace: Answer, by: number | undefined): void => {
		if (trace.MsgRct.ExitCode !== 0) return;
		const { Value } = trace.Msg;
		if (trace.InvokedActor.Id === CUSTODY && Value !== '0') report.credits.push(BigInt(Value));
		if (by === CUSTODY && Value !== '0') report.debits.push(BigInt(Value));
		for (const subcall of trace.Subcalls ?? []) walk(subcall, trace.InvokedActor.Id);
	};
	let child = last;
	while (child.Blocks[0].Parents.length > 0) {
		const parent = await rpc(node, 'ChainGetTipSet', [child.Blocks[0].Parents]);
		if (parent.Height <= start) break;
		const messages = await rpc(node, 'ChainGetParentMessages', [child.Cids[0]]);
		const receipts = await rpc(node, 'ChainGetParentReceipts', [child.Cids[0]]);
		assert.equal(messages.length, receipts.length);
		for (const { Cid } of messages) walk((await rpc(node, 'StateReplay', [parent.Cids, Cid])).ExecutionTrace, undefined);
		child = parent;
	}
	const sum = (values: bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
	report.unexplained = BigInt(state.Balance) - BigInt(known.Balance) - sum(report.credits) + sum(report.debits);
	return report;
}
