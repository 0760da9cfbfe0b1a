/** Processes of `dmex-node`, on loopback only. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base58Encode, ed25519PairFromSeed } from '@polkadot/util-crypto';
import { atExit, cache, freePort, nodeBinary, scratch } from './workspace.ts';
import { Hopeless, until, within } from './wait.ts';

/** The nodes that this process runs, for the report of a failure. */
const running = new Set<DmexNode>();

// Where the system has it, a node dies with the process that started it even if that one is killed.
const leash = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0 ? ['setpriv', '--pdeathsig', 'KILL'] : [];

export interface NodeOptions {
	/** Chain spec file, or the id of a preset. */
	chain: string;
	/** Name in the logs. */
	name: string;
	/** Further arguments, as `--alice` or `--validator`. */
	args?: string[];
	/** What is different in its environment. */
	env?: Record<string, string>;
	/** Nodes to stay connected with. */
	reserved?: DmexNode[];
	/** Compiles the runtime for itself, as a node does that is new on its machine. */
	ownRuntimeCache?: boolean;
}

/** The libp2p identity that belongs to an ed25519 secret. */
export function peerId(secret: Uint8Array): string {
	const { publicKey } = ed25519PairFromSeed(secret);
	return base58Encode(Uint8Array.from([0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...publicKey]));
}

let created = 0;

export class DmexNode {
	readonly name: string;
	readonly rpcPort: number;
	readonly p2pPort: number;
	readonly prometheusPort: number;
	readonly basePath: string;
	readonly logFile: string;
	private readonly options: NodeOptions;
	private readonly secret: Uint8Array;
	private reserved: string[];
	private child: ChildProcess | undefined;
	private exited: Promise<number | null> = Promise.resolve(null);
	private release: () => void = () => undefined;

	private constructor(options: NodeOptions, ports: [number, number, number]) {
		created += 1;
		this.options = options;
		this.name = options.name;
		[this.rpcPort, this.p2pPort, this.prometheusPort] = ports;
		this.basePath = join(scratch(), `${options.name}-${created}`);
		this.logFile = `${this.basePath}.log`;
		this.secret = new Uint8Array(32).fill(0);
		new DataView(this.secret.buffer).setUint32(28, process.pid * 100 + created);
		this.reserved = (options.reserved ?? []).map((node) => node.address);
		mkdirSync(this.basePath, { recursive: true });
	}

	/** Reserves ports and a folder, without starting. */
	static async prepare(options: NodeOptions): Promise<DmexNode> {
		return new DmexNode(options, [await freePort(), await freePort(), await freePort()]);
	}

	/** Starts a node and waits until it answers. */
	static async start(options: NodeOptions): Promise<DmexNode> {
		const node = await DmexNode.prepare(options);
		await node.start();
		return node;
	}

	get url(): string {
		return `ws://127.0.0.1:${this.rpcPort}`;
	}

	get address(): string {
		return `/ip4/127.0.0.1/tcp/${this.p2pPort}/p2p/${peerId(this.secret)}`;
	}

	get pid(): number {
		const pid = this.child?.pid;
		if (pid === undefined) throw new Error(`${this.name} is not running`);
		return pid;
	}

	get alive(): boolean {
		return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Keeps connections to `nodes` from the next start on. */
	connectTo(nodes: DmexNode[]): void {
		this.reserved = nodes.filter((node) => node !== this).map((node) => node.address);
	}

	/** Stays connected with `node` from now on. */
	async join(node: DmexNode): Promise<void> {
		await this.rpc('system_addReservedPeer', node.address);
	}

	/** Ends the connection with `node`, if there is no room for it among those that come by themselves. */
	async leave(node: DmexNode): Promise<void> {
		await this.rpc('system_removeReservedPeer', peerId(node.secret));
	}

	/** Starts the process on the node's own data. Returns the milliseconds until it answered. */
	async start({ deadlineMs = 90_000 }: { deadlineMs?: number } = {}): Promise<number> {
		const begun = performance.now();
		this.spawn();
		await until(`${this.name} to answer`, () => this.answers(), { deadlineMs, everyMs: 25 });
		return performance.now() - begun;
	}

	/** Starts the process without waiting for anything. */
	spawn(): void {
		if (this.alive) throw new Error(`${this.name} runs already`);
		const args = [
			...['--chain', this.options.chain, '--base-path', this.basePath, '--name', this.name],
			...['--rpc-port', String(this.rpcPort), '--listen-addr', `/ip4/127.0.0.1/tcp/${this.p2pPort}`],
			...['--prometheus-port', String(this.prometheusPort), '--node-key', Buffer.from(this.secret).toString('hex')],
			...['--no-telemetry', '--no-mdns', '--allow-private-ip'],
			...['--state-pruning', 'archive', '--blocks-pruning', 'archive'],
			...(this.options.ownRuntimeCache === true ? [] : ['--wasm-cache', join(cache(), 'wasm')]),
			...(this.reserved.length > 0 ? ['--reserved-nodes', ...this.reserved] : []),
			...(this.options.args ?? []),
		];
		const log = createWriteStream(this.logFile, { flags: 'a' });
		const [command = '', ...rest] = [...leash, nodeBinary(), ...args];
		const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.options.env } });
		child.stdout.pipe(log, { end: false });
		child.stderr.pipe(log, { end: false });
		this.child = child;
		this.exited = new Promise((resolve) => {
			child.once('error', () => resolve(null));
			child.once('exit', (code) => resolve(code));
		});
		void this.exited.then(() => log.end());
		this.release = atExit(() => child.kill('SIGKILL'));
		running.add(this);
	}

	/** One RPC over HTTP, for those who need no subscription. */
	async rpc<T>(method: string, ...params: unknown[]): Promise<T> {
		if (!this.alive) throw new Error(`${this.name} is not running`);
		const response = await fetch(`http://127.0.0.1:${this.rpcPort}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
			signal: AbortSignal.timeout(20_000),
		});
		const { result, error } = (await response.json()) as { result?: T; error?: { message: string } };
		if (error !== undefined) throw new Error(`${method}: ${error.message}`);
		return result as T;
	}

	/** Height of the best block. */
	async best(): Promise<number> {
		const header = await this.rpc<{ number: string }>('chain_getHeader');
		return Number(header.number);
	}

	/** Height of the last finalized block. */
	async finalized(): Promise<number> {
		const hash = await this.rpc<string>('chain_getFinalizedHead');
		const header = await this.rpc<{ number: string }>('chain_getHeader', hash);
		return Number(header.number);
	}

	/** Hash of the block at `height` on the node's best chain. */
	async hashAt(height: number): Promise<string | null> {
		return this.rpc<string | null>('chain_getBlockHash', height);
	}

	async peers(): Promise<number> {
		return (await this.rpc<{ peers: number }>('system_health')).peers;
	}

	/** Ends the process and waits for its end. Its data stay. */
	async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		if (this.alive) this.child?.kill(signal);
		await within(`the end of ${this.name}`, 30_000, this.exited).catch(async (error: unknown) => {
			this.child?.kill('SIGKILL');
			await this.exited;
			throw error;
		});
		this.release();
		running.delete(this);
	}

	/** Waits for the process to end by itself. */
	async exit(deadlineMs = 60_000): Promise<number | null> {
		const code = await within(`the end of ${this.name}`, deadlineMs, this.exited);
		running.delete(this);
		return code;
	}

	/** The last lines of the log. */
	tail(lines = 40): string {
		const text = readFileSync(this.logFile, 'utf8');
		return text.split('\n').slice(-lines).join('\n');
	}

	/** Whether there is `text` in the log. */
	wrote(text: string): boolean {
		return readFileSync(this.logFile, 'utf8').includes(text);
	}

	private async answers(): Promise<boolean> {
		if (!this.alive) {
			const code = await this.exited;
			process.stderr.write(`${this.name} ended with ${code}:\n${this.tail()}\n`);
			throw new Hopeless(`${this.name} ended instead of answering`);
		}
		await this.rpc('system_health');
		return true;
	}
}

/** What the running nodes wrote last. */
export function logsOfAll(): string {
	return [...running].map((node) => `--- ${node.name} (${node.logFile})\n${node.tail()}`).join('\n');
}

/** Ends every node of this process. */
export async function stopAll(): Promise<void> {
	await Promise.all([...running].map((node) => node.stop('SIGKILL')));
}
