#!/usr/bin/env bash
# Removes build artefacts, the npm packages of the tests and the data of development chains.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
rm -rf .local e2e/node_modules
if [ -d "$CARGO_TARGET_DIR" ]; then cargo clean; fi
