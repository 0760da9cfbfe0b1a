#!/usr/bin/env bash
# Stands in for rustdoc in `cargo test --doc`. `cargo doc` would check a thousand dependencies once more; the command line
# that cargo makes for a crate's doc tests names the libraries that are built already. So: write the crate's pages from
# it, with warnings denied, then run the doc tests.
set -euo pipefail
real=${DMEX_RUSTDOC:-rustdoc}
case " $* " in *" --test "*) ;; *) exec "$real" "$@" ;; esac
args=()
skip=0
crate=
previous=
for arg in "$@"; do
	if [ "$previous" = --crate-name ]; then crate=$arg; fi
	previous=$arg
	if [ "$skip" = 1 ]; then
		skip=0
		continue
	fi
	case "$arg" in
		--test | --no-run | --show-output | --nocapture | --doctest-* | --test-args=* | --test-run-directory=*) ;;
		--test-run-directory | --test-args | --test-runtool | --test-runtool-arg | --test-builder | --persist-doctests) skip=1 ;;
		*) args+=("$arg") ;;
	esac
done
echo "rustdoc $crate"
"$real" "${args[@]}" -D warnings -A rustdoc::private_intra_doc_links --out-dir "$CARGO_TARGET_DIR/doc"
exec "$real" "$@"
