#!/usr/bin/env bash
# Millions of inputs to fil-primitives and to fvm_shared: neither reads what the other refuses or reads otherwise. A workspace
# of its own, because fvm_shared switches on features that would compile the node anew.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cargo test --release --locked --manifest-path pallets/fil-primitives/differential/Cargo.toml
