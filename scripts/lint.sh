#!/usr/bin/env bash
# The checks that compile nothing; clippy rides along every build, and make test runs it over the runtime without std, too.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
STEPS=4
step "set-up" scripts/setup.sh build
stop_if_failed "lint"
step "format" scripts/check-fmt.sh
step "manifests: coupling rule, feature propagation, lock file" python3 scripts/check_manifests.py
step "text: left-overs, paths, panics, data files" scripts/check-text.sh
summary "lint"
