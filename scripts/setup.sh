#!/usr/bin/env bash
# Installs what building (and testing) DMEX needs; changes nothing and is quick when all of it is there.
# usage: setup.sh [build|all]   all (the default) adds what the end-to-end tests need
#   DMEX_TOOLCHAIN=rustup or =debian takes that route to the compiler, whatever is installed
set -euo pipefail
. "$(dirname "$0")/lib.sh"
what=${1:-all}

RUST_VERSION=1.96
SYSTEM=(build-essential ca-certificates clang cmake curl git jq libclang-dev libssl-dev lld make pkg-config protobuf-compiler python3)
DEBIAN_RUST=(rustc-web cargo-web rust-web-src rust-web-llvm lld-22 rustfmt-web rust-web-clippy)

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "not root and no sudo: run this yourself, then again: $*"
	fi
}

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

missing_packages() {
	local package
	for package in "$@"; do
		dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -x installed >/dev/null || echo "$package"
	done
}

apt_updated=0
apt_update() {
	[ "$apt_updated" = 1 ] || as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
	apt_updated=1
}

apt_install() {
	local packages
	mapfile -t packages < <(missing_packages "$@")
	[ "${#packages[@]}" -gt 0 ] || return 0
	say "set-up: installing ${packages[*]}"
	apt_update
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}"
}

system_packages() {
	if has_apt; then
		apt_install "${SYSTEM[@]}"
		return
	fi
	local tool absent=()
	for tool in cc clang cmake curl git jq ld.lld make pkg-config protoc python3; do
		command -v "$tool" >/dev/null || absent+=("$tool")
	done
	[ "${#absent[@]}" = 0 ] || die "please install: ${absent[*]} (and the headers of OpenSSL); only apt is automated"
}

pinned_version() { sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml; }

# Ends with a toolchain of the right version whose wasm target compiles, or fails.
rustup_route() {
	export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
	if ! command -v rustup >/dev/null; then
		[ "${DMEX_INSTALL_RUSTUP:-1}" = 1 ] || return 1
		say "set-up: installing rustup into ${CARGO_HOME:-$HOME/.cargo}"
		timeout 120 curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs |
			timeout 300 sh -s -- -y --quiet --profile minimal --default-toolchain none --no-modify-path || return 1
	fi
	local version
	version=$(pinned_version)
	export DMEX_TOOLCHAIN=rustup RUSTUP_TOOLCHAIN="$version"
	unset RUSTC
	if ! timeout 20 clippy-driver --version >/dev/null 2>&1 || ! timeout 20 rustfmt --version >/dev/null 2>&1; then
		say "set-up: Rust $version through rustup"
		timeout 900 rustup toolchain install "$version" --profile minimal --component clippy,rustfmt --no-self-update </dev/null || return 1
	fi
	scripts/wasm-sysroot.sh --check && return 0
	say "set-up: wasm32v1-none for Rust $version"
	timeout 300 rustup target add wasm32v1-none --toolchain "$version" </dev/null && scripts/wasm-sysroot.sh --check && return 0
	echo "rustup cannot provide wasm32v1-none; building it from the compiler's sources"
	timeout 300 rustup component add rust-src --toolchain "$version" </dev/null && scripts/wasm-sysroot.sh
}

debian_candidate() {
	case "$(apt-cache policy rustc-web 2>/dev/null)" in *"Candidate: $RUST_VERSION."*) ;; *) return 1 ;; esac
}

debian_offers_rust() {
	has_apt || return 1
	debian_candidate && return 0
	apt_update >/dev/null 2>&1 || return 1
	debian_candidate
}

debian_route() {
	apt_install "${DEBIAN_RUST[@]}"
	export DMEX_TOOLCHAIN=debian
	. scripts/env.sh
	case "$(/usr/bin/rustc --version)" in "rustc $RUST_VERSION."*) ;; *) return 1 ;; esac
	scripts/wasm-sysroot.sh --check || {
		say "set-up: building wasm32v1-none (once, about half a minute)"
		scripts/wasm-sysroot.sh
	}
}

# Debian's packages where they are installed or where rustup would have to build the wasm target itself; else rustup.
toolchain() {
	local route=${DMEX_TOOLCHAIN:-}
	if [ -z "$route" ]; then
		if [ "$DMEX_ROUTE" = debian ] || { ! rustup_has_target && debian_offers_rust; }; then route=debian; else route=rustup; fi
	fi
	case "$route" in
		debian) debian_route || die "Debian's Rust packages (${DEBIAN_RUST[*]}) could not be set up" ;;
		rustup) rustup_route || die "no Rust $RUST_VERSION with wasm32v1-none: see https://rustup.rs, then run make setup again" ;;
		*) die "DMEX_TOOLCHAIN is rustup or debian, not $route" ;;
	esac
}

rustup_has_target() {
	local version
	version=$(pinned_version)
	export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
	command -v rustup >/dev/null || return 1
	timeout 20 rustup target list --toolchain "$version" --installed 2>/dev/null | grep -x wasm32v1-none >/dev/null
}

node_js() {
	if [ "$(node_js_major)" = 0 ] || ! command -v npm >/dev/null; then
		has_apt || die "please install Node.js $NODE_JS_MAJOR or later, with npm"
		apt_install nodejs npm
	fi
	use_node_js
	if [ "$(node_js_major)" -lt "$NODE_JS_MAJOR" ]; then
		say "set-up: Node.js $NODE_JS_MAJOR, through npm"
		mkdir -p "$NODE_JS_DIR"
		npm install --prefix "$NODE_JS_DIR" --no-audit --no-fund --no-save "node@$NODE_JS_MAJOR"
		use_node_js
		[ "$(node_js_major)" -ge "$NODE_JS_MAJOR" ] || die "please install Node.js $NODE_JS_MAJOR or later"
	fi
	# node_modules is right when the copy of the lock file in it is the one of the checkout.
	if [ -f e2e/package-lock.json ] && ! cmp -s e2e/package-lock.json e2e/node_modules/.dmex-lock; then
		say "set-up: npm packages of the end-to-end tests"
		(cd e2e && npm ci --no-audit --no-fund)
		cp e2e/package-lock.json e2e/node_modules/.dmex-lock
	fi
}

system_packages
toolchain
if [ "$what" = all ]; then node_js; fi
. scripts/env.sh
echo "set-up: $(rustc --version) by ${DMEX_ROUTE}, target folder $CARGO_TARGET_DIR"
