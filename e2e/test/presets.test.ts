/** Chain specs as an operator meets them: exported, completed for production, and refused when they are wrong. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { u8aToHex } from '@polkadot/util';
import { ed25519PairFromSeed } from '@polkadot/util-crypto';
import { DMC, SS58_PREFIX, councillors, keyring, wellKnown } from '../src/chain.ts';
import { Address } from '../src/filecoin/address.ts';
import { scenario } from '../src/scenario.ts';
import { type Preset, exportSpec, genesisOf, parseJson, type JsonObject, type Spec, withCalendar, writeSpec } from '../src/spec.ts';
import { nodeBinary, scratch } from '../src/workspace.ts';

interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

/** Runs the binary to its end. */
function run(...args: string[]): Promise<Outcome> {
	return new Promise((resolve) => {
		execFile(nodeBinary(), args, { maxBuffer: 256 * 1024 * 1024, timeout: 120_000 }, (error, stdout, stderr) => {
			const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
			resolve({ code, stdout, stderr });
		});
	});
}

const raw = (spec: Spec): Promise<Outcome> => run('export-chain-spec', '--raw', '--chain', writeSpec(spec));

scenario('chain specs', (step) => {
	step('are exported for each preset, with the chain\'s own properties', async () => {
		for (const preset of ['development', 'local', 'dmex'] as Preset[]) {
			const spec = exportSpec(preset);
			assert.equal(spec.properties['tokenSymbol'], 'DMC');
			assert.equal(spec.properties['tokenDecimals'], 18);
			assert.equal(spec.properties['ss58Format'], SS58_PREFIX);
			const { parameters } = genesisOf(spec)['calendar'] as { parameters: JsonObject };
			assert.equal(parameters['slotDurationMs'], 3_000);
			assert.equal(parameters['blocksPerDay'], preset === 'development' ? 10 : 28_800);
		}
	});

	step('become raw ones', async () => {
		const { code, stdout, stderr } = await raw(exportSpec('local'));
		assert.equal(code, 0, stderr);
		const genesis = (JSON.parse(stdout) as { genesis: { raw: { top: Record<string, string> } } }).genesis;
		assert.ok(Object.keys(genesis.raw.top).length > 50);
	});

	for (const [what, patch, says] of [
		['a day of no blocks', { blocksPerDay: 0 }, /blocksPerDay must be an even number/],
		['a day of an odd number of blocks', { blocksPerDay: 7 }, /blocksPerDay must be an even number/],
		['a slot that is too short', { slotDurationMs: 50 }, /slotDurationMs must be an even number/],
		['Filecoin ranges that do not fill a day', { epochsPerDay: 20, epochsPerRange: 3 }, /the range must divide the day/],
	] as const) {
		step(`are refused with ${what}`, async () => {
			const { code, stderr } = await raw(withCalendar(exportSpec('development'), patch));
			assert.notEqual(code, 0);
			assert.match(stderr, says);
		});
	}

	step('are refused when they are malformed, with the place', async () => {
		const broken = join(scratch(), 'broken.json');
		writeFileSync(broken, readFileSync(writeSpec(exportSpec('development')), 'utf8').slice(0, 1_000));
		const half = await run('export-chain-spec', '--raw', '--chain', broken);
		assert.notEqual(half.code, 0);
		assert.match(half.stderr, /line \d+ column \d+/);

		const unknown = exportSpec('development');
		genesisOf(unknown)['treasure'] = { chest: 1 };
		const refused = await raw(unknown);
		assert.notEqual(refused.code, 0);
		assert.match(refused.stderr, /unknown field `treasure`/);

		const missing = await run('export-chain-spec', '--chain', '/no/such/spec.json');
		assert.notEqual(missing.code, 0);
		assert.match(missing.stderr, /\/no\/such\/spec\.json/);
	});

	step('for production do not start as they are, and say what to do', async () => {
		const { code, stderr } = await run('--chain', 'dmex', '--base-path', join(scratch(), 'form'));
		assert.notEqual(code, 0);
		assert.match(stderr, /production-spec --input/);
	});

	/** A file as `production-spec` takes it, with keys that nobody else has. */
	const production = () => {
		let made = 0;
		const key = (): string => {
			made += 1;
			return keyring.addFromUri(`//Production//${process.pid}//${made}`).address;
		};
		const grandpa = (): string => {
			made += 1;
			const seed = new Uint8Array(32).fill(made);
			seed[0] = process.pid & 0xff;
			return u8aToHex(ed25519PairFromSeed(seed).publicKey);
		};
		return {
			validators: Array.from({ length: 4 }, () => ({
				account: key(),
				bond: '10000',
				babe: key(),
				grandpa: grandpa(),
				authorityDiscovery: key(),
			})),
			council: Array.from({ length: 7 }, key),
			operators: Array.from({ length: 5 }, () => ({ account: key(), key: key() })),
			custody: {
				testNetwork: false,
				// Of Filecoin's mainnet.
				genesis: 'bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2',
				id: 3_000_123,
				robust: Address.actor(new TextEncoder().encode('custody')).text(),
				signers: [2_000, 2_001, 2_002, 2_003, 2_004],
				approvals: 4,
				nextRange: 250_000,
				balance: '12.5',
			},
			team: [{ account: key(), amount: '10000000' }],
			privateSale: [
				{ account: key(), amount: '12000000.5' },
				{ account: key(), amount: '7999999.5' },
			],
		};
	};
	const complete = (input: unknown, ...args: string[]): Promise<Outcome> => {
		const path = join(scratch(), 'production.json');
		writeFileSync(path, JSON.stringify(input));
		return run('production-spec', '--input', path, ...args);
	};

	step('for production are completed from a file', async () => {
		const plain = await complete(production());
		assert.equal(plain.code, 0, plain.stderr);
		const spec = parseJson<Spec>(plain.stdout);
		const validators = (genesisOf(spec)['validatorSet'] as { validators: [string, bigint][] }).validators;
		assert.equal(validators.length, 4);
		assert.ok(validators.every(([, bond]) => BigInt(bond) === 10_000n * DMC));

		const other = await raw(withCalendar(spec, { slotDurationMs: 500 }));
		assert.notEqual(other.code, 0);
		assert.match(other.stderr, /a production chain takes 3000 ms slots/);
		const days = await raw(withCalendar(spec, { blocksPerDay: 10 }));
		assert.notEqual(days.code, 0);

		const finished = await complete(production(), '--raw');
		assert.equal(finished.code, 0, finished.stderr);
		const state = (JSON.parse(finished.stdout) as { genesis: { raw: { top: Record<string, string> } } }).genesis.raw.top;
		// The code holds the presets for play, with their keys; the state must not.
		delete state['0x3a636f6465'];
		const held = JSON.stringify(state);
		for (const pair of [...councillors, wellKnown('Alice//stash'), wellKnown('Bob//stash')]) {
			assert.ok(!held.includes(Buffer.from(pair.publicKey).toString('hex')), 'a well-known key in production');
		}
	});

	step('for production refuse development keys, and tell everything that is wrong at once', async () => {
		const input = production();
		input.council.splice(0, 1, wellKnown('Alice').address);
		input.operators.pop();
		input.custody.approvals = 3;
		const { code, stderr, stdout } = await complete(input);
		assert.notEqual(code, 0);
		assert.equal(stdout, '');
		assert.match(stderr, /development key/i);
		assert.match(stderr, /operators: 4 given/);
		assert.match(stderr, /custody\.approvals: 3 of 5 signers/);
	});

	step('for production name the operators and the custody of the gateway', async () => {
		const { stdout, stderr } = await complete(production());
		const gateway = genesisOf(parseJson<Spec>(stdout))['filGateway'] as { operators: unknown[]; custody: JsonObject };
		assert.equal(gateway.operators.length, 5, stderr);
		assert.equal(BigInt(gateway.custody['balance'] as bigint), (25n * DMC) / 2n);
		assert.equal(gateway.custody['approvals'], 4);
	});

	step('--help speaks of DMEX', async () => {
		const { code, stdout } = await run('--help');
		assert.equal(code, 0);
		assert.match(stdout, /DMEX/);
		assert.doesNotMatch(stdout, /template|solochain/i);
	});
});
