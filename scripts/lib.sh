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

# Opens the step "title": its log, its heading.
begin_step() {
	STEP_NO=$((STEP_NO + 1))
	mkdir -p "$STEP_LOGS"
	STEP_LOG="$STEP_LOGS/$(printf '%02d' "$STEP_NO").log"
	printf '\n== [%s%s, +%s] %s\n' "$STEP_NO" "${STEPS:+/$STEPS}" "$(clock $((SECONDS - DMEX_STARTED)))" "$1"
}

# end_step "title" status seconds log: remembers how a step ended.
end_step() {
	if [ "$2" = 0 ]; then
		STEP_LINES+=("ok      $(clock "$3")  $1")
		printf -- '-- done in %s\n' "$(clock "$3")"
	else
		STEP_LINES+=("FAILED  $(clock "$3")  $1  (exit $2, log $4)")
		STEP_FAILED=1
		printf -- '-- FAILED after %s\n' "$(clock "$3")"
	fi
}

# step "title" command...: runs the command, shows its output, remembers how it ended. Never ends the script itself.
step() {
	local title=$1 begun=$SECONDS status=0
	shift
	begin_step "$title"
	"$@" </dev/null 2>&1 | tee "$STEP_LOG" || status=${PIPESTATUS[0]}
	end_step "$title" "$status" $((SECONDS - begun)) "$STEP_LOG"
}

# beside "title" command...: a step that has what processor time those after it leave over. One at a time.
beside() {
	BESIDE_TITLE=$1 BESIDE_BEGUN=$SECONDS
	shift
	begin_step "$BESIDE_TITLE, beside what follows"
	BESIDE_LOG=$STEP_LOG
	# An interrupt does not reach what runs in the background.
	trap 'trap - INT TERM; kill 0' INT TERM
	(
		trap 'echo "$SECONDS" >"$BESIDE_LOG.end"' EXIT
		renice -n 19 "$BASHPID" >/dev/null && "$@"
	) </dev/null >"$BESIDE_LOG" 2>&1 &
	BESIDE_PID=$!
}

# Waits for the step that runs beside the others, and shows what it said and how long it took.
join() {
	local status=0
	printf '\n== %s\n' "$BESIDE_TITLE"
	wait "$BESIDE_PID" || status=$?
	cat "$BESIDE_LOG"
	end_step "$BESIDE_TITLE" "$status" $(($(<"$BESIDE_LOG.end") - BESIDE_BEGUN)) "$BESIDE_LOG"
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
