/** Prints how quick and how small the node is: time until ready, memory, an empty block, synchronisation. */

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { DmexNode, stopAll } from './node.ts';
import { throwAwaySpec, untilBest } from './network.ts';
import { sleep, until } from './wait.ts';
import { nodeBinary } from './workspace.ts';

const STARTS = 3;
const IDLE_MS = 30_000;
const SYNC_BLOCKS = Number(process.env['DMEX_SYNC_BLOCKS'] ?? 3_000);

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const show = (what: string, value: string): void => {
	process.stdout.write(`${what.padEnd(58)} ${value}\n`);
};

/** Resident memory of a process in MiB. */
function resident(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

function folderSize(path: string): number {
	return readdirSync(path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).blocks * 512, 0);
}

/** Sum and count of a Prometheus histogram. */
async function histogram(node: DmexNode, name: string): Promise<{ sum: number; count: number }> {
	const text = await (await fetch(`http://127.0.0.1:${node.prometheusPort}/metrics`)).text();
	const read = (part: string): number => {
		const lines = text.split('\n').filter((line) => line.startsWith(`${name}_${part}`));
		if (lines.length === 0) throw new Error(`no metric ${name}_${part}`);
		return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
	};
	return { sum: read('sum'), count: read('count') };
}

async function readyTime(): Promise<void> {
	const fresh: number[] = [];
	const again: number[] = [];
	for (let i = 0; i < STARTS; i += 1) {
		const node = await DmexNode.prepare({ chain: 'development', name: 'ready', args: ['--alice'], ownRuntimeCache: true });
		fresh.push(await node.start());
		await node.stop();
		again.push(await node.start());
		await node.stop();
	}
	show(`ready after a first start, runtime compiled (median of ${STARTS})`, `${(median(fresh) / 1000).toFixed(2)} s`);
	show(`ready after a restart (median of ${STARTS})`, `${(median(again) / 1000).toFixed(2)} s`);
}

async function idle(): Promise<void> {
	const node = await DmexNode.prepare({
		chain: 'development',
		name: 'idle',
		args: ['--alice', '--force-authoring'],
		ownRuntimeCache: true,
	});
	for (const begin of ['first start, runtime compiled', 'restart']) {
		await node.start();
		const from = await node.best();
		await untilBest(node, from + 2);
		await sleep(IDLE_MS);
		show(`resident memory, ${begin}, idle for ${IDLE_MS / 1000} s`, `${resident(node.pid).toFixed(0)} MiB`);
		const { sum, count } = await histogram(node, 'substrate_proposer_block_constructed');
		show(`empty block, built (mean of ${count})`, `${((1000 * sum) / count).toFixed(2)} ms`);
		await node.stop();
	}
}

async function sync(): Promise<void> {
	const chain = throwAwaySpec('development', { slotDurationMs: 100, blocksPerDay: 28_800 });
	const author = await DmexNode.start({ chain, name: 'author', args: ['--alice', '--force-authoring'] });
	process.stderr.write(`building ${SYNC_BLOCKS} blocks\n`);
	const begun = performance.now();
	const start = await author.best();
	await untilBest(author, SYNC_BLOCKS, SYNC_BLOCKS * 1_000);
	const seconds = (performance.now() - begun) / 1000;
	show('blocks built in 100 ms slots', `${((SYNC_BLOCKS - start) / seconds).toFixed(1)} a second`);
	const { sum, count } = await histogram(author, 'substrate_proposer_block_constructed');
	show(`empty block, built (mean of ${count})`, `${((1000 * sum) / count).toFixed(2)} ms`);

	const follower = await DmexNode.start({ chain, name: 'follower', reserved: [author] });
	const from = performance.now();
	const first = await follower.best();
	const reached = await until(
		'the follower to catch up',
		async () => {
			const [best, target] = await Promise.all([follower.best(), author.best()]);
			return best >= target - 2 ? best : undefined;
		},
		{ deadlineMs: 600_000, everyMs: 20 },
	);
	const elapsed = (performance.now() - from) / 1000;
	show(`second node synchronised ${reached - first} blocks in`, `${elapsed.toFixed(1)} s`);
	show('that is', `${((reached - first) / elapsed).toFixed(0)} blocks a second`);
	const imported = await histogram(follower, 'substrate_block_verification_and_import_time');
	show(`a block verified and imported (mean of ${imported.count})`, `${((1000 * imported.sum) / imported.count).toFixed(2)} ms`);
	show('resident memory after synchronising', `${resident(follower.pid).toFixed(0)} MiB`);
	show(`disk for ${reached} blocks with all states`, `${(folderSize(follower.basePath) / 2 ** 20).toFixed(0)} MiB`);
}

show('node', nodeBinary());
show('machine', `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}`);
try {
	await readyTime();
	await idle();
	await sync();
} finally {
	await stopAll();
}
process.exit(0);
