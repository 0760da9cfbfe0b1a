#!/usr/bin/env bash
# Runs every benchmark of our pallets once, as the tests that FRAME generates from them. Without the node, which would
# compile all over again under this feature.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
packages=()
features=()
while IFS= read -r manifest; do
	grep -q '^runtime-benchmarks = ' "$manifest" || continue
	dir=$(dirname "$manifest")
	[ -e "$dir/src/benchmarking.rs" ] || [ -d "$dir/src/benchmarking" ] || continue
	name=$(sed -n 's/^name = "\(.*\)"/\1/p' "$manifest" | head -1)
	packages+=(-p "$name")
	features+=("$name/runtime-benchmarks")
done < <(git ls-files 'pallets/*/Cargo.toml')
[ "${#packages[@]}" -gt 0 ] || die "no pallet has benchmarks"
# The node is named for its choice of features only: without it everything below the pallets compiles once more, too.
cargo test --release --locked --lib -p dmex-node "${packages[@]}" --features "$(IFS=,; echo "${features[*]}")" -- bench
