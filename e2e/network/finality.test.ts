import assert from 'node:assert/strict';
import { DMC, alice, balanceOf, bob, call, charlie, connect, dave, disconnect, plain, send, stranger, view } from '../src/chain.ts';
import { FinalityWatch, agree, fourValidators, throwAwaySpec, untilBest, untilFinalized } from '../src/network.ts';
import type { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';

/** Longest time without finality that still counts as "never stopped": a round that a dead primary leaves to the others. */
const STANDSTILL_MS = 12_000;

scenario('four validators', (step) => {
	let nodes: DmexNode[] = [];
	const node = (at: number): DmexNode => {
		const found = nodes[at];
		assert.ok(found);
		return found;
	};

	step('find each other, build blocks and finalize them', async () => {
		// Sessions of 20 slots: the set is renewed while some of it is away.
		nodes = await fourValidators(throwAwaySpec('local', { slotDurationMs: 500, blocksPerDay: 480 }));
		await agree(nodes, 5);
	});

	step('lose one to SIGKILL without finality stopping, and see it catch up', async () => {
		const watch = new FinalityWatch(node(0));
		await node(3).stop('SIGKILL');
		const before = await node(0).finalized();
		const api = await connect(node(0));
		const receiver = stranger();
		const receipt = await send(api, call(api, 'balances', 'transferKeepAlive', receiver.address, DMC), bob, {
			done: 'finalized',
		});
		await untilFinalized(node(0), before + 8);
		await node(3).start();
		const reached = await node(0).finalized();
		await agree(nodes, Math.max(reached, receipt.blockNumber) + 3);
		const standstill = watch.stop();
		assert.ok(standstill < STANDSTILL_MS, `finality stood still for ${Math.round(standstill)} ms`);

		const late = await connect(node(3));
		assert.equal(await balanceOf(late, receiver.address), DMC);
		await disconnect(late);
		await disconnect(api);
	});

	let waiting: { receiver: string; hash: string; height: number; finalized: number };

	step('lose two: blocks go on, finality waits', async () => {
		await Promise.all([node(2).stop('SIGKILL'), node(3).stop('SIGKILL')]);
		const killedAt = await node(0).best();
		// Votes that were under way when the two died may still complete a round.
		await untilBest(node(0), killedAt + 4);
		const finalized = await node(0).finalized();

		const api = await connect(node(0));
		const receiver = stranger();
		const receipt = await send(api, call(api, 'balances', 'transferKeepAlive', receiver.address, 2n * DMC), alice);
		await disconnect(api);

		await untilBest(node(0), killedAt + 14);
		assert.equal(await node(0).finalized(), finalized, 'two of four validators finalized');
		const best = await untilBest(node(1), killedAt + 14);
		assert.ok((await node(1).finalized()) <= finalized);
		assert.ok(best > finalized + 8);
		waiting = { receiver: receiver.address, hash: receipt.blockHash, height: receipt.blockNumber, finalized };
	});

	step('get one back: finality resumes and nothing is lost', async () => {
		const frozen = await node(0).hashAt(waiting.finalized);
		await node(2).start();
		const three = nodes.slice(0, 3);
		await agree(three, waiting.finalized + 10);
		assert.equal(await node(2).hashAt(waiting.finalized), frozen);

		// The transfer of the time without finality is final now, wherever it was included in the end.
		const api = await connect(node(2));
		await until('the transfer to be final', async () => {
			const head = (await api.rpc.chain.getFinalizedHead()).toHex();
			return (await balanceOf(api, waiting.receiver, head)) === 2n * DMC;
		});
		await disconnect(api);
	});

	step('get the other one back: all four agree', async () => {
		await node(3).start();
		await agree(nodes, (await node(0).finalized()) + 5);
	});

	step('have punished nobody: coming back from the dead is no equivocation', async () => {
		const api = await connect(node(3));
		for (const { address } of [alice, bob, charlie, dave]) {
			const statement = await view(api, 'validatorSetApi.validator', [address]);
			const { status, slashed } = plain<{ status: object; slashed: number | string }>(statement);
			assert.ok('active' in status, `${address} is ${JSON.stringify(status)}`);
			assert.equal(BigInt(slashed), 0n);
		}
		await disconnect(api);
	});
});
