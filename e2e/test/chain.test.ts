/** What any user meets: metadata, transfers, fees, the author's pay, the council. On the development preset with quick slots. */

import assert from 'node:assert/strict';
import { TypeRegistry } from '@polkadot/types';
import { Metadata } from '@polkadot/types/metadata';
import type { Codec } from '@polkadot/types/types';
import { hexToU8a, stringCamelCase } from '@polkadot/util';
import { gains } from '../src/author.ts';
import {
	type Api,
	Asset,
	DMC,
	DispatchFailed,
	SS58_PREFIX,
	USDT_UNIT,
	alice,
	assetOf,
	balanceOf,
	bob,
	call,
	charlie,
	connect,
	councillors,
	dave,
	eventOf,
	eventsOf,
	field,
	height,
	keyring,
	learnFeeAsset,
	plain,
	query,
	refused,
	send,
	stranger,
	untilBlock,
	view,
	withId,
} from '../src/chain.ts';
import { ayeLocked, close, decide, decideInVain, propose, vote } from '../src/governance.ts';
import { DmexNode } from '../src/node.ts';
import { emitted, halfYear, reward } from '../src/schedule.ts';
import { scenario } from '../src/scenario.ts';
import { exportSpec, genesisOf, withCalendar, withGenesis, writeSpec, type Json, type JsonObject } from '../src/spec.ts';
import { until } from '../src/wait.ts';

const BLOCKS_PER_DAY = 10;

/** The development preset, where Bob also has IFIL: nobody has at genesis, because there is no FIL in custody. */
function spec(): string {
	const base = withCalendar(exportSpec('development'), { slotDurationMs: 300, blocksPerDay: BLOCKS_PER_DAY });
	const assets = genesisOf(base)['assets'] as JsonObject;
	// Genesis takes addresses in the generic form only.
	const accounts = [...(assets['accounts'] as Json[]), [Asset.IFIL, keyring.encodeAddress(bob.publicKey, 42), 1000n * DMC]];
	return writeSpec(withGenesis(base, { assets: { accounts } }));
}

scenario('the chain', (step) => {
	let node: DmexNode;
	let api: Api;

	step('starts and is known to wallets by its name, token and prefix', async () => {
		node = await DmexNode.start({ chain: spec(), name: 'alice', args: ['--alice', '--force-authoring', '--rpc-methods', 'safe'] });
		api = await connect(node);
		await untilBlock(api, 2);
		assert.equal(api.runtimeVersion.specName.toString(), 'dmex');
		assert.equal(api.registry.chainSS58, SS58_PREFIX);
		assert.deepEqual(api.registry.chainDecimals, [18]);
		assert.deepEqual(api.registry.chainTokens, ['DMC']);
		assert.equal(api.consts['system']?.['ss58Prefix']?.toString(), String(SS58_PREFIX));
	});

	step('describes itself completely: metadata 14, 15 and 16 decode, and name the same pallets', async () => {
		const versions = await node.rpc<string>('state_call', 'Metadata_metadata_versions', '0x');
		const offered = plain<number[]>(api.registry.createType('Vec<u32>', hexToU8a(versions)));
		const pallets = new Set<string>();
		for (const version of [14, 15, 16]) {
			assert.ok(offered.includes(version), `metadata ${version} is not offered: ${offered.join()}`);
			const input = api.registry.createType('u32', version).toHex(true);
			const answer = await node.rpc<string>('state_call', 'Metadata_metadata_at_version', input);
			const opaque = api.registry.createType('Option<OpaqueMetadata>', hexToU8a(answer));
			const bytes = (opaque as unknown as { unwrap: () => Codec }).unwrap().toHex();
			const metadata = new Metadata(new TypeRegistry(), bytes as `0x${string}`);
			assert.equal(metadata.version, version);
			pallets.add(metadata.asLatest.pallets.map(({ name }) => name.toString()).join());
		}
		assert.equal(pallets.size, 1);
		assert.equal(api.runtimeMetadata.version, 16);
	});

	step('lets every constant and every storage entry be read', async () => {
		let constants = 0;
		for (const pallet of Object.values(api.consts)) {
			for (const constant of Object.values(pallet)) {
				assert.notEqual(constant.toHuman(), undefined);
				constants += 1;
			}
		}
		assert.ok(constants > 50, `${constants} constants`);

		let entries = 0;
		for (const [palletName, pallet] of Object.entries(api.query)) {
			for (const [name, entry] of Object.entries(pallet)) {
				if (entry.creator.meta.type.isMap) {
					const pairs = await entry.entriesPaged({ args: [], pageSize: 100 });
					for (const [key, value] of pairs) {
						assert.ok(key.args.length > 0, `${palletName}.${name}`);
						assert.notEqual(value.toHuman(), undefined, `${palletName}.${name}`);
					}
				} else {
					const value = await entry();
					assert.notEqual(value.toHuman(), undefined, `${palletName}.${name}`);
				}
				entries += 1;
			}
		}
		assert.ok(entries > 100, `${entries} storage entries`);
	});

	step('answers every runtime API that takes no argument', async () => {
		const asked: string[] = [];
		for (const runtimeApi of api.registry.metadata.apis) {
			const apiName = runtimeApi.name.toString();
			// It would close the block that it is asked about.
			if (apiName === 'BlockBuilder') continue;
			for (const method of runtimeApi.methods) {
				if (method.inputs.length > 0) continue;
				const path = `${stringCamelCase(apiName)}.${stringCamelCase(method.name.toString())}`;
				const answer = await view(api, path);
				assert.notEqual(answer.toHuman(), undefined, path);
				asked.push(path);
			}
		}
		assert.ok(asked.includes('calendarApi.calendar'), asked.join());
		const calendar = plain<Record<string, number>>(await view(api, 'calendarApi.calendar'));
		assert.equal(calendar['blocksPerDay'], BLOCKS_PER_DAY);
		assert.equal(calendar['slotDurationMs'], 300);
	});

	step('documents its own calls, events, errors and storage', async () => {
		for (const pallet of api.registry.metadata.pallets) {
			if (!['Dao', 'Emission', 'ValidatorSet', 'Calendar'].includes(pallet.name.toString())) continue;
			const variants = [pallet.calls, pallet.events, pallet.errors].flatMap((part) =>
				part.isSome ? api.registry.lookup.getSiType(part.unwrap().type).def.asVariant.variants.toArray() : [],
			);
			for (const { name, docs } of variants) {
				assert.ok(docs.join('').trim() !== '', `${pallet.name.toString()}.${name.toString()} has no documentation`);
			}
			for (const { name, docs } of pallet.storage.isSome ? pallet.storage.unwrap().items : []) {
				assert.ok(docs.join('').trim() !== '', `${pallet.name.toString()}.${name.toString()} has no documentation`);
			}
		}
	});

	step('offers the RPC that wallets and validators need, and keeps what is unsafe from outside callers', async () => {
		const { methods } = await node.rpc<{ methods: string[] }>('rpc_methods');
		for (const method of [
			'system_health',
			'author_submitAndWatchExtrinsic',
			'author_rotateKeysWithOwner',
			'chain_getFinalizedHead',
			'state_getMetadata',
			'payment_queryInfo',
			'babe_epochAuthorship',
			'grandpa_roundState',
			'grandpa_subscribeJustifications',
			'chainHead_v1_follow',
			'chainSpec_v1_genesisHash',
			'transaction_v1_broadcast',
			'transactionWatch_v1_submitAndWatch',
			'system_accountNextIndex',
		]) {
			assert.ok(methods.includes(method), `no RPC ${method}`);
		}
		assert.equal(await node.rpc('chainSpec_v1_genesisHash'), api.genesisHash.toHex());
		// This node is told to treat everybody as an outside caller.
		const owner = api.registry.createType('AccountId', bob.address).toHex();
		await assert.rejects(node.rpc('author_rotateKeysWithOwner', owner), /unsafe/);
		await assert.rejects(node.rpc('system_addReservedPeer', '/ip4/127.0.0.1/tcp/1'), /unsafe/);
	});

	step('transfers DMC to the unit, for well under a hundredth of a DMC', async () => {
		const receiver = stranger();
		const amount = 3n * DMC + 7n;
		const before = await balanceOf(api, bob.address);
		const receipt = await send(api, call(api, 'balances', 'transferKeepAlive', receiver.address, amount), bob);
		const fee = BigInt(field(eventOf(receipt, 'transactionPayment.TransactionFeePaid'), 'actualFee').toString());
		assert.equal(await balanceOf(api, receiver.address, receipt.blockHash), amount);
		assert.equal(await balanceOf(api, bob.address, receipt.blockHash), before - amount - fee);
		assert.ok(fee > 0n && fee < DMC / 200n, `a transfer costs ${fee}`);
	});

	step('pays the author of each block exactly the rule: its slice, the fees and the tips, minted nothing else', async () => {
		const first = (await height(api)) + 1;
		const sent = [];
		for (let i = 0n; i < 12n; i += 1n) {
			const tx = call(api, 'balances', 'transferKeepAlive', stranger().address, DMC + i);
			sent.push(send(api, tx, [bob, charlie, dave][Number(i % 3n)] ?? bob, { tip: i * 1_000_000_007n }));
			if (i % 3n === 2n) await Promise.all(sent);
		}
		await Promise.all(sent);
		const last = await untilBlock(api, first + 11);
		const paid = await gains(api, alice.address, first, last);
		for (const { block, author, issuance, fees } of paid) {
			// No pool has stake yet, so the author has the whole staking programme: a tenth.
			const slice = reward(BLOCKS_PER_DAY, block) / 10n;
			assert.equal(slice, DMC / 2n);
			assert.equal(author, slice + fees, `block ${block}`);
			assert.equal(issuance, slice, `block ${block}`);
		}
		assert.ok(paid.filter(({ fees }) => fees > 0n).length >= 3);
	});

	step('tells without an indexer what was emitted, skipped and comes next', async () => {
		const block = await height(api);
		const at = (await api.rpc.chain.getBlockHash(block)).toHex();
		type Statement = Record<string, number | string | null>;
		const statement = plain<Statement>(await view(api, 'emissionApi.statement', [], at));
		const all = emitted(BLOCKS_PER_DAY, block);
		assert.equal(BigInt(statement['minted'] ?? 0), all / 10n);
		assert.equal(BigInt(statement['allocated'] ?? 0), all / 10n);
		assert.equal(BigInt(statement['skipped'] ?? 0), all - all / 10n);
		assert.equal(BigInt(statement['rate'] ?? 0), 5n * DMC);
		assert.equal(statement['minedBlocks'], block);
		assert.equal(statement['nextHalving'], halfYear(BLOCKS_PER_DAY) + 1);
		assert.equal(BigInt((await query(api, 'balances.totalIssuance', [], at)).toString()), 50_000_000n * DMC + all / 10n);

		const funds = plain<Statement>(await view(api, 'emissionApi.funds', [], at));
		// What the accounts of the preset start with is the foundation's.
		assert.equal(BigInt(funds['foundationBalance'] ?? 0), (10_000_000n - 7n * 500_000n) * DMC);
		assert.ok(BigInt(funds['riskFundBalance'] ?? 0) >= 10_000_000n * DMC);
		assert.equal((await view(api, 'daoApi.stage')).toString(), 'Council');
	});

	step('takes fees in USDT from one who has nothing else, and pays the author in DMC', async () => {
		learnFeeAsset(api);
		const holder = stranger();
		const receiver = stranger();
		await send(api, call(api, 'assets', 'transfer', Asset.USDT, holder.address, 50n * USDT_UNIT), bob);
		assert.equal(await balanceOf(api, holder.address), 0n);

		const tx = call(api, 'assets', 'transferKeepAlive', Asset.USDT, receiver.address, 10n * USDT_UNIT);
		const receipt = await send(api, tx, holder, { assetId: withId(Asset.USDT) });
		const paid = eventOf(receipt, 'assetTxPayment.AssetTxFeePaid');
		const fee = BigInt(field(paid, 'actualFee').toString());
		assert.ok(fee > 0n && fee < USDT_UNIT / 100n, `${fee} of a millionth USDT`);
		assert.equal(await assetOf(api, Asset.USDT, receiver.address), 10n * USDT_UNIT);
		assert.equal(await assetOf(api, Asset.USDT, holder.address), 40n * USDT_UNIT - fee);
		assert.equal(await balanceOf(api, holder.address), 0n);
		assert.equal(eventsOf(receipt, 'transactionPayment.TransactionFeePaid').length, 0);

		const [gain] = await gains(api, alice.address, receipt.blockNumber, receipt.blockNumber);
		assert.ok(gain !== undefined && gain.fees > 0n);
		assert.equal(gain.author, reward(BLOCKS_PER_DAY, receipt.blockNumber) / 10n + gain.fees);
		assert.equal(gain.issuance, reward(BLOCKS_PER_DAY, receipt.blockNumber) / 10n);
	});

	step('lets IFIL be held without DMC, and pay as soon as somebody opened a pool for it', async () => {
		const holder = stranger();
		await send(api, call(api, 'assets', 'transfer', Asset.IFIL, holder.address, 5n * DMC), bob);
		const tx = call(api, 'assets', 'transferKeepAlive', Asset.IFIL, stranger().address, DMC);
		await assert.rejects(send(api, tx, holder, { assetId: withId(Asset.IFIL) }), /Inability to pay/);

		await send(api, call(api, 'assetConversion', 'createPool', 'Native', withId(Asset.IFIL)), bob);
		await send(
			api,
			call(api, 'assetConversion', 'addLiquidity', 'Native', withId(Asset.IFIL), 1000n * DMC, 100n * DMC, 1, 1, bob.address),
			bob,
		);
		const receipt = await send(api, tx, holder, { assetId: withId(Asset.IFIL) });
		const fee = BigInt(field(eventOf(receipt, 'assetTxPayment.AssetTxFeePaid'), 'actualFee').toString());
		assert.equal(await assetOf(api, Asset.IFIL, holder.address), 4n * DMC - fee);
		assert.equal(await balanceOf(api, holder.address), 0n);
	});

	step('refuses a fee in an asset that has no pool, and one from somebody who has nothing', async () => {
		const tx = call(api, 'system', 'remark', '0x00');
		await assert.rejects(send(api, tx, bob, { assetId: withId(Asset.HBTC) }), /Inability to pay/);
		await assert.rejects(send(api, tx, stranger()), /Inability to pay/);
	});

	step('has a council of seven', async () => {
		const members = plain<string[]>(await query(api, 'council.members'));
		const known = councillors.map(({ publicKey }) => keyring.encodeAddress(publicKey)).sort();
		assert.deepEqual(members.map((member) => keyring.encodeAddress(member)).sort(), known);
	});

	const saleFee = (permill: number | null): unknown => ({ Fees: { SaleFee: [null, permill] } });
	const storedFees = async (): Promise<unknown[]> => {
		const pairs = await api.query['parameters']?.['parameters']?.entries();
		assert.ok(pairs !== undefined);
		return pairs.map(([key, value]) => [key.args.map((arg) => arg.toJSON()), value.toJSON()]);
	};

	step('changes a fee with four ayes, not with three', async () => {
		const initial = await storedFees();
		const change = call(api, 'dao', 'setParameter', saleFee(31_000));

		const lost = await propose(api, change);
		assert.equal(lost.threshold, 4);
		await vote(api, lost, councillors.slice(0, 3));
		await assert.rejects(close(api, lost), refused('council.TooEarly'));
		await vote(api, lost, councillors.slice(3), false);
		const disapproved = await close(api, lost);
		eventOf(disapproved, 'council.Disapproved');
		assert.deepEqual(await storedFees(), initial);

		await decide(api, change);
		const changed = JSON.stringify(await storedFees());
		assert.match(changed, /31000/);
	});

	step('refuses a fee above its cap, or none, when it is proposed', async () => {
		const before = await storedFees();
		await assert.rejects(propose(api, call(api, 'dao', 'setParameter', saleFee(50_001))), refused('dao.AboveCap'));
		await assert.rejects(
			propose(api, call(api, 'dao', 'setParameter', saleFee(null))),
			refused('dao.ParameterWithoutValue'),
		);
		assert.deepEqual(await storedFees(), before);
	});

	step('refuses emission shares that do not sum to 100% or leave their bounds', async () => {
		const shares = (b: number, l: number, s: number) => call(api, 'emission', 'setProgrammeShares', b * 10_000, l * 10_000, s * 10_000);
		const sum = await decideInVain(api, shares(30, 60, 11));
		const bounds = await decideInVain(api, shares(51, 40, 9));
		assert.equal(sum, 'emission.SharesNotWhole');
		assert.equal(bounds, 'emission.ShareOutOfBounds');
	});

	step('refuses points of nothing, unknown recipients and a second schedule for one beneficiary', async () => {
		const decisions: [ReturnType<typeof call>, string][] = [
			[call(api, 'emission', 'setAuthorPoints', 0), 'emission.ZeroPoints'],
			[call(api, 'emission', 'addRecipient', { Asset: 77 }, 5), 'emission.AssetNotFound'],
			[call(api, 'emission', 'addRecipient', 'Dmc', 5), 'emission.RecipientAlreadyExists'],
			[call(api, 'emission', 'setPoints', { LpToken: 77 }, 5), 'emission.RecipientNotFound'],
			[call(api, 'emission', 'assignVesting', 'Team', dave.address, DMC), 'emission.ScheduleAlreadyExists'],
			[call(api, 'emission', 'spendFoundation', bob.address, 300_000n * DMC), 'emission.MonthlyLimitExceeded'],
		];
		const outcomes = await Promise.all(decisions.map(([proposal]) => decideInVain(api, proposal)));
		assert.deepEqual(
			outcomes,
			decisions.map(([, error]) => error),
		);
		await assert.rejects(send(api, call(api, 'emission', 'claimVested', 'Team'), bob), refused('emission.ScheduleNotFound'));
	});

	step('lets nobody but the council decide', async () => {
		await assert.rejects(
			propose(api, call(api, 'dao', 'setParameter', saleFee(1)), stranger()),
			/Inability to pay/,
		);
		const outsider = stranger();
		await send(api, call(api, 'balances', 'transferKeepAlive', outsider.address, 100n * DMC), bob);
		await assert.rejects(
			propose(api, call(api, 'dao', 'setParameter', saleFee(1)), outsider),
			refused('dao.NotCouncilMember'),
		);
		for (const [pallet, name, ...args] of [
			['dao', 'setParameter', saleFee(1)],
			['dao', 'activateCommunityStage'],
			['emission', 'startMining'],
			['validatorSet', 'admit', outsider.address],
			['system', 'setStorage', []],
			['balances', 'forceSetBalance', outsider.address, DMC],
		] as [string, string, ...unknown[]][]) {
			await assert.rejects(send(api, call(api, pallet, name, ...args), outsider), DispatchFailed);
		}
	});

	step('refuses a motion that could never be carried out when it is proposed', async () => {
		// Only a decision that waited a week acts as root.
		await assert.rejects(propose(api, call(api, 'system', 'setCode', '0x00')), refused('dao.NotADecision'));
		await assert.rejects(
			propose(api, call(api, 'system', 'authorizeUpgrade', api.genesisHash.toHex())),
			refused('dao.NeedsEnactment'),
		);
		await assert.rejects(
			propose(api, call(api, 'balances', 'transferKeepAlive', bob.address, DMC)),
			refused('dao.NotADecision'),
		);
		// The standard pallet would take any threshold, and lose the motion when it is closed.
		const fee = call(api, 'dao', 'setParameter', saleFee(1));
		await assert.rejects(send(api, call(api, 'council', 'propose', 2, fee, 100), alice), refused('system.CallFiltered'));
		await assert.rejects(send(api, call(api, 'council', 'propose', 1, fee, 100), alice), refused('system.CallFiltered'));
	});

	step('tells clearly that the community does not decide yet', async () => {
		const fee = call(api, 'dao', 'setParameter', saleFee(1));
		const community = [
			call(api, 'dao', 'proposeReferendum', fee, 1000n * DMC),
			call(api, 'dao', 'voteInReferendum', 0, true, DMC),
			call(api, 'dao', 'delegateVotes', alice.address, DMC),
			call(api, 'dao', 'standForCouncil'),
			call(api, 'dao', 'voteForCouncil', [alice.address], DMC),
		];
		for (const early of community) {
			await assert.rejects(send(api, early, bob), refused('dao.CommunityStageNotReached'));
		}
		// The standard pallets' own calls, as polkadot.js Apps makes them.
		await assert.rejects(
			send(api, call(api, 'democracy', 'vote', 0, ayeLocked(DMC)), bob),
			refused('democracy.ReferendumInvalid'),
		);
		await assert.rejects(send(api, call(api, 'democracy', 'second', 0), bob), refused('democracy.ProposalMissing'));
		await assert.rejects(
			send(api, call(api, 'elections', 'vote', [alice.address], DMC), bob),
			refused('elections.UnableToVote'),
		);
		await assert.rejects(
			send(api, call(api, 'democracy', 'propose', { Inline: fee.method.toHex() }, 1000n * DMC), bob),
			DispatchFailed,
		);
	});

	step('closes the doors through which DMC could vanish or keys could be dropped', async () => {
		await assert.rejects(send(api, call(api, 'balances', 'burn', DMC, true), bob), refused('system.CallFiltered'));
		await assert.rejects(send(api, call(api, 'session', 'purgeKeys'), alice), refused('system.CallFiltered'));
	});

	step('has finalized what it built', async () => {
		const now = await height(api);
		await until('finality', async () => (await node.finalized()) >= now);
	});
});
