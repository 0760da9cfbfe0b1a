/** What tests of the Filecoin test server share: asking a node, a network for one test, and names. */

import assert from 'node:assert/strict';
import { FilecoinNetwork, type NetworkOptions } from './control.ts';
import { fromHex } from './encoding.ts';
import type { JsonObject } from './json.ts';
import type { Answer } from './literals.ts';
import type { Endpoint } from './rpc.ts';

/** Account of Alice. */
export const ALICE = fromHex('d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d');
/** The memo of a deposit for her, in base64. */
export const MEMO = 'WClETUVYAdQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ98Y7mJg==';
/** The first miner of a network. */
export const MINER = 1234;
/** Actor id of the multisig. */
export const CUSTODY = 3_000_123;

/** How a request is made. */
export interface RequestOptions {
	token?: string;
	version?: 'v1' | 'v2';
	timeoutMs?: number;
}

/** A request over HTTP, whatever it says. */
export async function post(node: Endpoint, body: unknown, { token, version = 'v1', timeoutMs = 5_000 }: RequestOptions = {}): Promise<Response> {
	return fetch(node.url.replace('v1', version), {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		signal: AbortSignal.timeout(timeoutMs),
	});
}

const full = (method: string): string => (method.includes('_') || method.includes('.') ? method : `Filecoin.${method}`);

async function ask(node: Endpoint, method: string, params: unknown = [], options: RequestOptions = {}): Promise<Answer> {
	const response = await post(node, { jsonrpc: '2.0', id: 7, method: full(method), params }, options);
	const answer = (await response.json()) as JsonObject;
	assert.equal(answer['jsonrpc'], '2.0');
	assert.equal(answer['id'], 7);
	return answer;
}

/** What a node answers to a call. */
export async function rpc(node: Endpoint, method: string, params: unknown = [], options: RequestOptions = {}): Promise<Answer> {
	const answer = await ask(node, method, params, options);
	assert.equal(answer.error, undefined, `${method}: ${JSON.stringify(answer.error)}`);
	assert.ok('result' in answer);
	return answer.result;
}

/** The error that a node answers to a call. */
export async function refusal(node: Endpoint, method: string, params: unknown = [], options: RequestOptions = {}): Promise<Answer> {
	const answer = await ask(node, method, params, options);
	assert.ok(!('result' in answer), `${method} answered ${JSON.stringify(answer.result)}`);
	return answer.error;
}

/** The key of a tipset. */
export const key = (cids: string[]): JsonObject[] => cids.map((cid) => ({ '/': cid }));

/** A network of its own, which is stopped in the end. */
export async function within(options: Partial<NetworkOptions>, body: (network: FilecoinNetwork) => Promise<void>): Promise<void> {
	const network = await FilecoinNetwork.start(options);
	try {
		await body(network);
	} finally {
		await network.stop();
	}
}

/** Numbers that look random and are always the same. */
export function dice(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}
