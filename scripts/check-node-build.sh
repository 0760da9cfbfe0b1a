#!/usr/bin/env bash
# Builds the node after the tests. Any crate but the binary compiled here means that tests and node disagree on features, that
# is, that everybody pays twice.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
output=$(mktemp)
trap 'rm -f "$output"' EXIT
cargo build --release --locked --workspace --bin dmex-node 2>&1 | tee "$output"
# The binary itself, what its build script alone needs, and its allocator, which tests do without.
own=' (dmex-node|substrate-build-script-utils|tikv-jemallocator|tikv-jemalloc-sys) v'
again=$(sed 's/\x1b\[[0-9;]*m//g' "$output" | grep -E '^ *Compiling ' | grep -Ev "$own" || true)
if [ -n "$again" ]; then
	printf 'error: compiled again for the node:\n%s\n' "$again" >&2
	exit 1
fi
"$DMEX_NODE" --version
