/** The Filecoin test server by itself, to play with: type `help` while it runs. */

import { decodeAddress } from '@polkadot/util-crypto';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { FilecoinNetwork } from './control.ts';
import { type Bytes, fromHex } from './encoding.ts';
import { bindMemo, depositMemo, productMemo } from './message.ts';
import { FIL } from './state.ts';

const HELP = `A Filecoin network of one process.

Usage: npm run filecoin -- [options]

  --port <n>        port of the first node, the others follow       (default 1234)
  --endpoints <n>   number of nodes; every second one is a Forest   (default 1)
  --token <text>    token that the nodes want for writing           (default none)
  --epoch-ms <n>    length of an epoch in milliseconds              (default 1500: 20 in a day of the development chain)
  --null-every <n>  every so many epochs one has no block           (default 17)
  --finality <n>    epochs between the head and what is final       (default 5)
  --threshold <n>   approvals that the custody needs                (default 4)
  --signers <names> signers of the custody                          (default operator0,...,operator4)
  --custody <FIL>   what the custody holds from the start           (default 0)
  --dmex <url>      a node of the DMEX chain that memos are for     (default http://127.0.0.1:9944)
  --help            this text
`;

const COMMANDS = `  status                          head, finality, balances
  credit <name> <FIL> <account>   somebody sends to custody, for a DMEX account
  product <name> <FIL> <number>   somebody pays for a product
  bind <miner> <account>          the miner's owner says who its issuer is
  deposit <name> <FIL> [memo hex] somebody sends to custody, with any memo or none
  withdraw <miner> <FIL>          a miner pays its beneficiary
  pay <address> <FIL> [memo hex]  custody pays
  power <miner> <TiB>             a miner's quality-adjusted power
  jump <FIL>                      custody's balance changes, unexplained
  reorg <tipsets>                 another fork takes over
  quit
`;

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '1234' },
		endpoints: { type: 'string', default: '1' },
		token: { type: 'string' },
		'epoch-ms': { type: 'string', default: '1500' },
		dmex: { type: 'string', default: 'http://127.0.0.1:9944' },
		'null-every': { type: 'string', default: '17' },
		finality: { type: 'string', default: '5' },
		threshold: { type: 'string', default: '4' },
		signers: { type: 'string', default: 'operator0,operator1,operator2,operator3,operator4' },
		custody: { type: 'string', default: '0' },
		help: { type: 'boolean', default: false },
	},
});

/** FIL as people write it, in attoFIL. */
function atto(text = ''): bigint {
	const [, sign, whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text) ?? [];
	if (sign === undefined) throw new Error(`not an amount of FIL: ${text}`);
	const amount = BigInt(whole) * FIL + BigInt(part.padEnd(18, '0'));
	return sign === '-' ? -amount : amount;
}

const fil = (amount: bigint): string => `${amount / FIL}.${(amount % FIL).toString().padStart(18, '0')}`;

function status(network: FilecoinNetwork): void {
	const { chain, custody, miners } = network;
	console.log(`head ${chain.head.height}, final ${chain.finalized.height}, custody ${fil(network.balance())} FIL`);
	for (const { id, to, value, approved } of network.multisigState().pending) {
		console.log(`  transaction ${id}: ${fil(value)} FIL to ${network.address(to).text(network.options.prefix)}, ${approved.length} approvals`);
	}
	for (const miner of miners) console.log(`  miner f0${miner}: ${fil(network.balance(miner))} FIL (custody f0${custody.id})`);
}

/** The genesis hash of the DMEX chain, which some memos name. */
async function dmexGenesis(): Promise<Bytes> {
	const request = { jsonrpc: '2.0', id: 1, method: 'chain_getBlockHash', params: [0] };
	const answer = await fetch(values.dmex, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(request),
	}).catch(() => {
		throw new Error(`no DMEX node answers at ${values.dmex}: start one, or name it by --dmex`);
	});
	return fromHex(((await answer.json()) as { result: string }).result.slice(2));
}

/** The name of a miner's owner. */
function ownerOf(network: FilecoinNetwork, miner: number): string {
	const { owner } = network.minerState(miner);
	const name = network.options.persons.find((person) => network.person(person).id === owner);
	if (name === undefined) throw new Error(`f0${miner} has no owner that is known`);
	return name;
}

async function run(network: FilecoinNetwork, line: string): Promise<void> {
	const [command, first = '', second, third = ''] = line.trim().split(/\s+/);
	switch (command) {
		case '':
			return;
		case 'status':
			return status(network);
		case 'credit':
			return console.log(network.deposit(first, atto(second), depositMemo(decodeAddress(third))).cid);
		case 'product':
			return console.log(network.deposit(first, atto(second), productMemo(Number(third))).cid);
		case 'bind': {
			const miner = Number(first.replace(/^f0/, ''));
			const memo = bindMemo(miner, decodeAddress(second), await dmexGenesis());
			return console.log(network.deposit(ownerOf(network, miner), FIL, memo).cid);
		}
		case 'deposit':
			return console.log(network.deposit(first, atto(second), fromHex(third)).cid);
		case 'withdraw':
			return console.log(network.withdraw(Number(first.replace(/^f0/, '')), atto(second)).cid);
		case 'pay':
			return console.log(`transaction ${network.msigPay(first, atto(second), fromHex(third)).txn}`);
		case 'power':
			return network.setPower(Number(first.replace(/^f0/, '')), BigInt(second ?? '0') << 40n);
		case 'jump':
			return network.jump(atto(first));
		case 'reorg':
			return console.log(`${network.reorg(Number(first)).length} tipsets replaced`);
		default:
			console.log(COMMANDS);
	}
}

if (values.help) {
	console.log(HELP);
} else {
	const count = Number(values.endpoints);
	const network = await FilecoinNetwork.start({
		epochMs: Number(values['epoch-ms']),
		nullEvery: Number(values['null-every']),
		finality: Number(values.finality),
		threshold: Number(values.threshold),
		signers: values.signers.split(','),
		custodyBalance: atto(values.custody),
		endpoints: Array.from({ length: count }, (_, index) => ({
			port: Number(values.port) + index,
			flavour: index % 2 === 0 ? ('lotus' as const) : ('forest' as const),
			...(values.token === undefined ? {} : { token: values.token }),
		})),
	});
	for (const endpoint of network.endpoints) console.log(`node       ${endpoint.url}`);
	console.log(`genesis    ${network.chain.genesis.cids.join()}`);
	console.log(`custody    f0${network.custody.id} ${network.custody.text}`);
	for (const miner of network.miners) console.log(`miner      f0${miner}`);
	for (const name of [...network.options.signers, ...network.options.persons]) {
		console.log(`${name.padEnd(11)}${network.person(name).address}`);
	}
	const input = createInterface({ input: process.stdin });
	input.on('line', (line) => {
		if (line.trim() === 'quit') {
			input.close();
			void network.stop();
			return;
		}
		run(network, line).catch((error: unknown) => console.log(error instanceof Error ? error.message : String(error)));
	});
}
