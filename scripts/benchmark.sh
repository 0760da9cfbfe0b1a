#!/usr/bin/env bash
# Regenerates the runtime's weights: builds the node with its benchmarks, measures every pallet of the runtime, an empty
# block and an empty transaction, and writes runtime/src/weights/ and our pallets' weights.rs.
#   STEPS=50 REPEAT=20   samples of each component, repetitions of each sample
#   PALLETS="pallet_dao pallet_dmc_emission"   only these (and no empty block)
#   GENESIS=spec-genesis   what the benchmarks start from: the development chain (spec-genesis) or nothing (none)
# The costs of the database are the SDK's for ParityDB: those of a development chain with a few hundred keys would flatter.
# Run it on the machine that the validators are to have, with nothing else running.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
steps=${STEPS:-50}
repeat=${REPEAT:-20}
scripts/setup.sh build
. scripts/env.sh
say "building the node with benchmarks (another feature set: compiles most crates once more)"
# A wasm runtime of the benchmark command's own tests, which nothing here uses.
SKIP_FRAME_STORAGE_ACCESS_TEST_RUNTIME_WASM_BUILD=1 \
	cargo build --release --locked -p dmex-node --features runtime-benchmarks
bench="$CARGO_TARGET_DIR/release/dmex-node-benchmarks"
# Not left where the node is looked for: in it Root opens doors that are shut.
mv "$DMEX_NODE" "$bench"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/pallets" "$work/base"
if [ -n "${PALLETS:-}" ]; then
	read -ra pallets <<<"$PALLETS"
else
	mapfile -t pallets < <("$bench" benchmark pallet --chain development --list=pallets --no-csv-header 2>/dev/null)
fi
[ "${#pallets[@]}" -gt 0 ] || die "the runtime lists no benchmarks"

STEPS=$((${#pallets[@]} + 1))
for pallet in "${pallets[@]}"; do
	step "$pallet" "$bench" benchmark pallet --chain development --genesis-builder "${GENESIS:-spec-genesis}" \
		--pallet "$pallet" --extrinsic '*' --steps "$steps" --repeat "$repeat" --min-duration "${MIN_DURATION:-0}" \
		--no-storage-info --no-median-slopes --no-min-squares --quiet --output "$work/pallets/"
done
if [ -z "${PALLETS:-}" ]; then
	step "empty block and empty transaction" "$bench" benchmark overhead --chain development \
		--base-path "$work/overhead" --weight-path "$work/base" --warmup 10 --repeat 100
fi
python3 scripts/adopt_weights.py "$work" runtime/src/weights pallets
. scripts/env.sh
rustfmt --edition 2021 --config-path rustfmt.toml runtime/src/weights/mod.rs
git --no-pager diff --stat -- runtime/src/weights 'pallets/*/src/weights.rs' || true
summary "make bench"
