#!/usr/bin/env bash
# Generates the chain specs with the built node (make specs builds it first).
# usage: build-specs.sh                              regenerates chain-specs/
#        build-specs.sh --check                      says what differs from chain-specs/, changes nothing
#        build-specs.sh --full DIR [--input FILE]    writes complete specs, plain and raw, the runtime's code included;
#                                                    FILE fills in the production chain (default: the example)
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mode=update
full=
input=chain-specs/dmex.input.example.json
while [ $# -gt 0 ]; do
	case "$1" in
		--check) mode=check ;;
		--full) mode=full full=${2:?--full needs a directory}; shift ;;
		--input) input=${2:?--input needs a file}; shift ;;
		*) die "unknown option $1" ;;
	esac
	shift
done
[ -x "$DMEX_NODE" ] || die "no node at $DMEX_NODE: make build"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Each takes the runtime's compilation to machine code, several times: two at once.
export_spec() {
	"$DMEX_NODE" export-chain-spec --chain "$1" --output "$work/$1.json" >/dev/null
	"$DMEX_NODE" export-chain-spec --chain "$work/$1.json" --raw --output "$work/$1.raw.json" >/dev/null
}
export_production() {
	"$DMEX_NODE" production-spec --input "$input" --output "$work/dmex.json"
	"$DMEX_NODE" export-chain-spec --chain "$work/dmex.json" --raw --output "$work/dmex.raw.json" >/dev/null
}
jobs=()
export_spec development & jobs+=($!)
{ export_spec local && export_production; } & jobs+=($!)
for job in "${jobs[@]}"; do
	wait "$job" || die "the node did not generate the specs"
done

if [ "$mode" = full ]; then
	mkdir -p "$full"
	cp "$work"/*.json "$full/"
	echo "complete specs in $full:"
	(cd "$full" && ls -1 {development,local,dmex}{,.raw}.json)
	exit 0
fi

mkdir "$work/out"
for chain in development local dmex; do
	python3 scripts/strip_spec.py plain "$work/$chain.json" >"$work/out/$chain.json"
	printf '%s  %s\n' "$(python3 scripts/strip_spec.py digest "$work/$chain.raw.json")" "$chain" >>"$work/out/genesis-state.sha256"
done
if [ "$mode" = update ]; then
	cp "$work/out"/* chain-specs/
	git --no-pager diff --stat -- chain-specs || true
	exit 0
fi
status=0
for file in "$work/out"/*; do
	diff -u "chain-specs/$(basename "$file")" "$file" || status=1
done
[ "$status" = 0 ] || die "chain-specs/ is not what the node generates: make specs, and commit the difference if you meant it"
echo "chain-specs/ is what the node generates"
