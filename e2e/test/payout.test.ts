/** `dmex-node filecoin-payout`: how the signers of custody pay a redemption, and what they never pay. */

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { u8aConcat } from '@polkadot/util';
import {
	type Api,
	Asset,
	assetOf,
	big,
	bob,
	call,
	eventOf,
	eventsSince,
	field,
	height,
	keyring,
	plain,
	query,
	send,
	view,
} from '../src/chain.ts';
import { redeemMemo } from '../src/filecoin/message.ts';
import { sendOf } from '../src/filecoin/vm.ts';
import { FIL, type Statement, redemptionState, statement } from '../src/gateway.ts';
import { Operators, type Payouts, filecoinPayout, keyFile, writeKeyFile } from '../src/operators.ts';
import { scenario } from '../src/scenario.ts';
import { until } from '../src/wait.ts';
import { freePort } from '../src/workspace.ts';

const SLOT_MS = Number(process.env['DMEX_SLOT_MS'] ?? 400);
/** What is kept of a redemption for Filecoin's gas. */
const FEE = FIL / 100n;
const DEPOSIT = 5n * FIL;
const AMOUNT = 2n * FIL;
const NET = AMOUNT - FEE;
/** As the command writes it. */
const NET_TEXT = '1.99 FIL';

scenario('redemptions are paid', (step) => {
	let operators: Operators;
	let api: Api;
	/** The block before the first request. */
	let begun = 0;
	let supplyBefore = 0n;

	const state = (): Promise<Statement> => statement(api);
	const network = (): Operators['bridge']['network'] => operators.bridge.network;
	const filecoin = (): string => operators.bridge.url;
	const node = (): Operators['all'][number]['node'] => operators.named('alice').node;
	const addressOf = (person: string): string => network().person(person).address;
	const run = (person: string, ...more: string[]): Promise<Payouts> => filecoinPayout(node(), filecoin(), keyFile(person), ...more);
	/** The account that fees go to. */
	const revenue = keyring.encodeAddress(u8aConcat('modldmex/rev', new Uint8Array(20)));
	/** Of messages that were handed to the Filecoin node. */
	const pushed = (): number => network().node.count('MpoolPush');
	const held = async (): Promise<bigint> => BigInt((await state()).redeeming);

	/** What only the holder of a bad key or the customer of a wrong node sees: a line on stderr, and nothing done. */
	const failed = ({ code, errors }: Payouts, reason: RegExp): void => {
		assert.equal(code, 1, errors);
		assert.match(errors, reason);
		assert.match(errors, /^Error: /m);
		assert.doesNotMatch(errors, /panicked|RUST_BACKTRACE|Backtrace/);
	};

	/** The line about a redemption or a transaction. */
	const lineOf = ({ lines, errors }: Payouts, about: string): string => {
		const found = lines.filter((line) => line.startsWith(`${about}: `));
		assert.equal(found.length, 1, `${lines.join('\n')}\n${errors}`);
		return found[0]?.slice(about.length + 2) ?? '';
	};

	/** Somebody asks for FIL; the block of that is final, as it must be before anybody pays. */
	const redeems = async (destination: string): Promise<bigint> => {
		const redeem = call(api, 'filGateway', 'redeem', AMOUNT, destination, NET);
		const receipt = await send(api, redeem, bob, { done: 'finalized' });
		const requested = eventOf(receipt, 'filGateway.RedemptionRequested');
		assert.equal(big(field(requested, 'amount')), AMOUNT);
		assert.equal(big(field(requested, 'net')), NET);
		return big(field(requested, 'id'));
	};

	/** Waits until the chain has bound a redemption, in a block that is final. */
	const bound = async (id: bigint): Promise<number> => {
		operators.pass();
		return until(
			`redemption ${id} to be bound`,
			async () => {
				const at = (await api.rpc.chain.getFinalizedHead()).toHex();
				const found = plain<{ state: { bound?: { tx: number } } } | null>(await query(api, 'filGateway.redemptions', [id], at));
				return found?.state.bound?.tx;
			},
			{ deadlineMs: 60_000 },
		);
	};

	/** Waits until a redemption is over, in a block that is final. */
	const over = async (id: bigint): Promise<void> => {
		operators.pass();
		await until(
			`redemption ${id} to be over`,
			async () => {
				const at = (await api.rpc.chain.getFinalizedHead()).toHex();
				return (await query(api, 'filGateway.redemptions', [id], at)).isEmpty;
			},
			{ deadlineMs: 60_000 },
		);
	};

	/** Lets epochs pass until no message waits for a block, and what they did can be seen. */
	const mined = (): void => {
		do network().advance();
		while (network().chain.pool.size > 0);
		network().advance();
	};
	const pendingIds = (): number[] => network().multisigState().pending.map(({ id }) => id);
	const approvalsOf = (txn: number): readonly number[] | undefined => network().multisigState().pending.find(({ id }) => id === txn)?.approved;
	const idOf = (signer: string): number => network().person(signer).id;

	step('asked for by a holder of IFIL', async () => {
		operators = await Operators.start(['alice'], SLOT_MS);
		({ api } = operators);
		operators.bridge.deposit(bob, DEPOSIT);
		await operators.report();
		assert.equal(await assetOf(api, Asset.IFIL, bob.address), DEPOSIT);
		supplyBefore = BigInt((await state()).supply);
		begun = await height(api);
		assert.equal(await redeems(addressOf('charlie')), 0n);
		assert.equal(await held(), AMOUNT);
	});

	step('not by anybody else, nor elsewhere', async () => {
		failed(await run('bob'), /this key \(f02101\) is none of custody's signers/);
		failed(await filecoinPayout(node(), filecoin(), writeKeyFile('word', 'secret')), /the key file .*word: neither an exported key/);
		failed(await filecoinPayout(node(), filecoin(), writeKeyFile('zeros', '00'.repeat(32))), /the key file .*zeros: its 32 bytes are no secp256k1 key/);
		const { privateKey } = generateKeyPairSync('ec', {
			namedCurve: 'secp256k1',
			privateKeyEncoding: { type: 'sec1', format: 'pem' },
			publicKeyEncoding: { type: 'spki', format: 'pem' },
		});
		const pem = await filecoinPayout(node(), filecoin(), writeKeyFile('pem', privateKey));
		failed(pem, /the key file .*pem: neither an exported key/);
		assert.ok(!pem.errors.includes(privateKey.split('\n')[1] ?? ''), 'a key is never shown');
		failed(await filecoinPayout(node(), filecoin(), '/nonexistent/key'), /the key file \/nonexistent\/key: No such file/);

		const nowhere = `127.0.0.1:${await freePort()}`;
		failed(await filecoinPayout({ url: `ws://${nowhere}` }, filecoin(), keyFile('operator0')), /the DMEX node: /);
		failed(await filecoinPayout(node(), `http://${nowhere}`, keyFile('operator0')), /the Filecoin node: /);
		const end = network().node.fail({ kind: 'genesis', cid: network().chain.head.cids[0] ?? '' });
		failed(await run('operator0'), /the Filecoin node is of another network/);
		end();
		assert.equal(pushed(), 0);
	});

	step('by nothing but words, as long as it is a dry run', async () => {
		const balances = await Promise.all([network().balance(), network().balance('charlie'), network().balance('operator2')]);
		const { code, lines, errors } = await run('operator2', '--dry-run', '--out-of-turn');
		assert.equal(code, 0, errors);
		assert.match(lines[0] ?? '', new RegExp(`^signing as ${addressOf('operator2')} \\(f0${idOf('operator2')}\\), custody f03000123 \\(4 of 5 approvals\\), 1 redemptions$`));
		assert.deepEqual(lines.slice(1), [`redemption 0: would propose ${NET_TEXT} to ${addressOf('charlie')}`]);
		assert.equal(pushed(), 0);
		assert.equal(network().chain.pool.size, 0);
		network().advance();
		assert.deepEqual(pendingIds(), []);
		assert.deepEqual([network().balance(), network().balance('charlie'), network().balance('operator2')], balances);
		assert.equal(await redemptionState(api, 0n), 'Open');
	});

	step('proposed once, by whoever is first', async () => {
		const line = lineOf(await run('operator2', '--out-of-turn'), 'redemption 0');
		assert.match(line, new RegExp(`^proposed ${NET_TEXT} to ${addressOf('charlie')}: message bafy[a-z2-7]+$`));
		assert.equal(pushed(), 1);
		// The message waits in the pool.
		assert.match(lineOf(await run('operator2', '--out-of-turn'), 'redemption 0'), /^waits: earlier messages of this key are still in the message pool$/);
		mined();
		assert.deepEqual(approvalsOf(0), [idOf('operator2')]);

		assert.equal(await bound(0n), 0);
		const again = await run('operator2', '--out-of-turn');
		assert.equal(again.code, 0);
		assert.match(lineOf(again, 'redemption 0'), /^waits: transaction 0 is approved from here; it has 1 of 4 approvals$/);
		assert.equal(pushed(), 1);
		const [event] = await eventsSince(api, 'filGateway.RedemptionBound', begun);
		assert.ok(event);
		assert.deepEqual([big(field(event.event, 'id')), big(field(event.event, 'tx'))], [0n, 0n]);
		assert.equal(network().balance('charlie'), 100_000n * FIL);
	});

	step('approved by three others, and executed by the last of them, to the unit', async () => {
		const approve = new RegExp(`^approved transaction 0 \\(${NET_TEXT.replace('.', '\\.')} to ${addressOf('charlie')}\\): message bafy`);
		for (const [index, signer] of ['operator0', 'operator3', 'operator4'].entries()) {
			const done = await run(signer);
			assert.equal(done.code, 0, done.errors);
			assert.match(lineOf(done, 'redemption 0'), approve);
			mined();
			if (index < 2) {
				assert.match(lineOf(await run(signer), 'redemption 0'), new RegExp(`^waits: transaction 0 is approved from here; it has ${index + 2} of 4 approvals$`));
			}
		}
		assert.equal(pushed(), 4);
		assert.deepEqual(pendingIds(), []);
		assert.equal(network().balance('charlie'), 100_000n * FIL + NET);
		assert.equal(network().balance(), DEPOSIT - NET);

		await over(0n);
		const paid = await eventsSince(api, 'filGateway.RedemptionPaid', begun);
		assert.equal(paid.length, 1);
		const [{ event }] = paid as [(typeof paid)[0]];
		assert.deepEqual(['id', 'amount', 'net', 'fee'].map((name) => big(field(event, name))), [0n, AMOUNT, NET, FEE]);
		assert.equal(await held(), 0n);
		assert.equal(await assetOf(api, Asset.IFIL, bob.address), DEPOSIT - AMOUNT);
		assert.equal(await assetOf(api, Asset.IFIL, revenue), FEE);
		const { supply, reserve, shortfall } = await state();
		assert.deepEqual([BigInt(supply), BigInt(reserve), BigInt(shortfall)], [supplyBefore - NET, DEPOSIT - NET, 0n]);

		// There is nothing left to do, for anybody.
		for (const signer of ['operator1', 'operator2', 'operator4']) {
			const { code, lines } = await run(signer, '--out-of-turn');
			assert.equal(code, 0);
			assert.equal(lines.length, 1, lines.join('\n'));
			assert.match(lines[0] ?? '', / 0 redemptions$/);
		}
		assert.equal(pushed(), 4);
	});

	step('not when what is pending pays otherwise than was asked', async () => {
		const id = await redeems(addressOf('dave'));
		assert.equal(id, 1n);
		const balance = network().balance();
		const memo = redeemMemo(id, operators.bridge.genesis);
		const wrong = [
			// More than was asked for.
			sendOf(network().address('dave'), NET + 1n, memo),
			// To somebody else.
			sendOf(network().address('bob'), NET, memo),
			// For a redemption that is over.
			sendOf(network().address('charlie'), NET, redeemMemo(0n, operators.bridge.genesis)),
		];
		for (const proposal of wrong) network().propose('operator0', proposal);
		mined();
		const odd = pendingIds();
		assert.equal(odd.length, wrong.length);
		for (const signer of ['operator1', 'operator2', 'operator3', 'operator4']) {
			const done = await run(signer, '--dry-run');
			assert.equal(done.code, 1);
			assert.match(done.errors, /3 refused or failed/);
			assert.match(lineOf(done, `transaction ${odd[0]}`), /^refused: it names redemption 1, but does not pay exactly it \(receiver, amount, memo\)$/);
			assert.match(lineOf(done, `transaction ${odd[1]}`), /^refused: it names redemption 1, but does not pay exactly it \(receiver, amount, memo\)$/);
			assert.match(lineOf(done, `transaction ${odd[2]}`), /^refused: it names redemption 0, which is not to be paid$/);
		}
		// In earnest it is the same; the right one is proposed beside them.
		const proposed = await run('operator1', '--out-of-turn');
		assert.equal(proposed.code, 1);
		assert.match(lineOf(proposed, 'redemption 1'), new RegExp(`^proposed ${NET_TEXT} to ${addressOf('dave')}: message bafy`));
		mined();
		const right = await bound(id);
		assert.ok(!odd.includes(right));
		for (const signer of ['operator2', 'operator3']) {
			const done = await run(signer);
			assert.equal(done.code, 1);
			assert.match(lineOf(done, 'redemption 1'), new RegExp(`^approved transaction ${right} `));
		}
		mined();
		assert.deepEqual(odd.map(approvalsOf), wrong.map(() => [idOf('operator0')]));
		assert.equal(network().balance(), balance);

		// Whoever proposed them takes them back, and approves the right one.
		const regret = await run('operator0');
		assert.equal(regret.code, 0, regret.errors);
		for (const txn of odd) assert.match(lineOf(regret, `transaction ${txn}`), /^cancelled: it names redemption \d.*: message bafy/);
		assert.match(lineOf(regret, 'redemption 1'), new RegExp(`^approved transaction ${right} `));
		mined();
		assert.deepEqual(pendingIds(), []);
		assert.equal(network().balance('dave'), 100_000n * FIL + NET);
		assert.equal(network().balance(), balance - NET);
		await over(id);
		assert.equal(await assetOf(api, Asset.IFIL, bob.address), DEPOSIT - 2n * AMOUNT);
		assert.equal(BigInt((await state()).supply), supplyBefore - 2n * NET);
		assert.equal((await view(api, 'gatewayApi.redemption', [id])).isEmpty, true);
	});
});
