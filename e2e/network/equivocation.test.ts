/**
 * A validator whose keys are in two nodes, the mistake that operators make, signs twice: two blocks for one slot, two votes in one round.
 * Nobody reports it by hand. The nodes of the others find it out and report it by themselves, and §13 takes its course.
 */

import assert from 'node:assert/strict';
import type { Header } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { u8aToHex, u8aToString } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';
import { gains } from '../src/author.ts';
import {
	type Api,
	DMC,
	balanceOf,
	big,
	bob,
	call,
	connect,
	eventOf,
	eventsAt,
	eventsSince,
	field,
	hashAt,
	plain,
	query,
	refused,
	send,
	view,
} from '../src/chain.ts';
import { FinalityWatch, agree, mend, split, startConnected, throwAwaySpec, untilBest, untilPeers } from '../src/network.ts';
import { DmexNode } from '../src/node.ts';
import { scenario } from '../src/scenario.ts';
import { reward } from '../src/schedule.ts';
import {
	authorOf,
	claimOf,
	genesisValidators,
	reportsIn,
	slashOf,
	validator,
	validatorsAt,
} from '../src/validators.ts';
import { Hopeless, until } from '../src/wait.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
const SESSIONS_PER_DAY = 24;
/** Longest time without finality that still counts as "never stopped". */
const STANDSTILL_MS = 12_000;
const BONDING_DAYS = 28;

const BOND = 20_000n * DMC;
const honest = ['alice', 'bob', 'charlie', 'dave'].map((name) => validator(name, BOND));
/** Whose share of the bond is no whole number: it is rounded up. */
const eve = validator('eve', BOND + 1n);
const everybody = [...honest, eve];
const evesAddress = eve.account.address;

/** The nodes of the offender take no transaction: they would report themselves, and others shall find it out. */
const SILENT = ['--pool-limit', '0'];

/** What the runtime says to one who wants to build a block and must not. */
const REFUSED = 'is disabled and should not be attempting to author blocks';

interface Statement {
	status: Record<string, { until?: number; freeAt?: number }>;
	bond: string | number;
	slashed: string | number;
}

/** What was proven, and when it was done: a slot, or a set and a round. */
interface Offence {
	block: number;
	kind: string;
	time: string;
}

const hex = (key: string): string => u8aToHex(decodeAddress(key));

const statementOf = async (api: Api, at: string): Promise<Statement> => {
	const statement = plain<Statement | null>(await view(api, 'validatorSetApi.validator', [evesAddress], at));
	assert.ok(statement);
	return statement;
};

const sessionAt = async (api: Api, at: string): Promise<number> => Number(big(await query(api, 'session.currentIndex', [], at)));

const placesDisabled = async (api: Api, at: string): Promise<number[]> =>
	plain<[number, unknown][]>(await query(api, 'session.disabledValidators', [], at)).map(([place]) => place);

const keysOf = async (api: Api, pallet: 'babe' | 'grandpa', at: string): Promise<string[]> =>
	plain<[string, number][]>(await query(api, `${pallet}.authorities`, [], at)).map(([key]) => hex(key));

async function offencesIn(api: Api, from: number, to: number): Promise<Offence[]> {
	const events = await eventsSince(api, 'offences.Offence', from, to);
	return events.map(({ block, event }) => ({
		block,
		kind: u8aToString(field(event, 'kind').toU8a()),
		time: u8aToHex(field(event, 'slot').toU8a(true)),
	}));
}

/** Waits for the first final offence against the rules of `pallet` since block `since`. */
async function untilOffence(api: Api, node: DmexNode, pallet: string, since: number): Promise<Offence> {
	let next = since;
	return until(
		`an offence to be proven to ${pallet}`,
		async () => {
			for (const last = await node.finalized(); next <= last; next += 1) {
				const refused = (await reportsIn(api, next, next)).find(({ name, error }) => name.startsWith(pallet) && error !== undefined);
				if (refused !== undefined) throw new Hopeless(`block ${next} refuses ${refused.name}: ${refused.error}`);
				const found = (await offencesIn(api, next, next)).find(({ kind }) => kind.startsWith(pallet));
				if (found !== undefined) return found;
			}
			return undefined;
		},
		{ deadlineMs: 90_000, everyMs: 200 },
	);
}

/** What a slash moves. */
async function books(api: Api, at: string): Promise<{ free: bigint; held: bigint; riskFund: bigint }> {
	const funds = plain<{ riskFund: string }>(await view(api, 'emissionApi.funds', [], at));
	const account = plain<{ data: { reserved: string | number } }>(await query(api, 'system.account', [evesAddress], at));
	return {
		free: await balanceOf(api, evesAddress, at),
		held: BigInt(account.data.reserved),
		riskFund: await balanceOf(api, funds.riskFund, at),
	};
}

/** Block `block` must punish Eve for an offence of `session`, to the unit. Returns the first session without her. */
async function punishedIn(api: Api, block: number, session: number, blocksPerDay: number): Promise<number> {
	const [hash, parent] = await Promise.all([hashAt(api, block), hashAt(api, block - 1)]);
	const events = await eventsAt(api, hash);
	const validators = await validatorsAt(api, hash);
	const { fraction, amount } = slashOf(eve.bond, 1n, BigInt(validators.length));

	const slashed = eventOf({ events }, 'validatorSet.Slashed');
	assert.deepEqual(
		['who', 'session', 'fraction', 'amount', 'bond'].map((name) => field(slashed, name).toString()),
		[evesAddress, session, fraction, amount, eve.bond - amount].map(String),
	);
	const ejected = eventOf({ events }, 'validatorSet.Ejected');
	// Sessions queue their sets: the running one and the next have theirs already.
	const until_ = (await sessionAt(api, hash)) + 2;
	assert.deepEqual(
		['who', 'until', 'cause'].map((name) => field(ejected, name).toString()),
		[evesAddress, until_, 'Equivocation'].map(String),
	);
	const { status, ...rest } = await statementOf(api, hash);
	assert.deepEqual(status, { ejected: { until: until_ } });
	assert.deepEqual([rest.bond, rest.slashed].map(BigInt), [eve.bond - amount, amount]);

	// All of it comes from the bond and goes to the risk fund. Nothing is minted but the author's pay, and reporting is not paid for.
	const [before, after] = await Promise.all([books(api, parent), books(api, hash)]);
	assert.deepEqual(after, { free: before.free, held: before.held - amount, riskFund: before.riskFund + amount });
	const author = await authorOf(api, hash);
	assert.ok(honest.some(({ account }) => account.address === author), `the report is ${author}'s`);
	const [gain] = await gains(api, author, block, block);
	const pay = reward(blocksPerDay, block) / 10n;
	assert.deepEqual(gain, { block, author: pay, issuance: pay, fees: 0n });

	assert.deepEqual(await placesDisabled(api, parent), []);
	assert.deepEqual(await placesDisabled(api, hash), [validators.indexOf(evesAddress)]);
	return until_;
}

/** Eve's slashes in the blocks from `from` to `to`: the session, and what was taken. */
const slashesIn = async (api: Api, from: number, to: number): Promise<{ session: number; amount: bigint }[]> =>
	(await eventsSince(api, 'validatorSet.Slashed', from, to)).map(({ event }) => {
		assert.equal(field(event, 'who').toString(), evesAddress);
		return { session: Number(big(field(event, 'session'))), amount: big(field(event, 'amount')) };
	});

/** Nothing may have been proven twice, and each session in which Eve offended must have cost her once. */
async function assertChargedOnce(api: Api, pallet: string, from: number, to: number, sessions: number[]): Promise<void> {
	const offences = await offencesIn(api, from, to);
	const times = offences.map(({ kind, time }) => `${kind} ${time}`);
	assert.deepEqual(times, [...new Set(times)]);
	// Each report that its finder put into a block was the first of its offence: those of the others were dropped.
	const reports = (await reportsIn(api, from, to)).filter(({ name, unsigned }) => unsigned && name.startsWith(`${pallet}.`));
	const proven = offences.filter(({ kind }) => kind.startsWith(`${pallet}:`)).map(({ block }) => [block, undefined]);
	assert.deepEqual(reports.map(({ block, error }) => [block, error]), proven);

	const slashes = await slashesIn(api, from, to);
	assert.deepEqual(slashes.map(({ session }) => session), sessions);
	let bond = eve.bond;
	for (const { amount } of slashes) {
		assert.equal(amount, slashOf(bond, 1n, BigInt(everybody.length)).amount);
		bond -= amount;
	}
	const hash = await hashAt(api, to);
	const statement = await statementOf(api, hash);
	assert.deepEqual([statement.bond, statement.slashed].map(BigInt), [bond, eve.bond - bond]);
	assert.equal((await books(api, hash)).held, bond);
}

scenario('a validator whose keys build blocks on two nodes', (step) => {
	// Long enough for both nodes to have their turn in the first one, short enough to see the third.
	const SESSION = 32;
	const BLOCKS_PER_DAY = SESSIONS_PER_DAY * SESSION;
	const chain = throwAwaySpec('local', { slotDurationMs: SLOT_MS, blocksPerDay: BLOCKS_PER_DAY }, genesisValidators(everybody));

	interface Proof {
		offender: Codec;
		slot: Codec;
		firstHeader: Codec;
		secondHeader: Codec;
	}
	let others: DmexNode[];
	let own: DmexNode;
	let twin: DmexNode;
	let first: DmexNode;
	let api: Api;
	let watch: FinalityWatch;
	/** Nothing happened up to this block. */
	let since: number;
	let offence: Offence;
	let proof: Proof;
	let ownership: Codec;
	let out: number;

	const sessionOf = async (slot: number): Promise<number> =>
		Math.floor((slot - Number(big(await query(api, 'babe.genesisSlot')))) / SESSION);

	step('is one of five', async () => {
		others = [];
		for (const { name } of honest) others.push(await DmexNode.prepare({ chain, name, args: [`--${name}`] }));
		own = await DmexNode.prepare({ chain, name: eve.name, args: [`--${eve.name}`, ...SILENT] });
		await startConnected([...others, own]);
		first = others[0] as DmexNode;
		since = 3;
		const hash = await agree([...others, own], since);
		api = await connect(first);
		const set = await validatorsAt(api, hash);
		assert.deepEqual([...set].sort(), everybody.map(({ account }) => account.address).sort());
		assert.ok(Number(big(await view(api, 'validatorSetApi.minimumSetSize'))) < set.length);
		const { status, bond, slashed } = await statementOf(api, hash);
		assert.deepEqual([status, BigInt(bond), BigInt(slashed)], [{ active: { since: 0 } }, eve.bond, 0n]);
	});

	step('signs two blocks for one slot when the second node is started, and every other node notices', async () => {
		watch = new FinalityWatch(first);
		// It gets the key for blocks only: two votes are the other story.
		twin = await DmexNode.start({ chain, name: 'twin', args: ['--validator', ...SILENT], reserved: others });
		await untilBest(twin, await first.best());
		await twin.rpc('author_insertKey', 'babe', eve.seed, eve.babe);
		offence = await untilOffence(api, first, 'babe', since);
		assert.equal(offence.kind, 'babe:equivocatio');
		const hash = await hashAt(api, offence.block);
		const [report, ...more] = (await reportsIn(api, offence.block, offence.block)).filter(
			(each) => u8aToHex((each.proof as unknown as Proof).slot.toU8a()) === offence.time,
		);
		assert.ok(report !== undefined && more.length === 0);
		assert.deepEqual([report.name, report.unsigned], ['babe.reportEquivocationUnsigned', true]);
		proof = report.proof as unknown as Proof;
		ownership = report.ownership;
		assert.equal(hex(proof.offender.toString()), eve.babe);

		// Two blocks that there really are, one of each of her nodes.
		const headers = [proof.firstHeader, proof.secondHeader].map((header) => api.registry.createType<Header>('Header', header.toU8a()));
		const claim = { author: (await validatorsAt(api, hash)).indexOf(evesAddress), slot: Number(big(proof.slot)) };
		assert.deepEqual(headers.map(claimOf), [claim, claim]);
		const blocks = headers.map((header) => header.hash.toHex());
		const builtBy = (node: DmexNode): string[] => blocks.filter((block) => node.wrote(`Hash now ${block}`));
		await until('her nodes to tell what they built', () => [own, twin].every((node) => builtBy(node).length === 1));
		assert.deepEqual([...builtBy(own), ...builtBy(twin)].sort(), [...blocks].sort());
		for (const node of others) {
			for (const block of blocks) {
				await until(`${node.name} to have ${block}`, async () => (await node.rpc('chain_getHeader', block)) !== null);
			}
			await until(`${node.name} to notice`, () => node.wrote(`is equivocating at slot ${claim.slot} with headers`));
		}
	});

	step('loses exactly what one of five loses, to the risk fund, and is disabled and ejected at once', async () => {
		out = await punishedIn(api, offence.block, await sessionOf(Number(big(proof.slot))), BLOCKS_PER_DAY);
	});

	step('cannot be reported for the same slot again', async () => {
		const again = call(api, 'babe', 'reportEquivocation', proof, ownership);
		await assert.rejects(send(api, again, bob), refused('babe.DuplicateOffenceReport'));
		// The nodes that noticed it have dropped the reports that came too late.
		for (const node of others) {
			await until(`${node.name} to have nothing to report`, async () => (await node.rpc<string[]>('author_pendingExtrinsics')).length === 0);
		}
	});

	step('builds no block any more, and is out with the session after the next', async () => {
		await until('it to try in vain', () => own.wrote(REFUSED) || twin.wrote(REFUSED));
		await until('it to be out', async () => (await sessionAt(api, (await api.rpc.chain.getFinalizedHead()).toHex())) >= out, { deadlineMs: 90_000 });
		const last = (await first.finalized()) + 3;
		await agree(others, last);
		const standstill = watch.stop();
		assert.ok(standstill < STANDSTILL_MS, `finality stood still for ${Math.round(standstill)} ms`);

		let firstWithout: number | undefined;
		for (let block = offence.block; block <= last; block += 1) {
			const hash = await hashAt(api, block);
			const validators = await validatorsAt(api, hash);
			const place = validators.indexOf(evesAddress);
			const inside = (await sessionAt(api, hash)) < out;
			const [author, disabled, builders, voters] = await Promise.all([
				authorOf(api, hash),
				placesDisabled(api, hash),
				keysOf(api, 'babe', hash),
				keysOf(api, 'grandpa', hash),
			]);
			assert.notEqual(author, evesAddress, `block ${block}`);
			assert.deepEqual(
				[place >= 0, builders.includes(eve.babe), voters.includes(eve.grandpa), disabled],
				[inside, inside, inside, inside ? [place] : []],
				`block ${block}`,
			);
			assert.equal(validators.length, inside ? everybody.length : honest.length);
			if (!inside) firstWithout ??= block;
		}
		assert.ok(firstWithout !== undefined);
		const { status } = await statementOf(api, await hashAt(api, last));
		assert.deepEqual(status, { unbonding: { freeAt: firstWithout + BONDING_DAYS * BLOCKS_PER_DAY } });
	});

	step('is slashed once', async () => {
		const last = await first.finalized();
		const offences = await offencesIn(api, since, last);
		assert.deepEqual([...new Set(offences.map(({ kind }) => kind))], ['babe:equivocatio']);
		const slots = (await reportsIn(api, since, last)).map((report) => Number(big((report.proof as unknown as Proof).slot)));
		// Both nodes may build another pair before they hear of the report: it costs more only in a session of its own.
		await assertChargedOnce(api, 'babe', since, last, [...new Set(await Promise.all(slots.map(sessionOf)))]);
	});
});

scenario('a validator that is started on both sides of a split network', (step) => {
	// Everything happens in the first session.
	const BLOCKS_PER_DAY = SESSIONS_PER_DAY * 240;
	const chain = throwAwaySpec('local', { slotDurationMs: SLOT_MS, blocksPerDay: BLOCKS_PER_DAY }, genesisValidators(everybody));
	// No slot for anybody: or who is no longer reserved would stay as one like any other.
	const ALONE = ['--reserved-only', '--in-peers', '0', '--out-peers', '0'];

	interface Vote {
		targetHash: string;
		targetNumber: number;
	}
	interface Proof {
		setId: number;
		equivocation: Record<string, { roundNumber: number; identity: string; first: [Vote, string]; second: [Vote, string] }>;
	}
	interface RoundStates {
		best: { prevotes: { missing: string[] } };
	}
	let others: DmexNode[];
	let left: DmexNode[];
	let right: DmexNode[];
	let own: DmexNode;
	let twin: DmexNode;
	let api: Api;
	/** The last block that was final before, and its hash. */
	let final: [number, string];

	const one = (side: DmexNode[]): DmexNode => side[0] as DmexNode;
	/** Eve's vote in the round that `node` is in has reached it. */
	const hasVoteOfEve = async (node: DmexNode): Promise<boolean> => {
		const { best } = await node.rpc<RoundStates>('grandpa_roundState');
		return !best.prevotes.missing.map(hex).includes(eve.grandpa);
	};

	step('is away when the network of the others falls apart', async () => {
		const prepare = (name: string, keys: string): Promise<DmexNode> =>
			DmexNode.prepare({ chain, name, args: [`--${keys}`, ...ALONE, ...(keys === eve.name ? SILENT : [])] });
		others = [];
		for (const { name } of honest) others.push(await prepare(name, name));
		[left, right] = [others.slice(0, 2), others.slice(2)];
		[own, twin] = [await prepare(eve.name, eve.name), await prepare('twin', eve.name)];
		for (const [side, mine] of [[left, own], [right, twin]] as const) {
			for (const node of side) node.connectTo([...others, mine]);
			mine.connectTo(side);
		}
		await Promise.all(others.map((node) => node.start()));
		await untilPeers(others, 3);
		await agree(others, 3);
		await split(left, right);
		await untilPeers(others, 1);
		const cut = Math.max(...(await Promise.all(others.map((node) => node.best()))));
		for (const node of others) await untilBest(node, cut + 3);
		assert.notEqual(await one(left).hashAt(cut + 3), await one(right).hashAt(cut + 3));
		const height = Math.max(...(await Promise.all(others.map((node) => node.finalized()))));
		const hash = await one(left).hashAt(height);
		assert.ok(hash);
		final = [height, hash];
	});

	step('votes on both sides, in the same round', async () => {
		await Promise.all([own.start(), twin.start()]);
		await untilPeers([own, twin], 2);
		for (const side of [left, right]) {
			const node = one(side);
			await until(`Eve's vote to reach ${node.name}`, () => hasVoteOfEve(node));
		}
		/** What is final anywhere, two blocks later. */
		const grow = async (): Promise<number> => {
			const grown = (await Promise.all(others.map((node) => node.best()))).map((best) => best + 2);
			await Promise.all(others.map((node, at) => untilBest(node, grown[at] as number)));
			return Math.max(...(await Promise.all([...others, own, twin].map((node) => node.finalized()))));
		};
		// A round that lacked a single vote when the network fell apart is completed by Eve's.
		const settled = await grow();
		// Three of five on each side: nothing more can become final.
		assert.equal(await grow(), settled);
	});

	step('is found out when the two sides meet again', async () => {
		await mend(left, right);
		await untilPeers(others, 4);
		api = await connect(one(left));
		const { block, kind } = await untilOffence(api, one(left), 'grandpa', final[0]);
		assert.equal(kind, 'grandpa:equivoca');
		const proofs = (await reportsIn(api, block, block))
			.filter(({ name }) => name.startsWith('grandpa.'))
			.map(({ name, unsigned, proof }) => {
				assert.deepEqual([name, unsigned], ['grandpa.reportEquivocationUnsigned', true]);
				return plain<Proof>(proof);
			});
		assert.ok(proofs.length > 0);
		for (const { setId, equivocation } of proofs) {
			const [votes] = Object.values(equivocation);
			assert.ok(votes);
			assert.deepEqual([setId, hex(votes.identity)], [0, eve.grandpa]);
			const targets = [votes.first[0], votes.second[0]];
			assert.notEqual(targets[0]?.targetHash, targets[1]?.targetHash);
			for (const { targetHash, targetNumber } of targets) {
				const headers = await Promise.all(others.map((node) => node.rpc<{ number: string } | null>('chain_getHeader', targetHash)));
				assert.ok(headers.some((header) => header !== null && Number(header.number) === targetNumber), `nobody has ${targetHash}`);
			}
		}
	});

	step('loses what one of five loses, once, whatever else it signed twice', async () => {
		const last = (await one(left).finalized()) + 5;
		await agree(others, last);
		const [slash, ...more] = await eventsSince(api, 'validatorSet.Slashed', final[0], last);
		assert.ok(slash !== undefined && more.length === 0);
		await punishedIn(api, slash.block, 0, BLOCKS_PER_DAY);
		await assertChargedOnce(api, 'grandpa', final[0], last, [0]);
		for (let block = slash.block; block <= last; block += 1) {
			assert.notEqual(await authorOf(api, await hashAt(api, block)), evesAddress, `block ${block}`);
		}
	});

	step('has not undone what was final', async () => {
		const [height, hash] = final;
		for (const node of others) assert.equal(await node.hashAt(height), hash, node.name);
	});
});
