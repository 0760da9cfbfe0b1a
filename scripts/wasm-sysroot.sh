#!/usr/bin/env bash
# Builds core, alloc and compiler_builtins for wasm32v1-none from the sources of the installed compiler and lays them
# into its sysroot, as `rustup target add wasm32v1-none` would. For toolchains whose target cannot be downloaded.
# usage: wasm-sysroot.sh [--check | --out DIR]
#   --check    only say (exit code) whether the target works
#   --out DIR  lay the libraries into DIR instead of the sysroot
set -euo pipefail
. "$(dirname "$0")/lib.sh"

works() {
	local dir status=0
	dir=$(mktemp -d)
	printf '#![no_std]\nextern crate alloc;\npub fn probe() -> alloc::vec::Vec<u8> { alloc::vec::Vec::new() }\n' >"$dir/probe.rs"
	rustc --target wasm32v1-none --crate-type lib --crate-name probe -o "$dir/probe.rlib" "$dir/probe.rs" >/dev/null 2>&1 || status=1
	rm -rf "$dir"
	return "$status"
}

if [ "${1:-}" = --check ]; then
	if works; then exit 0; else exit 1; fi
fi

sysroot=$(rustc --print sysroot)
target_dir="$sysroot/lib/rustlib/wasm32v1-none/lib"
out="$target_dir"
if [ "${1:-}" = --out ]; then out=${2:?--out needs a directory}; fi
[ -e "$sysroot/lib/rustlib/src/rust/library/core/Cargo.toml" ] ||
	die "the sources of the standard library are missing (Debian: rust-web-src; rustup: component rust-src)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
printf '#![no_std]\n' >"$work/src/lib.rs"
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "sysroot"
version = "0.0.0"
edition = "2021"

[workspace]
TOML
(
	cd "$work"
	unset RUSTC_WORKSPACE_WRAPPER
	# The wasm builder forces thin LTO, which needs the bitcode.
	RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C embed-bitcode=yes" CARGO_TARGET_DIR="$work/target" \
		cargo build --release --target wasm32v1-none -Zbuild-std=core,alloc
)

sudo=()
if ! mkdir -p "$out" 2>/dev/null || [ ! -w "$out" ]; then
	command -v sudo >/dev/null || die "$out is not writable: run this script as root"
	sudo=(sudo)
	sudo mkdir -p "$out"
fi
"${sudo[@]}" rm -f "$out"/lib{core,alloc,compiler_builtins}-*.rlib
for name in core alloc compiler_builtins; do
	"${sudo[@]}" install -m 644 "$work"/target/wasm32v1-none/release/deps/lib"$name"-*.rlib "$out/"
done
if [ "$out" = "$target_dir" ]; then
	works || die "wasm32v1-none still does not compile with $(rustc --version)"
	# Cargo does not notice that the libraries changed under a runtime it built before.
	rm -rf "$CARGO_TARGET_DIR"/*/wbuild
	echo "wasm32v1-none laid into $out"
fi
