import assert from 'node:assert/strict';
import { DMC, bob, call, charlie, connect, dave, disconnect, eve, stranger } from '../src/chain.ts';
import { throwAwaySpec, untilBest } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { sleep } from '../src/wait.ts';

const KILLS = 20;
/** Blocks before the last final one that must survive: the database writes behind. */
const WRITE_BEHIND = 4;

/** Keeps the node writing until its connection breaks. */
async function flood(node: DmexNode): Promise<() => Promise<void>> {
	const api = await connect(node);
	let running = true;
	const senders = [bob, charlie, dave, eve].map(async (sender) => {
		let nonce = (await api.rpc.system.accountNextIndex(sender.address)).toNumber();
		while (running) {
			const tx = call(api, 'balances', 'transferKeepAlive', stranger().address, DMC / 100n);
			await tx.signAsync(sender, { nonce });
			await api.rpc.author.submitExtrinsic(tx.toHex());
			nonce += 1;
		}
	});
	// The kill breaks the senders off.
	const ended = Promise.allSettled(senders);
	return async () => {
		running = false;
		await disconnect(api);
		await ended;
	};
}

scenario('a node that is killed while it writes', (step) => {
	let node: DmexNode;
	/** Blocks that were final, by height. */
	const final = new Map<number, string>();

	step('starts', async () => {
		node = await DmexNode.start({
			chain: throwAwaySpec('development', { slotDurationMs: 300 }),
			name: 'alice',
			args: ['--alice', '--force-authoring'],
		});
		await untilBest(node, 3);
	});

	for (let kill = 1; kill <= KILLS; kill += 1) {
		step(`comes back after kill ${kill}`, async () => {
			const stop = await flood(node);
			const start = await node.best();
			await untilBest(node, start + 2);
			const safe = Math.max((await node.finalized()) - WRITE_BEHIND, 0);
			const hash = await node.hashAt(safe);
			assert.ok(hash);
			final.set(safe, hash);
			await sleep(Math.random() * 700);
			await node.stop('SIGKILL');
			await stop();

			await node.start();
			for (const [height, expected] of final) {
				assert.equal(await node.hashAt(height), expected, `block ${height} was final and is lost`);
			}
			const back = await node.best();
			await untilBest(node, back + 2);
		});
	}
});
