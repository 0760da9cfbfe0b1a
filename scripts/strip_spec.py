#!/usr/bin/env python3
"""Makes chain specs comparable.

usage: strip_spec.py plain FILE    prints the spec with the runtime's code replaced by a placeholder
       strip_spec.py digest FILE   prints the SHA-256 of a raw spec's genesis state without the code

The code differs from compiler to compiler and is megabytes long; all the rest is decided by the sources.
"""

import hashlib
import json
import sys

CODE_KEY = "0x" + b":code".hex()
PLACEHOLDER = "put in by scripts/build-specs.sh --full"


def plain(spec):
    genesis = spec["genesis"]["runtimeGenesis"]
    if len(genesis["code"]) < 100_000:
        sys.exit("error: the spec carries no runtime")
    genesis["code"] = PLACEHOLDER
    return json.dumps(spec, indent=2, ensure_ascii=False)


def digest(spec):
    raw = spec["genesis"]["raw"]
    if raw["top"].pop(CODE_KEY, None) is None:
        sys.exit("error: the raw spec carries no runtime")
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()


def main():
    mode, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        spec = json.load(file)
    print({"plain": plain, "digest": digest}[mode](spec))


if __name__ == "__main__":
    main()
