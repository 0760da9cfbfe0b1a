/** Messages that wait for a block: one per sender and nonce, in the order of their arrival. */

import type { Address } from './address.ts';
import type { Message, Signed } from './message.ts';

const slot = (sender: Address, nonce: number): string => `${sender.key}/${nonce}`;

export class Pool {
	private waiting = new Map<string, Signed>();
	/** Where the nonces of a sender ended when they were last followed. */
	private readonly reached = new Map<string, number>();

	get size(): number {
		return this.waiting.size;
	}

	at({ from, nonce }: Message): Signed | undefined {
		return this.waiting.get(slot(from, nonce));
	}

	/** Takes the place of another message of the same sender and nonce. */
	add(signed: Signed): void {
		this.waiting.set(slot(signed.message.from, signed.message.nonce), signed);
	}

	/** Puts messages before all others. */
	return(messages: Signed[]): void {
		const later = [...this.waiting.values()];
		this.waiting = new Map();
		this.reached.clear();
		for (const signed of [...messages, ...later]) this.add(signed);
	}

	remove({ from, nonce }: Message): void {
		this.waiting.delete(slot(from, nonce));
	}

	/** The first nonce from `start` that is free. */
	next(sender: Address, start: number): number {
		let nonce = start;
		const reached = this.reached.get(sender.key) ?? 0;
		if (reached > start && this.waiting.has(slot(sender, reached - 1))) nonce = reached;
		while (this.waiting.has(slot(sender, nonce))) nonce += 1;
		this.reached.set(sender.key, nonce);
		return nonce;
	}

	[Symbol.iterator](): Iterator<Signed> {
		return this.waiting.values();
	}
}
