#!/usr/bin/env python3
"""Every query of docker/grafana and docker/prometheus must find series on a running node.

usage: check_dashboard.py NODE

Starts a development chain on ports of its own. With a `prometheus` in PATH (or in $PROMETHEUS) the queries are put to a
real one; without, each metric name with its label matchers is looked up in what the node exports.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCKS = 4
SELECTOR = re.compile(r"\b((?:substrate|dmex)_[a-z0-9_]+|up\b)(?:\{([^}]*)\})?")
LABEL = re.compile(r'([a-z_]+)="([^"]*)"')
# What Prometheus adds to a series, not the node.
ADDED = {"job", "node", "instance"}


def queries():
    for path in sorted((ROOT / "docker/grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{path.name}: {panel['title']}", target["expr"]
    for line in (ROOT / "docker/prometheus/rules.yml").read_text().splitlines():
        if line.strip().startswith("expr:"):
            # Without the comparison, which a healthy node does not fulfil.
            yield "rules.yml", re.sub(r"\s(==|<|>)\s[0-9.]+$", "", line.split("expr:", 1)[1].strip())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def series(text):
    """What a node exports: [(name, labels)]."""
    found = []
    for line in text.splitlines():
        match = re.match(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ", line)
        if match and not line.startswith("#"):
            found.append((match[1], dict(LABEL.findall(match[2] or ""))))
    return found


def height(text):
    match = re.search(r'^substrate_block_height\{[^}]*status="best"[^}]*\} (\d+)', text, re.M)
    return int(match[1]) if match else 0


def missing(expression, exported):
    for name, matchers in SELECTOR.findall(expression):
        if name == "up":
            continue
        wanted = {k: v for k, v in LABEL.findall(matchers) if k not in ADDED}
        if not any(n == name and wanted.items() <= labels.items() for n, labels in exported):
            yield f"{name}{{{matchers}}}" if matchers else name


@contextlib.contextmanager
def process(command, log):
    with open(log, "wb") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def until(child, log, seconds, what, ready):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            break
        with contextlib.suppress(OSError):
            value = ready()
            if value:
                return value
        time.sleep(0.5)
    sys.exit(f"error: {what}\n" + "\n".join(pathlib.Path(log).read_text(errors="replace").splitlines()[-25:]))


def ask(url, expression):
    answer = json.loads(get(f"{url}/api/v1/query?" + urllib.parse.urlencode({"query": expression})))
    return answer["status"] == "success" and answer["data"]["result"]


def through_prometheus(binary, metrics_port, folder):
    config = folder / "prometheus.yml"
    config.write_text(
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
        f"rule_files: ['{ROOT}/docker/prometheus/rules.yml']\n"
        "scrape_configs:\n  - job_name: dmex\n    static_configs:\n"
        f"      - targets: ['127.0.0.1:{metrics_port}']\n        labels: {{node: alice}}\n"
    )
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "prometheus.log"
    command = [binary, f"--config.file={config}", f"--storage.tsdb.path={folder}/data", f"--web.listen-address=127.0.0.1:{port}"]
    with process(command, log) as child:
        open_queries = dict.fromkeys(queries())

        def all_answered():
            for query in list(open_queries):
                if ask(url, query[1]):
                    del open_queries[query]
            return not open_queries

        with contextlib.suppress(SystemExit):
            until(child, log, 60, "some queries stay empty", all_answered)
        loaded = json.loads(get(f"{url}/api/v1/rules"))["data"]["groups"]
        if not loaded or any(rule["health"] == "err" for group in loaded for rule in group["rules"]):
            yield f"rules.yml: not loaded without errors: {json.dumps(loaded)[:400]}"
        for title, expression in open_queries:
            yield f"{title}: no result: {expression}"


def main():
    node = sys.argv[1]
    prometheus = os.environ.get("PROMETHEUS") or shutil.which("prometheus")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        metrics_port, log = free_port(), folder / "node.log"
        command = [node, "--dev", "--base-path", f"{folder}/chain", "--port", str(free_port()), "--rpc-port", str(free_port())]
        command += ["--prometheus-port", str(metrics_port)]
        with process(command, log) as child:
            url = f"http://127.0.0.1:{metrics_port}/metrics"

            def enough_blocks():
                text = get(url)
                return text if height(text) >= BLOCKS else None

            text = until(child, log, 90, f"no {BLOCKS} blocks in 90 seconds", enough_blocks)
            problems = [f"{t}: the node exports no {m}" for t, e in queries() for m in missing(e, series(text))]
            if prometheus and not problems:
                problems += through_prometheus(prometheus, metrics_port, folder)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if not problems:
        how = "a real Prometheus" if prometheus else "the node's own export"
        print(f"dashboard and alerts: {len(list(queries()))} queries answered by {how}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
