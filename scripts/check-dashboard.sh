#!/usr/bin/env bash
# Runs the built node and asks it (through Prometheus, if that is installed) every query of the dashboard and the alerts.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
exec python3 scripts/check_dashboard.py "$DMEX_NODE"
