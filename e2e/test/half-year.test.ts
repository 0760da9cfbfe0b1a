/**
 * Half a year in little more than a minute: days of two blocks. Vesting month by month, the quarters of the private sale, the first
 * halving, the first election.
 */

import assert from 'node:assert/strict';
import { gains } from '../src/author.ts';
import {
	type Api,
	DMC,
	type Receipt,
	alice,
	balanceOf,
	bob,
	call,
	charlie,
	connect,
	councillors,
	dave,
	eve,
	eventOf,
	ferdie,
	field,
	hashAt,
	height,
	keyring,
	plain,
	query,
	refused,
	send,
	stranger,
	untilBlock,
	view,
} from '../src/chain.ts';
import { decide } from '../src/governance.ts';
import { throwAwaySpec } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { halfYear, monthBoundary, monthsPassed, quarterBoundary, reward } from '../src/schedule.ts';
import { scenario } from '../src/scenario.ts';

const BLOCKS_PER_DAY = 2;
/** What the development preset assigns. */
const DAVES_TEAM_SHARE = 6_000_000n * DMC;
const EVES_SALE_SHARE = 5_000_000n * DMC;

scenario('half a year', (step) => {
	let api: Api;
	const candidates = [stranger(), stranger(), stranger()];

	const claim = (kind: 'Team' | 'PrivateSale') => call(api, 'emission', 'claimVested', kind);
	const fee = (receipt: Receipt): bigint =>
		BigInt(field(eventOf(receipt, 'transactionPayment.TransactionFeePaid'), 'actualFee').toString());

	step('starts', async () => {
		const chain = throwAwaySpec('development', { slotDurationMs: 200, blocksPerDay: BLOCKS_PER_DAY });
		const node = await DmexNode.start({ chain, name: 'alice', args: ['--alice', '--force-authoring'] });
		api = await connect(node);
	});

	step('the private sale has a fifth at genesis, the team nothing before its first month', async () => {
		const before = await balanceOf(api, eve.address);
		const receipt = await send(api, claim('PrivateSale'), eve);
		assert.ok(receipt.blockNumber < monthBoundary(BLOCKS_PER_DAY, 1), 'too slow to see the first month');
		assert.equal(await balanceOf(api, eve.address, receipt.blockHash), before + EVES_SALE_SHARE / 5n - fee(receipt));
		// All at once: the first month is over in twelve seconds.
		await Promise.all([
			assert.rejects(send(api, claim('Team'), dave), refused('emission.NothingVested')),
			assert.rejects(send(api, claim('PrivateSale'), eve), refused('emission.NothingVested')),
			assert.rejects(send(api, claim('Team'), ferdie), refused('emission.ScheduleNotFound')),
		]);
	});

	step('holders of DMC stand for election and vote, as soon as the community stage has begun', async () => {
		const stand = call(api, 'dao', 'standForCouncil');
		await assert.rejects(send(api, stand, bob), refused('dao.CommunityStageNotReached'));
		await decide(api, call(api, 'dao', 'activateCommunityStage'));
		for (const { address } of candidates) {
			await send(api, call(api, 'balances', 'transferKeepAlive', address, 20_000n * DMC), bob);
		}
		await Promise.all(candidates.map((candidate) => send(api, stand, candidate)));
		const votes = candidates.map(({ address }) => address);
		await Promise.all([
			send(api, call(api, 'dao', 'voteForCouncil', votes, 300_000n * DMC), bob),
			send(api, call(api, 'dao', 'voteForCouncil', votes, 200_000n * DMC), charlie),
		]);
	});

	const vested = (months: number): bigint => (DAVES_TEAM_SHARE * BigInt(months)) / 36n;
	let claimed = 0;
	let claims = 0;

	for (let month = 1; month <= 6; month += 1) {
		step(`the team claims month ${month}`, async () => {
			const boundary = monthBoundary(BLOCKS_PER_DAY, month);
			// The block after this one may include the claim.
			await untilBlock(api, boundary - 1);
			// On a slow machine two months can have passed since the last claim.
			if (claimed < month) {
				const before = await balanceOf(api, dave.address);
				const receipt = await send(api, claim('Team'), dave);
				const months = monthsPassed(BLOCKS_PER_DAY, receipt.blockNumber);
				assert.ok(months >= month);
				const gained = (await balanceOf(api, dave.address, receipt.blockHash)) - before + fee(receipt);
				assert.equal(gained, vested(months) - vested(claimed));
				claimed = months;
				claims += 1;
				// What is claimed is gone, unless the next month has come in between.
				await send(api, claim('Team'), dave).then(({ blockNumber }) => {
					claimed = monthsPassed(BLOCKS_PER_DAY, blockNumber);
					assert.ok(claimed > months, 'claimed twice');
				}, refused('emission.NothingVested'));
			}

			// In the very block of the boundary, not one before.
			await untilBlock(api, boundary);
			const vestedAt = async (block: number): Promise<bigint> => {
				const statement = await view(api, 'emissionApi.vesting', ['Team', dave.address], await hashAt(api, block));
				return BigInt(plain<{ vested: string | number }>(statement).vested);
			};
			assert.equal(await vestedAt(boundary - 1), vested(month - 1));
			assert.equal(await vestedAt(boundary), vested(month));

			if (month === 3 || month === 6) {
				await untilBlock(api, quarterBoundary(BLOCKS_PER_DAY, month / 3));
				const held = await balanceOf(api, eve.address);
				const sale = await send(api, claim('PrivateSale'), eve);
				assert.equal((await balanceOf(api, eve.address, sale.blockHash)) - held + fee(sale), EVES_SALE_SHARE / 5n);
			}
		});
	}

	step('has claimed by months', async () => {
		assert.ok(claims >= 3, `${claims} claims`);
		assert.ok(claimed >= 6);
	});

	step('the author earns half from the first block after half a year on', async () => {
		const last = halfYear(BLOCKS_PER_DAY);
		await untilBlock(api, last + 4);
		const paid = await gains(api, alice.address, last - 2, last + 3);
		for (const { block, author, issuance, fees } of paid) {
			const slice = block <= last ? DMC / 2n : DMC / 4n;
			assert.equal(slice, reward(BLOCKS_PER_DAY, block) / 10n);
			assert.equal(author, slice + fees, `block ${block}`);
			assert.equal(issuance, slice, `block ${block}`);
		}
		assert.ok((await height(api)) > last);
	});

	step('the council has the elected, and sitting members in the seats that the election left empty', async () => {
		const members = plain<string[]>(await query(api, 'council.members')).map((who) => keyring.encodeAddress(who));
		assert.equal(members.length, 7);
		for (const { publicKey } of candidates) assert.ok(members.includes(keyring.encodeAddress(publicKey)));
		const sitting = councillors.filter(({ publicKey }) => members.includes(keyring.encodeAddress(publicKey)));
		assert.equal(sitting.length, 4);
	});
});
