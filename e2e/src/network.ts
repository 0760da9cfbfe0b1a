/** Several nodes on loopback: how they are connected, and what they agree on. */

import assert from 'node:assert/strict';
import { DmexNode } from './node.ts';
import { type Calendar, type Preset, exportSpec, withCalendar, withGenesis, writeSpec, type JsonObject } from './spec.ts';
import { until } from './wait.ts';

/** A chain of its own: `preset` with another calendar, and whatever else `genesis` changes. */
export function throwAwaySpec(preset: Preset, calendar: Partial<Calendar>, genesis: JsonObject = {}): string {
	return writeSpec(withGenesis(withCalendar(exportSpec(preset), calendar), genesis));
}

/** Starts the four validators of `local`. */
export async function fourValidators(chain: string): Promise<DmexNode[]> {
	const names = ['alice', 'bob', 'charlie', 'dave'];
	const nodes: DmexNode[] = [];
	for (const name of names) nodes.push(await DmexNode.prepare({ chain, name, args: [`--${name}`] }));
	await startConnected(nodes);
	return nodes;
}

/** Starts nodes, each connected with all others. */
export async function startConnected(nodes: DmexNode[]): Promise<void> {
	for (const node of nodes) node.connectTo(nodes);
	await Promise.all(nodes.map((node) => node.start()));
	await untilPeers(nodes, nodes.length - 1);
}

/** Waits until each of `nodes` has so many peers. */
export async function untilPeers(nodes: DmexNode[], count: number): Promise<void> {
	await Promise.all(nodes.map((node) => until(`${node.name} to have its peers`, async () => (await node.peers()) === count)));
}

/** Cuts every connection between two groups of nodes that have room for nobody but whom they are told to connect with. */
export async function split(left: DmexNode[], right: DmexNode[]): Promise<void> {
	await Promise.all(left.flatMap((one) => right.flatMap((other) => [one.leave(other), other.leave(one)])));
}

/** Connects each of one group with each of the other. */
export async function mend(left: DmexNode[], right: DmexNode[]): Promise<void> {
	await Promise.all(left.flatMap((one) => right.flatMap((other) => [one.join(other), other.join(one)])));
}

/** Watches the finalized height of a node and remembers the longest time that it stood still. */
export class FinalityWatch {
	private last = 0;
	private since = performance.now();
	private longest = 0;
	private readonly timer: NodeJS.Timeout;

	constructor(node: DmexNode) {
		this.timer = setInterval(() => {
			node.finalized().then(
				(height) => this.note(height),
				() => undefined,
			);
		}, 100);
		// A story that fails before it stops watching must end all the same.
		this.timer.unref();
	}

	private note(height: number): void {
		const now = performance.now();
		this.longest = Math.max(this.longest, now - this.since);
		if (height > this.last) {
			this.last = height;
			this.since = now;
		}
	}

	/** Ends watching. The longest standstill in milliseconds. */
	stop(): number {
		clearInterval(this.timer);
		this.note(this.last);
		return this.longest;
	}
}

/** Waits until `node` has finalized `height`. */
export async function untilFinalized(node: DmexNode, height: number, deadlineMs = 90_000): Promise<number> {
	return until(
		`${node.name} to finalize block ${height}`,
		async () => {
			const finalized = await node.finalized();
			return finalized >= height ? finalized : undefined;
		},
		{ deadlineMs },
	);
}

/** Waits until the best block of `node` is at least `height`. */
export async function untilBest(node: DmexNode, height: number, deadlineMs = 90_000): Promise<number> {
	return until(
		`${node.name} to reach block ${height}`,
		async () => {
			const best = await node.best();
			return best >= height ? best : undefined;
		},
		{ deadlineMs },
	);
}

/** Waits until all `nodes` have finalized `height`. The hash of the block there, which must be the same with all of them. */
export async function agree(nodes: DmexNode[], height: number): Promise<string> {
	for (const node of nodes) await untilFinalized(node, height);
	const hashes = await Promise.all(nodes.map((node) => node.hashAt(height)));
	const [first] = hashes;
	assert.ok(first);
	assert.deepEqual(hashes, nodes.map(() => first), `the nodes have finalized different blocks at ${height}`);
	return first;
}
