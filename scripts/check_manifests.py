#!/usr/bin/env python3
"""Checks the manifests of the workspace.

Coupling: primitives <- pallets <- runtime <- chain specs <- command line <- node. No DMEX pallet names another outside dev-dependencies, and nothing
that ships names test-utils.

Features: a crate that has `std`, `runtime-benchmarks` or `try-runtime` passes it on to every dependency that has it.

Lints: every crate takes the workspace's lints.
"""

import json
import pathlib
import subprocess
import sys

FEATURES = ("std", "runtime-benchmarks", "try-runtime")
PRIMITIVES, FIL_PRIMITIVES = "dmex-primitives", "dmex-fil-primitives"
TEST_UTILS, RUNTIME = "dmex-test-utils", "dmex-runtime"
CHAIN_SPEC, CLI, NODE = "dmex-chain-spec", "dmex-cli", "dmex-node"


def metadata():
    # The filter spares the download of other systems' crates.
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def layer(name):
    order = {PRIMITIVES: 0, FIL_PRIMITIVES: 0, TEST_UTILS: 1, RUNTIME: 3, CHAIN_SPEC: 4, CLI: 5, NODE: 6}
    return order.get(name, 2)


def coupling(package, ours):
    for dep in package["dependencies"]:
        if dep["name"] not in ours or dep["kind"] == "dev":
            continue
        if dep["name"] == TEST_UTILS:
            yield f"{package['name']} -> {TEST_UTILS}: only under [dev-dependencies]"
        elif layer(dep["name"]) >= layer(package["name"]):
            yield f"{package['name']} -> {dep['name']}: pallets meet through traits of {PRIMITIVES}, joined in the runtime"


def default_closure(features):
    enabled, queue = set(), ["default"]
    while queue:
        feature = queue.pop()
        if feature not in enabled:
            enabled.add(feature)
            queue.extend(features.get(feature, []))
    return enabled


def propagation(package, features_of):
    for dep in package["dependencies"]:
        if dep["kind"] is not None:
            continue
        name = dep["rename"] or dep["name"]
        available = features_of.get(dep["name"], {})
        given = set(dep["features"]) | (default_closure(available) if dep["uses_default_features"] else set())
        for feature in FEATURES:
            if feature not in package["features"] or feature not in available or feature in given:
                continue
            wanted = {f"{name}/{feature}", f"{name}?/{feature}"}
            if not wanted & set(package["features"][feature]):
                yield f"{package['name']}: feature {feature} lacks \"{name}/{feature}\""


def main():
    data = metadata()
    members = set(data["workspace_members"])
    packages = [p for p in data["packages"] if p["id"] in members]
    ours = {p["name"] for p in packages}
    features_of = {}
    for package in data["packages"]:
        features_of.setdefault(package["name"], {}).update(package["features"])
    problems = []
    for package in sorted(packages, key=lambda p: p["name"]):
        problems += coupling(package, ours)
        problems += propagation(package, features_of)
        if "[lints]\nworkspace = true" not in pathlib.Path(package["manifest_path"]).read_text():
            problems.append(f"{package['name']}: its manifest lacks [lints] workspace = true")
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if not problems:
        print(f"{len(packages)} crates: dependencies, features and lints are as they should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
