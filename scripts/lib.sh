# Sourced by the scripts: where things are, numbered steps with elapsed times, a summary at the end.
set -euo pipefail
DMEX_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$DMEX_ROOT"
. scripts/env.sh
DMEX_NODE="${DMEX_NODE:-$CARGO_TARGET_DIR/release/dmex-node}"
export DMEX_NODE

DMEX_STARTED=$SECONDS
STEP_NO=0
STEP_FAILED=0
STEP_LINES=()
STEP_LOGS="$CARGO_TARGET_DIR/logs"

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

say() { printf '\n== %s\n' "$*"; }

die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# step "title" command...: runs the command, shows its output, remembers how it ended. Never ends the script itself.
step() {
	local title=$1 begun=$SECONDS log status=0
	shift
	STEP_NO=$((STEP_NO + 1))
	mkdir -p "$STEP_LOGS"
	log="$STEP_LOGS/$(printf '%02d' "$STEP_NO").log"
	printf '\n== [%s%s, +%s] %s\n' "$STEP_NO" "${STEPS:+/$STEPS}" "$(clock $((SECONDS - DMEX_STARTED)))" "$title"
	if "$@" </dev/null 2>&1 | tee "$log"; then
		STEP_LINES+=("ok      $(clock $((SECONDS - begun)))  $title")
		printf -- '-- done in %s\n' "$(clock $((SECONDS - begun)))"
	else
		status=${PIPESTATUS[0]}
		STEP_LINES+=("FAILED  $(clock $((SECONDS - begun)))  $title  (exit $status, log $log)")
		STEP_FAILED=1
		printf -- '-- FAILED after %s\n' "$(clock $((SECONDS - begun)))"
	fi
}

# Prints what every step did and exits: 0 only if all of them passed.
summary() {
	local line
	printf '\n== Summary of %s (%s)\n' "$1" "$(clock $((SECONDS - DMEX_STARTED)))"
	for line in "${STEP_LINES[@]}"; do printf '  %s\n' "$line"; done
	if [ "$STEP_FAILED" != 0 ]; then
		printf '\n%s: FAILED\n' "$1"
		exit 1
	fi
	printf '\n%s: all passed\n' "$1"
	exit 0
}

# For the places where going on makes no sense.
stop_if_failed() { [ "$STEP_FAILED" = 0 ] || summary "$1"; }

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Debian 12 has Node.js 18: where the system's is older than the tests need, set-up put a newer one here.
NODE_JS_MAJOR=20
NODE_JS_DIR="$(dirname "$CARGO_TARGET_DIR")/node-js"
node_js_major() { if command -v node >/dev/null; then node --version | sed 's/^v\([0-9]*\).*/\1/'; else echo 0; fi; }
use_node_js() {
	if [ "$(node_js_major)" -lt "$NODE_JS_MAJOR" ]; then export PATH="$NODE_JS_DIR/node_modules/node/bin:$PATH"; fi
}
