/** Waiting for conditions, never for a fixed time. */

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What `check` last said, when it was still not satisfied at the deadline. */
export class DeadlineError extends Error {}

/** Thrown by a check that no further waiting can satisfy. */
export class Hopeless extends Error {}

/**
 * Asks `check` again and again until it returns something other than `undefined` and `false`, and returns that.
 * An error of `check` counts as "not yet", and is told if the deadline passes.
 */
export async function until<T>(
	what: string,
	check: () => Promise<T | undefined | false> | T | undefined | false,
	{ deadlineMs = 60_000, everyMs = 50 }: { deadlineMs?: number; everyMs?: number } = {},
): Promise<T> {
	const start = Date.now();
	let last: unknown;
	for (;;) {
		try {
			const value = await check();
			if (value !== undefined && value !== false) return value;
			last = undefined;
		} catch (error) {
			if (error instanceof Hopeless) throw error;
			last = error;
		}
		if (Date.now() - start > deadlineMs) {
			const reason = last === undefined ? '' : `: ${last instanceof Error ? last.message : String(last)}`;
			throw new DeadlineError(`waited ${deadlineMs} ms for ${what}${reason}`);
		}
		await sleep(everyMs);
	}
}

/** Rejects if `promise` is not settled in time. */
export async function within<T>(what: string, deadlineMs: number, promise: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new DeadlineError(`waited ${deadlineMs} ms for ${what}`)), deadlineMs);
	});
	try {
		return await Promise.race([promise, deadline]);
	} finally {
		clearTimeout(timer);
	}
}
