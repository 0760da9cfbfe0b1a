#!/usr/bin/env bash
# Random sequences that make test does not try: every round runs the tests of the pallets with another seed.
#   ROUNDS=10   how many
#   SEED        the first one's, to repeat what was found
set -euo pipefail
. "$(dirname "$0")/lib.sh"
rounds=${ROUNDS:-10}
case "$rounds" in '' | 0 | *[!0-9]*) die "ROUNDS is a number above 0, not '$rounds'" ;; esac
seed=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
case "$seed" in '' | *[!0-9]*) die "SEED is a number, not '$seed'" ;; esac
scripts/setup.sh build
. scripts/env.sh
for ((round = 1; round <= rounds; round++, seed++)); do
	say "round $round of $rounds, seed $seed"
	PROPTEST_RNG_SEED=$seed cargo test --release --locked --workspace --lib --no-fail-fast ||
		die "seed $seed found something. To see it again: SEED=$seed ROUNDS=1 make soak"
done
say "$rounds rounds, nothing found"
