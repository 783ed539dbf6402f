"""Routing on Jakarta's streets beside RoutingKit (the wheel routingkit_cch), on the same graph and questions, in one run.

OSRM has no wheel for Python 3.11 (osrm-bindings begins at 3.12), so its rows are not run here: measured once on this map over
HTTP, contraction hierarchies took 0.55–0.72 ms a route and 314–356 ms for 20 × 1000 (../shared/notes).
"""

import json
import subprocess
import sys
import tempfile

import measuring

MAP = "jakarta_roads_2012.osm.pbf"
#: Our row by the peer's figure, and the factor from seconds.
PEER = {"order": ("order", 1), "re-weight, from weights": ("re-weight", 1e3),
        "route without path": ("route without path", 1e6), "route with path": ("route with path", 1e6),
        "matrix 20 × 1000": ("matrix", 1e3)}


def routing(table, program, data):
    """Order, re-weighting, routes, matrix."""
    town = data / "osm" / MAP
    if not town.is_file():
        print(f"traffic: routing skipped, {town} is missing")
        return
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
        run = subprocess.run([program, "routing", str(town), folder], capture_output=True, text=True)
        if run.returncode != 0:
            raise measuring.Failed(f"measure-traffic routing: {run.stderr}")
        ours = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        run = subprocess.run([sys.executable, "Benchmarks/peers/routing_peer.py", folder], capture_output=True, text=True)
        if run.returncode != 0:
            raise measuring.Failed(f"routing_peer: {run.stderr}")
        theirs = json.loads(run.stdout)
    for row in ours:
        name, factor = PEER.get(row["bar"], (None, None))
        table.add(f"routing: {row['bar']}", row["case"], row["unit"], float(row["ours"]), row.get("limit"),
                  theirs[name] * factor if name else None, "RoutingKit CCH" if name else "",
                  is_least=row.get("isLeast", False))
    table.add("routing: answers unlike RoutingKit's", MAP, "", float(theirs["different"]), 0)
