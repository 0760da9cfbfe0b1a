#!/usr/bin/env bash
# Builds the node. usage: build.sh [--production]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
scripts/setup.sh build
. scripts/env.sh
options=(--release)
if [ "${1:-}" = --production ]; then options=(--profile production --features metadata-hash); fi
say "building dmex-node (${options[*]}); the first build compiles about a thousand crates: half an hour on two cores"
cargo build --locked -p dmex-node "${options[@]}"
if [ "${1:-}" = --production ]; then DMEX_NODE="$CARGO_TARGET_DIR/production/dmex-node"; fi
say "built in $(clock $((SECONDS - DMEX_STARTED))): $DMEX_NODE"
