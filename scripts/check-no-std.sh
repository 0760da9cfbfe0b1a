#!/usr/bin/env bash
# Clippy over the runtime and the pallets as they are in wasm: without std, with what benchmarks and try-runtime add to them, which no other
# step compiles. The builder of the wasm runtime compiles them outside of this workspace, without lints.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. scripts/env.sh
# As the builder sets it: for this target alone, so that nothing else is compiled again.
export CARGO_TARGET_WASM32V1_NONE_RUSTFLAGS="--cfg substrate_runtime"
cargo check --release --locked -p dmex-runtime --target wasm32v1-none --no-default-features --features runtime-benchmarks,try-runtime
