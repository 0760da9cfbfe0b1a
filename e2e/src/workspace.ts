/** Where the binary is, where throw-away files go, and what must not outlive this process. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The node under test: `DMEX_NODE`, or what `make build` left in the target folder. */
export function nodeBinary(): string {
	const target = process.env['CARGO_TARGET_DIR'] ?? join(homedir(), '.cache', 'dmex', 'target');
	const path = process.env['DMEX_NODE'] ?? join(target, 'release', 'dmex-node');
	if (!existsSync(path)) throw new Error(`no node at ${path}: build it, or set DMEX_NODE`);
	return path;
}

/** A folder for what depends on nothing but the binary: exported presets, compiled runtimes. */
export function cache(): string {
	const binary = nodeBinary();
	const { size, mtimeMs } = statSync(binary);
	const key = createHash('sha256').update(`${binary} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
	const path = join(import.meta.dirname, '..', 'node_modules', '.cache', 'dmex', key);
	mkdirSync(path, { recursive: true });
	return path;
}

const closers = new Set<() => void>();
let folder: string | undefined;

/** Called when this process ends, however it ends. */
export function atExit(close: () => void): () => void {
	closers.add(close);
	return () => closers.delete(close);
}

process.on('exit', () => {
	for (const close of closers) close();
	if (folder !== undefined && process.env['DMEX_E2E_KEEP'] === undefined) {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

/** A folder of this process, removed at its end unless `DMEX_E2E_KEEP` is set. */
export function scratch(): string {
	folder ??= mkdtempSync(join(tmpdir(), 'dmex-e2e-'));
	return folder;
}

const given = new Set<number>();

/** A port of loopback that nobody listens on, from below the range that the system hands out by itself. */
export async function freePort(): Promise<number> {
	for (let attempt = 0; attempt < 200; attempt += 1) {
		const port = 12_000 + Math.floor(Math.random() * 18_000);
		if (given.has(port)) continue;
		const free = await new Promise<boolean>((resolve) => {
			const server = createServer();
			server.once('error', () => resolve(false));
			server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
		});
		if (free) {
			given.add(port);
			return port;
		}
	}
	throw new Error('no free port on 127.0.0.1');
}
