#!/usr/bin/env bash
# Doc tests, and the pages of every DMEX library without a warning (in the target folder, under doc/).
set -euo pipefail
. "$(dirname "$0")/lib.sh"
RUSTDOC="$DMEX_ROOT/scripts/rustdoc.sh" cargo test --release --locked --workspace --doc --no-fail-fast
