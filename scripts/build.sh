#!/usr/bin/env bash
# Builds the node.
# usage: build.sh [--profile release|production] [--metadata-hash]
#   production        whole-program optimisation: slow to build, what validators run
#   --metadata-hash   puts the metadata's hash into the runtime, for Ledger's generic app; builds the runtime twice, and proves the
#                     hash on a chain of its own, for which it needs what the end-to-end tests need
set -euo pipefail
. "$(dirname "$0")/lib.sh"
profile=release
features=()
set_up=build
while [ $# -gt 0 ]; do
	case "$1" in
		--profile) profile=${2:?--profile needs a name}; shift ;;
		--metadata-hash) features=(--features dmex-node/metadata-hash) set_up=all ;;
		*) die "unknown option $1" ;;
	esac
	shift
done
scripts/setup.sh "$set_up"
. scripts/env.sh
say "building dmex-node, profile $profile ${features[*]}; the first build compiles about a thousand crates: about an hour on two cores"
# With the whole workspace in view, as the tests have it: named alone, the node asks for other features of our crates.
cargo build --locked --workspace --bin dmex-node --profile "$profile" "${features[@]}"
say "built in $(clock $((SECONDS - DMEX_STARTED))): $CARGO_TARGET_DIR/$profile/dmex-node"
if [ "$set_up" = all ]; then
	say "proving the metadata's hash with $CARGO_TARGET_DIR/$profile/dmex-node"
	use_node_js
	cd e2e
	DMEX_NODE="$CARGO_TARGET_DIR/$profile/dmex-node" npm run --silent metadata-hash
fi
