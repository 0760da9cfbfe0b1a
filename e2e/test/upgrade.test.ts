/** A runtime upgrade the only way there is: a decision of row 10, a week of waiting, then the code by anybody. */

import assert from 'node:assert/strict';
import { u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import {
	type Api,
	DMC,
	alice,
	balanceOf,
	bob,
	call,
	connect,
	councillors,
	disconnect,
	eventOf,
	eventsAt,
	height,
	plain,
	query,
	refused,
	send,
	stranger,
	untilBlock,
	view,
} from '../src/chain.ts';
import { close, decide, propose, vote } from '../src/governance.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';
import { withSpecVersion } from '../src/wasm.ts';

const BLOCKS_PER_DAY = 2;
const WAITING_DAYS = 7;

scenario('a runtime upgrade', (step) => {
	let node: DmexNode;
	let api: Api;
	let version: number;
	let code: string;
	let hash: string;
	let decidedAt: number;

	step('starts from the runtime in the spec', async () => {
		const chain = throwAwaySpec('development', { slotDurationMs: 300, blocksPerDay: BLOCKS_PER_DAY });
		node = await DmexNode.start({ chain, name: 'alice', args: ['--alice', '--force-authoring'] });
		api = await connect(node);
		version = api.runtimeVersion.specVersion.toNumber();
		const current = await node.rpc<string>('state_getStorage', '0x3a636f6465');
		code = u8aToHex(await withSpecVersion(current, version, version + 1));
		hash = blake2AsHex(code, 256);
	});

	step('cannot be had by motion at once, nor without a decision', async () => {
		await assert.rejects(propose(api, call(api, 'system', 'authorizeUpgrade', hash)), refused('dao.NeedsEnactment'));
		await assert.rejects(propose(api, call(api, 'system', 'setCodeWithoutChecks', '0x00')), refused('dao.NotADecision'));
		await assert.rejects(send(api, call(api, 'system', 'authorizeUpgrade', hash), alice), refused('BadOrigin'));
	});

	step('is decided by the council and waits seven days', async () => {
		const enactment = call(api, 'dao', 'scheduleEnactment', call(api, 'system', 'authorizeUpgrade', hash));
		const motion = await propose(api, enactment);
		await vote(api, motion, councillors.slice(0, 4));
		const receipt = await close(api, motion);
		eventOf(receipt, 'council.Executed');
		decidedAt = receipt.blockNumber;
		const authorized = async (block: number): Promise<boolean> => {
			const at = (await api.rpc.chain.getBlockHash(block)).toHex();
			return !(await query(api, 'system.authorizedUpgrade', [], at)).isEmpty;
		};
		// As of that block: the week is over in a few seconds.
		const [pending] = plain<{ when: number }[]>(await view(api, 'daoApi.pendingEnactments', [], receipt.blockHash));
		const due = decidedAt + WAITING_DAYS * BLOCKS_PER_DAY;
		assert.equal(pending?.when, due);
		await untilBlock(api, due);
		assert.equal(await authorized(due - 1), false);
		assert.equal(await authorized(due), true);
	});

	step('takes no other code than the one decided on', async () => {
		const other = u8aToHex(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]));
		await assert.rejects(send(api, call(api, 'system', 'applyAuthorizedUpgrade', other), bob), /./);
		assert.equal((await query(api, 'system.authorizedUpgrade')).isEmpty, false);
	});

	step('is applied by anybody, and the chain goes on under the next version', async () => {
		const receipt = await send(api, call(api, 'system', 'applyAuthorizedUpgrade', code), bob, {
			// The next block has to wait until the new code is compiled.
			deadlineMs: 150_000,
		});
		await until(
			'the new version',
			async () => {
				const { specVersion } = await node.rpc<{ specVersion: number }>('state_getRuntimeVersion');
				return specVersion === version + 1;
			},
			{ deadlineMs: 150_000 },
		);
		await untilBlock(api, (await height(api)) + 3);
		await disconnect(api);
		api = await connect(node);
		assert.equal(api.runtimeVersion.specVersion.toNumber(), version + 1);
		// The old connection was changing its metadata while the block came in.
		eventOf({ events: await eventsAt(api, receipt.blockHash) }, 'system.CodeUpdated');
		const last = await query(api, 'system.lastRuntimeUpgrade');
		assert.equal((last.toJSON() as { specVersion: number }).specVersion, version + 1);

		// The version is part of what is signed: the runtime itself knows its new one.
		const receiver = stranger();
		await send(api, call(api, 'balances', 'transferKeepAlive', receiver.address, DMC), bob, { done: 'finalized' });
		assert.equal(await balanceOf(api, receiver.address), DMC);
		await decide(api, call(api, 'dao', 'setParameter', { Fees: { SaleFee: [null, 10_000] } }));
	});

	step('comes back after a restart on the new code', async () => {
		const before = await node.best();
		await disconnect(api);
		await node.stop();
		await node.start();
		await until('blocks', async () => (await node.best()) > before + 3);
		const { specVersion } = await node.rpc<{ specVersion: number }>('state_getRuntimeVersion');
		assert.equal(specVersion, version + 1);
	});
});
