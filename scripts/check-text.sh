#!/usr/bin/env bash
# What must not be in the tree: left-overs, ignored tests, shortcuts of FRAME that do not belong in production, paths of
# one machine, private registries; and scripts and data files that do not parse.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
bad=0

# forbid "why" git-grep arguments...
forbid() {
	local why=$1 found
	shift
	found=$(git grep -nE "$@" || true)
	[ -z "$found" ] && return 0
	printf 'error: %s:\n%s\n' "$why" "$(head -20 <<<"$found")" >&2
	bad=1
}

forbid "left-overs" 'todo!\(|unimplemented!\(|FIX''ME|TO''DO|HA''CK|XX''X' -- '*.rs' '*.ts' '*.sh' '*.py' '*.md' 'Makefile'
forbid "ignored tests" '#\[ignore|\.only\(|\b(it|test|describe)\.skip\(' -- '*.rs' '*.ts'
forbid "shortcuts of FRAME" 'dev_mode|without_storage_info' -- '*.rs'
forbid "absolute paths of a machine" '(^|[^A-Za-z0-9_.$}-])/(ro''ot|ho''me|tm''p)/[a-z]' -- . ':!Cargo.lock'

# only_hosts FILE PREFIX ALLOWED
only_hosts() {
	local found
	found=$(git grep -hE "$2" -- "$1" | grep -vF "$3" | head -5 || true)
	[ -z "$found" ] && return 0
	printf 'error: %s names a place that others cannot reach:\n%s\n' "$1" "$found" >&2
	bad=1
}

only_hosts Cargo.lock '^source = "' 'registry+https://github.com/rust-lang/crates.io-index'
only_hosts e2e/package-lock.json '"resolved": "' '"https://registry.npmjs.org/'

# Money code neither panics nor rounds by chance.
runtime_code=$(git ls-files 'pallets/*/src/*.rs' 'runtime/src/*.rs' | grep -vE '/(tests|mock|mocks|benchmarking|benchmarks|weights)(/|\.rs)|^pallets/test-utils/|_tests?\.rs$' || true)
if [ -n "$runtime_code" ]; then
	# shellcheck disable=SC2086
	found=$(awk 'FNR == 1 { test = 0 } /^\s*#\[cfg\(test\)\]/ || (FILENAME ~ /apis/ && /feature = "try-runtime"/) { test = 1 } !test && !/^\s*\/\// && /\.unwrap\(\)|\.expect\(|\<f(32|64)\>/ { print FILENAME ":" FNR ":" $0 }' $runtime_code)
	if [ -n "$found" ]; then
		printf 'error: panics or floats outside tests:\n%s\n' "$found" >&2
		bad=1
	fi
fi

lines=$(wc -l <runtime/src/lib.rs)
if [ "$lines" -gt 400 ]; then
	echo "error: runtime/src/lib.rs has $lines lines, more than 400" >&2
	bad=1
fi

while IFS= read -r file; do
	bash -n "$file" || bad=1
done < <(git ls-files 'scripts/*.sh' 'docker/*.sh' '.ci/run')
while IFS= read -r file; do
	python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' "$file" || bad=1
done < <(git ls-files '*.py')
while IFS= read -r file; do
	python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$file" || { echo "error: $file is not JSON" >&2; bad=1; }
done < <(git ls-files '*.json' ':!e2e/tsconfig*.json')

[ "$bad" = 0 ] && echo "text: nothing found"
exit "$bad"
