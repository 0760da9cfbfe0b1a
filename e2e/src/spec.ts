/** Throw-away chain specs: a preset of the binary with another calendar, or anything else that genesis decides. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, nodeBinary, scratch } from './workspace.ts';

export type Preset = 'development' | 'local' | 'dmex';

export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

export interface Spec {
	name: string;
	id: string;
	properties: JsonObject;
	genesis: { runtimeGenesis: { code: string; patch?: JsonObject; config?: JsonObject } };
	[key: string]: unknown;
}

export interface Calendar {
	blocksPerDay: number;
	slotDurationMs: number;
	epochsPerDay: number;
	epochsPerRange: number;
}

const MARK = '@integer:';

/** `JSON.parse` that keeps amounts exactly, as `bigint`. */
export function parseJson<T>(text: string): T {
	const marked = text.replace(/(?<=[[,:\s])\d{16,}(?=[\s,\]}])/g, (digits) => `"${MARK}${digits}"`);
	return JSON.parse(marked, (_, value: unknown) =>
		typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
	) as T;
}

/** `JSON.stringify` for what [`parseJson`] returns. */
export function toJson(value: unknown): string {
	const marked = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${MARK}${inner}` : inner));
	return marked.replace(new RegExp(`"${MARK}(\\d+)"`, 'g'), '$1');
}

/** What the binary exports for `preset`, in plain form. */
export function exportSpec(preset: Preset): Spec {
	const path = join(cache(), `${preset}.json`);
	if (!existsSync(path)) {
		const json = execFileSync(nodeBinary(), ['export-chain-spec', '--chain', preset], {
			maxBuffer: 256 * 1024 * 1024,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		// Another process may be doing the same: whoever comes last replaces a whole file by an equal one.
		const draft = `${path}.${process.pid}`;
		writeFileSync(draft, json);
		renameSync(draft, path);
	}
	return parseJson<Spec>(readFileSync(path, 'utf8'));
}

const isObject = (value: Json | undefined): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lays `patch` over `base` as genesis does: objects merge, everything else is replaced. */
export function merge(base: JsonObject, patch: JsonObject): JsonObject {
	const result: JsonObject = { ...base };
	for (const [key, value] of Object.entries(patch)) {
		const below = result[key];
		result[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
	}
	return result;
}

/** The genesis that a spec describes. */
export function genesisOf(spec: Spec): JsonObject {
	const { patch, config } = spec.genesis.runtimeGenesis;
	const genesis = patch ?? config;
	if (genesis === undefined) throw new Error(`the spec ${spec.id} has neither a patch nor a config`);
	return genesis;
}

/** `spec` with `patch` laid over its genesis. */
export function withGenesis(spec: Spec, patch: JsonObject): Spec {
	const { code } = spec.genesis.runtimeGenesis;
	const merged = merge(genesisOf(spec), patch);
	const field = spec.genesis.runtimeGenesis.patch === undefined ? 'config' : 'patch';
	return { ...spec, genesis: { runtimeGenesis: { code, [field]: merged } } };
}

/** `spec` with other days and slots. */
export function withCalendar(spec: Spec, calendar: Partial<Calendar>): Spec {
	return withGenesis(spec, { calendar: { parameters: { ...calendar } } });
}

let written = 0;

/** Writes `spec` to a throw-away file. */
export function writeSpec(spec: Spec): string {
	written += 1;
	const path = join(scratch(), `${spec.id}-${written}.json`);
	writeFileSync(path, toJson(spec));
	return path;
}
