#!/usr/bin/env bash
# Runs one of the npm scripts of e2e/: test or network against the node of this checkout, or filecoin, which needs none.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
if [ "${DMEX_BUILT:-0}" != 1 ]; then
	scripts/setup.sh all
	[ "${1:-test}" = filecoin ] || scripts/build.sh
fi
use_node_js
cd e2e
npm run --silent "${1:-test}"
