#!/usr/bin/env bash
# Sets up, builds and runs a development chain of one validator: blocks of 3 seconds, days of 10 blocks.
# KEEP=1 goes on with the chain of the last run, RPC_PORT and NODE_ARGS are passed on, FILECOIN_RPC is the Filecoin node that the gateway looks at.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
scripts/build.sh
. scripts/env.sh
data="$DMEX_ROOT/.local/development"
port=${RPC_PORT:-9944}
port_is_free "$port" || die "port $port is taken: stop what listens there, or choose another: RPC_PORT=9955 make run"
[ "${KEEP:-0}" = 1 ] || rm -rf "$data"
mkdir -p "$data"
cat <<TEXT

  DMEX development chain
  ----------------------
  One validator (Alice), a block every 3 seconds, a "day" of 10 blocks, every well-known account funded.
  Connect polkadot.js Apps:  https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A$port#/explorer
  Or anything else to        ws://127.0.0.1:$port (HTTP too)
  Metrics                    http://127.0.0.1:9615/metrics
  Data                       .local/development (a new chain each time; KEEP=1 make run goes on with the last one)
  Filecoin                   ${FILECOIN_RPC:-none: README.md tells how to play one beside it}
  Stop                       Ctrl-C

TEXT
# A fixed identity, so that a second node finds this one by the address that README.md names.
identity=0000000000000000000000000000000000000000000000000000000000000001
# shellcheck disable=SC2086
exec "$DMEX_NODE" --dev --base-path "$data" --wasm-cache "$DMEX_ROOT/.local/wasm-cache" --rpc-port "$port" --node-key "$identity" ${FILECOIN_RPC:+--filecoin-rpc "$FILECOIN_RPC"} ${NODE_ARGS:-}
