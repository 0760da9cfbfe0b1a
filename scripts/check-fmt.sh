#!/usr/bin/env bash
# Every Rust file of the workspace is formatted as rustfmt.toml says.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cargo fmt --all --check
