/** §2 of the protocol, written a second time to compare the chain with. */

const DMC = 10n ** 18n;
export const FIRST_BLOCK_REWARD = 5n * DMC;
export const MINING_CAP = 50_000_000n * DMC;

/** Blocks between two halvings. */
export const halfYear = (blocksPerDay: number): number => (blocksPerDay * 365) / 2;

/** Blocks from genesis to the end of month `k`. */
export const monthBoundary = (blocksPerDay: number, k: number): number => Math.floor((blocksPerDay * 365 * k) / 12);

/** Whole months that have passed with `block`. */
export function monthsPassed(blocksPerDay: number, block: number): number {
	let months = 0;
	while (monthBoundary(blocksPerDay, months + 1) <= block) months += 1;
	return months;
}

/** Blocks from genesis to the end of quarter `k`. */
export const quarterBoundary = (blocksPerDay: number, k: number): number => Math.floor((blocksPerDay * 365 * k) / 4);

/** Emission of the first `n` blocks of mining, before the clip. */
export function emitted(blocksPerDay: number, n: number): bigint {
	const period = halfYear(blocksPerDay);
	const whole = Math.floor(n / period);
	let sum = 0n;
	for (let era = 0; era < whole; era += 1) sum += BigInt(period) * (FIRST_BLOCK_REWARD >> BigInt(era));
	return sum + BigInt(n - whole * period) * (FIRST_BLOCK_REWARD >> BigInt(whole));
}

/** Emission of the `n`th block of mining, counted from 1. */
export const reward = (blocksPerDay: number, n: number): bigint => emitted(blocksPerDay, n) - emitted(blocksPerDay, n - 1);
