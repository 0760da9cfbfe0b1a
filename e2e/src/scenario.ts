/** `node:test` with the logs of the nodes shown when a step fails, and nothing left behind. */

import { after, describe, it } from 'node:test';
import { disconnectAll } from './chain.ts';
import { logsOfAll, stopAll } from './node.ts';

const closers: (() => Promise<void>)[] = [];

/** What is to be closed when the story ends that is being told. */
export function afterStory(close: () => Promise<void>): void {
	closers.push(close);
}

/** A story: its steps run in order against the nodes that it started. A step that fails skips those after it. */
export function scenario(name: string, tell: (step: (name: string, body: () => Promise<void>) => void) => void): void {
	describe(name, () => {
		let failed: string | undefined;
		tell((stepName, body) => {
			it(stepName, async (context) => {
				if (failed !== undefined) {
					context.skip(`after the failure of "${failed}"`);
					return;
				}
				try {
					await body();
				} catch (error) {
					failed = stepName;
					process.stderr.write(`\n${name}: ${stepName}\n${logsOfAll()}\n`);
					throw error;
				}
			});
		});
		after(async () => {
			const closing = await Promise.allSettled(closers.splice(0).map((close) => close()));
			await disconnectAll();
			await stopAll();
			for (const outcome of closing) if (outcome.status === 'rejected') throw outcome.reason;
		});
	});
}
