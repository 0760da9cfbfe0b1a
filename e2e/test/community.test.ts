/** Stage 2: the holders of DMC move an emission share, and the author's pay follows from the next day on. */

import assert from 'node:assert/strict';
import type { EventRecord } from '@polkadot/types/interfaces';
import { gains } from '../src/author.ts';
import {
	type Api,
	DMC,
	DispatchFailed,
	type Receipt,
	alice,
	balanceOf,
	bob,
	call,
	charlie,
	connect,
	dave,
	eve,
	eventOf,
	eventsAt,
	eventsOf,
	explain,
	field,
	hashAt,
	query,
	refused,
	send,
	stranger,
	untilBlock,
} from '../src/chain.ts';
import { ayeLocked, ayeOf, decide, propose, referendum, startedReferenda } from '../src/governance.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { reward } from '../src/schedule.ts';
import { scenario } from '../src/scenario.ts';

const BLOCKS_PER_DAY = 8;

scenario('the community stage', (step) => {
	let api: Api;

	/** 30%, 60%, 10% until now. */
	const moveShares = (behaviour: number, liquidity: number, staking: number) =>
		call(api, 'emission', 'setProgrammeShares', behaviour * 10_000, liquidity * 10_000, staking * 10_000);

	/** The first block from `from` on that has an event of that name; of that referendum, if one is given. */
	const blockWith = async (name: string, from: number, deadlineBlocks: number, index?: number): Promise<Receipt> => {
		const isIt = (event: EventRecord['event']): boolean => index === undefined || Number(field(event, 'refIndex').toString()) === index;
		for (let block = from; block <= from + deadlineBlocks; block += 1) {
			await untilBlock(api, block);
			const blockHash = await hashAt(api, block);
			const events = await eventsAt(api, blockHash);
			if (eventsOf({ events }, name).some(isIt)) return { blockHash, blockNumber: block, events };
		}
		throw new Error(`no ${name} in the blocks ${from} to ${from + deadlineBlocks}`);
	};

	const proposal = async (tx: ReturnType<typeof call>): Promise<Receipt> => {
		const deposit = api.consts['democracy']?.['minimumDeposit']?.toString() ?? '0';
		return send(api, call(api, 'dao', 'proposeReferendum', tx, deposit), bob);
	};

	step('begins by a decision of the council, once and for ever', async () => {
		const chain = throwAwaySpec('development', { slotDurationMs: 250, blocksPerDay: BLOCKS_PER_DAY });
		const node = await DmexNode.start({ chain, name: 'alice', args: ['--alice', '--force-authoring'] });
		api = await connect(node);
		await assert.rejects(proposal(moveShares(30, 55, 15)), refused('dao.CommunityStageNotReached'));

		const begun = await decide(api, call(api, 'dao', 'activateCommunityStage'));
		eventOf(begun, 'dao.CommunityStageBegan');
		assert.equal((await query(api, 'dao.currentStage')).toString(), 'Community');
		await assert.rejects(propose(api, call(api, 'dao', 'activateCommunityStage')), refused('dao.AlreadyCommunityStage'));
	});

	step('takes from the council what belongs to the holders', async () => {
		await assert.rejects(propose(api, moveShares(30, 55, 15)), refused('dao.CouncilCannotDecide'));
		await assert.rejects(
			propose(api, call(api, 'dao', 'setParameter', { Fees: { TradeFee: [null, 10_000] } })),
			refused('dao.CouncilCannotDecide'),
		);
		await assert.rejects(proposal(call(api, 'system', 'setCode', '0x00')), DispatchFailed);
	});

	let thin: number;
	let real: number;
	/** Where the vote on the thin one began. */
	let since: number;

	step('puts proposals of holders to the vote, one coin one vote', async () => {
		const { blockNumber: proposed } = await proposal(moveShares(40, 40, 20));
		const first = await blockWith('democracy.Started', proposed, 150);
		[thin = -1] = startedReferenda(first);
		since = first.blockNumber;
		assert.notEqual(thin, -1);

		// Somebody with little DMC is alone in voting for it.
		const small = stranger();
		await send(api, call(api, 'balances', 'transferKeepAlive', small.address, 1_000n * DMC), bob);
		await assert.rejects(
			send(api, call(api, 'democracy', 'vote', thin, ayeOf(900n * DMC)), small),
			refused('system.CallFiltered'),
		);
		await send(api, call(api, 'dao', 'voteInReferendum', thin, true, 900n * DMC), small);

		await proposal(moveShares(30, 55, 15));
		const second = await blockWith('democracy.Started', since + 1, 150);
		[real = -1] = startedReferenda(second);
		assert.ok(real > thin);
		// One votes by the DAO, one as polkadot.js Apps does, one has another vote for it.
		const votes = await Promise.all([
			send(api, call(api, 'dao', 'voteInReferendum', real, true, 400_000n * DMC), bob),
			send(api, call(api, 'democracy', 'vote', real, ayeLocked(200_000n * DMC)), charlie),
			send(api, call(api, 'dao', 'delegateVotes', bob.address, 100_000n * DMC), eve),
			// The fewer take part, the larger the majority must be: the standard pallet's rule for proposals of the public.
			send(api, call(api, 'dao', 'voteInReferendum', real, false, 20_000n * DMC), dave),
		]);
		assert.equal(field(eventOf(votes[0], 'democracy.Voted'), 'voter').toString(), bob.address);
		assert.equal(field(eventOf(votes[2], 'dao.VotesDelegated'), 'balance').toString(), (100_000n * DMC).toString());
		assert.ok(await referendum(api, real));
	});

	step('never enacts what too few took part in', async () => {
		const refusedAt = await blockWith('dao.ReferendumBelowTurnout', since, 300);
		assert.equal(Number(field(eventOf(refusedAt, 'dao.ReferendumBelowTurnout'), 'index').toString()), thin);
	});

	step('moves the share, and the author is paid by it from the next day on', async () => {
		// The thin one has passed too, as the standard pallet sees it.
		const passed = await blockWith('democracy.Passed', since, 300, real);
		const enacted = await blockWith('scheduler.Dispatched', passed.blockNumber, 40);
		const result = field(eventOf(enacted, 'scheduler.Dispatched'), 'result') as unknown as {
			isErr: boolean;
			asErr: Parameters<typeof explain>[1];
		};
		assert.ok(!result.isErr, result.isErr ? explain(api, result.asErr)[0] : '');
		const nextDay = (Math.floor(enacted.blockNumber / BLOCKS_PER_DAY) + 1) * BLOCKS_PER_DAY;
		await untilBlock(api, nextDay + 3);
		const paid = await gains(api, alice.address, enacted.blockNumber - 3, nextDay + 3);
		for (const { block, author, fees } of paid) {
			const percent = block < nextDay ? 10n : 15n;
			assert.equal(author, (reward(BLOCKS_PER_DAY, block) * percent) / 100n + fees, `block ${block} of day ${nextDay}`);
		}
		assert.ok((await balanceOf(api, bob.address)) > 0n);
	});
});
