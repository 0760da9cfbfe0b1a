/** Filecoin nodes as DMEX meets them: JSON-RPC over HTTP, each with its own token, habits, faults and lies, all on one chain. */

import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Chain } from './chain.ts';
import { EncodingError } from './encoding.ts';
import type { Json, JsonObject } from './json.ts';
import { Code, Methods, type NodeOptions, RpcError, type Version } from './methods.ts';
import { type Lie, View } from './view.ts';
import { sleep } from '../wait.ts';

/** What goes wrong with a request. */
export type Failure =
	/** The answer comes late. */
	| { kind: 'delay'; ms: number }
	/** No answer comes before this ends. */
	| { kind: 'silence' }
	/** The connection ends within the body. */
	| { kind: 'truncate'; bytes?: number }
	/** The connection ends without an answer. */
	| { kind: 'hangup' }
	| { kind: 'status'; status: number }
	| { kind: 'error'; code: number; message?: string }
	/** A correct answer behind that many blanks. */
	| { kind: 'oversize'; bytes: number }
	/** No JSON. */
	| { kind: 'garbage' }
	/** Nothing where something should be. */
	| { kind: 'null' }
	/** Another network's genesis. */
	| { kind: 'genesis'; cid: string };

export type Fault = Failure & {
	/** Methods, with or without their prefix; all of them if missing. */
	methods?: string[];
	/** How often it happens. */
	times?: number;
};

export interface EndpointOptions extends NodeOptions {
	/** Bearer token. Without one everybody may do everything. */
	token?: string;
	/** Nobody is answered without the token, as behind a provider's proxy. */
	guarded?: boolean;
	/** 0 lets the system choose. */
	port: number;
	/** Makes it an https server. */
	tls?: { key: string; cert: string };
}

export interface Call {
	method: string;
	params: Json[];
}

const MAX_REQUEST = 1 << 20;
const MAX_BATCH = 100;
const KEPT_CALLS = 10_000;

interface Answer {
	body: Json;
	/** What the HTTP status tells of it; Forest says 200 to everything that it could read. */
	status: number;
}

const short = (method: string): string => method.replace(/^Filecoin\./, '');

export class Endpoint {
	readonly view: View;
	readonly faults: Fault[] = [];
	/** The last calls, oldest first. */
	readonly calls: Call[] = [];
	/** Methods that were asked for and that this kind of node does not serve. */
	readonly refused = new Set<string>();
	/** Those who wait for a silence to end. */
	private readonly waiting = new Map<Fault, (() => void)[]>();
	private readonly counts = new Map<string, number>();
	private readonly methods: Methods;
	private readonly sockets = new Set<Socket>();
	private server: http.Server | https.Server | undefined;

	constructor(
		chain: Chain,
		private readonly options: EndpointOptions,
	) {
		this.view = new View(chain);
		this.methods = new Methods(this.view, options);
	}

	get token(): string | undefined {
		return this.options.token;
	}

	get port(): number {
		return this.options.port;
	}

	get url(): string {
		return `${this.options.tls ? 'https' : 'http'}://127.0.0.1:${this.port}/rpc/v1`;
	}

	/** The names of all methods, without those that this kind of node refuses. */
	get served(): string[] {
		return this.methods.names('v1').filter((name) => this.methods.entry('v1', name));
	}

	async start(): Promise<void> {
		const handle: http.RequestListener = (request, response) => {
			this.handle(request, response).catch((error: unknown) => response.destroy(error as Error));
		};
		const server = this.options.tls ? https.createServer(this.options.tls, handle) : http.createServer(handle);
		server.on('connection', (socket: Socket) => {
			this.sockets.add(socket);
			socket.on('close', () => this.sockets.delete(socket));
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(this.options.port, '127.0.0.1', resolve);
		});
		// A node that was down comes back where it was.
		this.options.port = (server.address() as AddressInfo).port;
		this.server = server;
	}

	/** Takes the node down; `start` brings it back under the same address. */
	async stop(): Promise<void> {
		const { server } = this;
		if (!server) return;
		this.server = undefined;
		const closed = new Promise((resolve) => server.close(resolve));
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}

	/** Starts a fault. Returns what ends it. */
	fail(fault: Fault): () => void {
		this.faults.push(fault);
		return () => {
			const index = this.faults.indexOf(fault);
			if (index >= 0) this.faults.splice(index, 1);
			for (const answer of this.waiting.get(fault) ?? []) answer();
			this.waiting.delete(fault);
		};
	}

	/** Starts a lie. Returns what ends it. */
	lie(lie: Lie): () => void {
		this.view.lies.push(lie);
		return () => {
			const index = this.view.lies.indexOf(lie);
			if (index >= 0) this.view.lies.splice(index, 1);
		};
	}

	/** The node follows the chain at that distance. */
	lag(epochs: number): void {
		this.view.lag = epochs;
	}

	/** The node stays where it is, or goes on. */
	freeze(frozen = true): void {
		this.view.stuckAt = frozen ? this.view.head : undefined;
	}

	/** Calls of a method, or of all, since the last reset. */
	count(method?: string): number {
		if (method !== undefined) return this.counts.get(short(method)) ?? 0;
		return [...this.counts.values()].reduce((a, b) => a + b, 0);
	}

	resetCalls(): void {
		this.counts.clear();
		this.calls.splice(0);
		this.refused.clear();
	}

	private hit(kinds: Failure['kind'][], called: string[]): Fault | undefined {
		const fault = this.faults.find(
			({ kind, methods, times }) =>
				kinds.includes(kind) && times !== 0 && (!methods || called.some((method) => methods.map(short).includes(short(method)))),
		);
		if (fault?.times !== undefined) fault.times -= 1;
		return fault;
	}

	/** Until that silence ends. */
	private async endOf(silence: Fault): Promise<void> {
		await new Promise<void>((resolve) => this.waiting.set(silence, [...(this.waiting.get(silence) ?? []), resolve]));
	}

	/** Whether somebody with that header is answered at all. A guess at the token is never. */
	private admits(authorization: string | undefined): boolean {
		if (this.token === undefined) return true;
		return authorization === undefined ? this.options.guarded !== true : authorization === `Bearer ${this.token}`;
	}

	private async handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
		const path = /^\/rpc\/(v1|v2)$/.exec(request.url ?? '');
		if (!path) return this.close(response, 404, '404 page not found\n');
		if (request.method !== 'POST') return this.close(response, 405, '');
		const { authorization } = request.headers;
		if (!this.admits(authorization)) return this.close(response, 401, '');
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of request as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > MAX_REQUEST) return this.close(response, 413, '');
			chunks.push(chunk);
		}
		const mayWrite = this.token === undefined || this.options.gateway || authorization !== undefined;
		const { body, status, called } = this.answerAll(Buffer.concat(chunks).toString('utf8'), path[1] as Version, mayWrite);
		const late = this.hit(['delay', 'silence'], called);
		if (late?.kind === 'delay') await sleep(late.ms);
		if (late?.kind === 'silence') await this.endOf(late);
		const fault = this.hit(['truncate', 'hangup', 'status', 'oversize', 'garbage'], called);
		const text = `${JSON.stringify(body)}\n`;
		switch (fault?.kind) {
			case 'hangup':
				request.socket.destroy();
				return;
			case 'status':
				return this.close(response, fault.status, 'the node is not well');
			case 'garbage':
				return this.close(response, 200, '<html><body>\u0000\ufffd not JSON');
			case 'truncate': {
				const part = text.slice(0, fault.bytes ?? Math.floor(text.length / 2));
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
				response.write(part, () => request.socket.destroySoon());
				return;
			}
			case 'oversize':
				return this.flood(response, fault.bytes, text);
			default:
				return this.close(response, status, text);
		}
	}

	private close(response: http.ServerResponse, status: number, body: string): void {
		response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
		response.end(body);
	}

	private async flood(response: http.ServerResponse, bytes: number, text: string): Promise<void> {
		response.writeHead(200, { 'content-type': 'application/json' });
		const blanks = Buffer.alloc(1 << 16, ' ');
		function* chunks(): Iterable<Buffer> {
			for (let left = bytes; left > 0; left -= blanks.length) yield blanks.subarray(0, Math.min(left, blanks.length));
			yield Buffer.from(text);
		}
		await pipeline(Readable.from(chunks()), response);
	}

	private answerAll(text: string, version: Version, mayWrite: boolean): Answer & { called: string[] } {
		let request: Json;
		try {
			request = JSON.parse(text) as Json;
		} catch {
			return { ...this.failure(null, Code.Parse, 'unmarshaling request'), called: [] };
		}
		if (!Array.isArray(request)) {
			const called = [this.methodOf(request)];
			return { ...this.answer(request, version, mayWrite), called };
		}
		if (request.length === 0) return { ...this.failure(null, Code.InvalidRequest, 'Invalid request'), called: [] };
		if (this.options.flavour === 'forest' && request.length > MAX_BATCH) {
			return { ...this.failure(null, Code.BatchTooLarge, 'The batch request was too large'), called: [] };
		}
		return {
			body: request.map((call) => this.answer(call, version, mayWrite).body),
			status: 200,
			called: request.map((call) => this.methodOf(call)),
		};
	}

	private methodOf(request: Json): string {
		const method = request !== null && typeof request === 'object' && !Array.isArray(request) ? request['method'] : undefined;
		return typeof method === 'string' ? method : '';
	}

	private failure(id: Json, code: number, message: string, data?: Json): Answer {
		const protocol = code === Code.Parse || (code <= Code.InvalidRequest && code >= Code.InvalidParams);
		const error: JsonObject = { code, message, ...(data === undefined ? {} : { data }) };
		return { body: { jsonrpc: '2.0', id, error }, status: protocol && this.options.flavour === 'lotus' ? 500 : 200 };
	}

	private answer(request: Json, version: Version, mayWrite: boolean): Answer {
		const method = this.methodOf(request);
		const { id = null, params = [] } = (method === '' ? {} : request) as { id?: Json; params?: Json };
		if (method === '' || !(Array.isArray(params) || params === null)) {
			return this.failure(id, Code.InvalidRequest, 'Invalid request');
		}
		const args = this.view.undisguise(params ?? []) as Json[];
		this.counts.set(short(method), this.count(method) + 1);
		this.calls.push({ method, params: args });
		if (this.calls.length > KEPT_CALLS) this.calls.shift();
		const entry = this.methods.entry(version, method);
		if (!entry) {
			this.refused.add(method);
			return this.failure(id, Code.MethodNotFound, `method '${method}' not found`);
		}
		const fault = this.hit(['error', 'null', 'genesis'], [method]);
		if (fault?.kind === 'error') return this.failure(id, fault.code, fault.message ?? 'made to fail');
		if (entry.write && !mayWrite) {
			return this.failure(id, Code.Generic, `missing permission to invoke '${short(method)}' (need 'write')`);
		}
		try {
			let result = entry.run(args);
			for (const lie of this.view.lies) {
				if (lie.kind === 'answer') result = lie.change(short(method), args, result);
			}
			result = this.view.disguise(result);
			if (fault?.kind === 'null') result = null;
			if (fault?.kind === 'genesis' && short(method) === 'ChainGetGenesis') {
				result = { ...(result as JsonObject), Cids: [{ '/': fault.cid }] };
			}
			return { body: { jsonrpc: '2.0', id, result }, status: 200 };
		} catch (error) {
			if (error instanceof RpcError) return this.failure(id, error.code, error.message, error.data);
			if (!(error instanceof EncodingError)) throw error;
			const code = this.options.flavour === 'lotus' ? Code.Parse : Code.InvalidParams;
			return this.failure(id, code, `unmarshaling params for '${method}': ${error.message}`);
		}
	}
}
