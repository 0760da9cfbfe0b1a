#!/usr/bin/env python3
"""Takes measured weights into the runtime.

usage: adopt_weights.py MEASURED WEIGHTS

MEASURED/pallets/*.rs are the benchmark command's files. A module of WEIGHTS/mod.rs that stands for a pallet's default
weights gives way to the pallet's file; a file that mod.rs has no module for is not used by the runtime and left out.
MEASURED/base/ holds what was measured of block and transaction: WEIGHTS/base.rs. The database's weights are the SDK's.
"""

import pathlib
import re
import sys

BASE = """//! An empty block and a transaction that does nothing, measured by `make bench`; and the database, by the SDK's measurements of
//! ParityDB, because the few keys of a development chain would flatter it.

use frame_support::{{
	parameter_types,
	weights::{{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight, Weight}},
}};

parameter_types! {{
	/// Weight of a block without transactions.
	pub const BlockExecutionWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul({block}), 0);
	/// Weight of a transaction that does nothing.
	pub const ExtrinsicBaseWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul({extrinsic}), 0);
	/// Weight of a read and of a write of ParityDB.
	pub const DatabaseWeight: RuntimeDbWeight = RuntimeDbWeight {{
		read: 8_000 * WEIGHT_REF_TIME_PER_NANOS,
		write: 50_000 * WEIGHT_REF_TIME_PER_NANOS,
	}};
}}
"""


def number(text, pattern):
    match = re.search(pattern, text)
    if not match:
        sys.exit(f"error: no {pattern} in what the benchmark wrote")
    return match[1]


def adopt_base(base, weights):
    files = {path.stem: path.read_text() for path in base.glob("*.rs")}
    if not files:
        return False
    (weights / "base.rs").write_text(
        BASE.format(
            block=number(files["block_weights"], r"saturating_mul\(([0-9_]+)\)"),
            extrinsic=number(files["extrinsic_weights"], r"saturating_mul\(([0-9_]+)\)"),
        )
    )
    return True


def neutral(text):
    """Without the machine's name and the paths of the command line, which differ from run to run."""
    text = re.sub(r"// Executed Command:\n(?://.*\n)*", "// Measured by `make bench`.\n", text)
    return re.sub(r"HOSTNAME: `[^`]*`, ", "", text)


def adopt_pallets(pallets, weights, module):
    for path in sorted(pallets.glob("*.rs")):
        name = path.stem
        stub = re.compile(rf"pub mod {name} \{{\n(?:.*\n)*?\}}\n")
        if f"pub mod {name};" not in module and not stub.search(module):
            print(f"left out: {path.name}, mod.rs has no module for it")
            continue
        module = stub.sub(f"pub mod {name};\n", module)
        (weights / path.name).write_text(neutral(path.read_text()))
    return module


def main():
    measured, weights = (pathlib.Path(argument) for argument in sys.argv[1:])
    mod = weights / "mod.rs"
    module = adopt_pallets(measured / "pallets", weights, mod.read_text())
    if adopt_base(measured / "base", weights) and "mod base;" not in module:
        module = re.sub(r"use frame_support::\{\n(?:.*\n)*?\};\n\n", "", module)
        module = re.sub(
            r"parameter_types! \{\n(?:.*\n)*?\}\n",
            "mod base;\npub use base::{BlockExecutionWeight, DatabaseWeight, ExtrinsicBaseWeight};\n",
            module,
        )
    mod.write_text(module)


if __name__ == "__main__":
    main()
