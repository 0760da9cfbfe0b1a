#!/usr/bin/env bash
# Everything that CI checks, the cheap things first. Ends with a summary; exit code 0 means that all of it passed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
STEPS=13
step "set-up" scripts/setup.sh all
stop_if_failed "make test"
. scripts/env.sh
# The same random sequences each time, so that what fails is what was changed; make soak tries others.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-2609}"
step "format" scripts/check-fmt.sh
step "manifests: coupling rule, feature propagation, lock file" python3 scripts/check_manifests.py
step "text: left-overs, paths, panics, data files" scripts/check-text.sh
stop_if_failed "make test"
step "build of the tests, with clippy" cargo test --release --locked --workspace --no-run
stop_if_failed "make test"
step "tests: pallets, runtime stories, node" cargo test --release --locked --workspace --lib --bins --tests --no-fail-fast
step "Filecoin encodings agree with Filecoin's own library" scripts/check-filecoin.sh
step "node, compiling no dependency again" scripts/check-node-build.sh
stop_if_failed "make test"
step "chain specs are what the node generates" scripts/build-specs.sh --check
# Compiling is most of what these do, and waiting for blocks of what follows.
compiling() {
	local status=0
	scripts/check-no-std.sh || status=1
	scripts/check-docs.sh || status=1
	scripts/check-benchmarks.sh || status=1
	return "$status"
}
beside "clippy without std; doc tests, pages without warnings; benchmarks of our pallets, once each" compiling
step "dashboard: every query answers on a running node" scripts/check-dashboard.sh
export DMEX_BUILT=1
step "end-to-end tests" scripts/e2e.sh test
step "network of four validators" scripts/e2e.sh network
join
summary "make test"
