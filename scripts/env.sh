# Sourced by every script: one toolchain and one set of flags everywhere, or cargo recompiles a thousand crates.
# Route 1 is rustup (rust-toolchain.toml); route 2 is Debian's rustc-web, taken where it is installed; setup.sh decides otherwise.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/dmex/target}"
export OPENSSL_NO_VENDOR=1
export RUSTC_WORKSPACE_WRAPPER=clippy-driver
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
export CARGO_INCREMENTAL=0
unset RUSTFLAGS RUSTC_BOOTSTRAP SKIP_WASM_BUILD WASM_BUILD_STD
# Found out anew each time: set-up may just have installed it.
DMEX_ROUTE="${DMEX_TOOLCHAIN:-}"
if [ -z "$DMEX_ROUTE" ]; then
	DMEX_ROUTE=rustup
	if [ -x /usr/bin/clippy-driver ]; then
		case "$(/usr/bin/rustc --version 2>/dev/null)" in "rustc 1.96."*) DMEX_ROUTE=debian ;; esac
	fi
fi
if [ "$DMEX_ROUTE" = debian ]; then
	case "$PATH" in /usr/bin:*) ;; *) export PATH="/usr/bin:$PATH" ;; esac
	export RUSTC=/usr/bin/rustc
	unset RUSTUP_TOOLCHAIN
else
	# Outside the checkout (the wasm builder works in the target folder) rust-toolchain.toml is not seen.
	export RUSTUP_TOOLCHAIN=1.96.0
	case ":$PATH:" in *":${CARGO_HOME:-$HOME/.cargo}/bin:"*) ;; *) export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH" ;; esac
	unset RUSTC
fi
