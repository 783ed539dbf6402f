"""What the benchmarks share: CPU seconds and memory of a command, medians, a table, result files."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROUNDS = 5


class Failed(Exception):
    """A command that a benchmark needs did not do its work."""


def measure(command):
    """Runs a command: wall seconds, CPU seconds (user and system), peak memory in MB, standard output."""
    with open(os.devnull) as nothing:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=nothing, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # Both pipes are small here: the error text of a command that failed, and JSON.
        output, errors = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
    if process.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}\nended with {process.returncode}: {errors.decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def median(values):
    return statistics.median(values)


class Table:
    """Rows of results, one a bar."""

    def __init__(self):
        self.rows = []

    def add(self, bar, case, unit, ours, limit, peer=None, peer_name="", is_least=False):
        """A bar that holds when ours does not exceed the limit, or with `is_least` when it is not below it; `None` for a limit
        states a figure without a bar."""
        holds = limit is None or (ours >= limit if is_least else ours <= limit)
        self.rows.append({
            "bar": bar, "case": case, "unit": unit, "ours": round(ours, 4), "peer": peer, "peerName": peer_name,
            "ratio": round(ours / peer, 4) if peer else None, "limit": limit, "isLeast": is_least,
            "holds": holds})
        # At once: what took an hour to measure is not lost with the next row.
        self.show(self.rows[-1])

    @staticmethod
    def show(row):
        limit = "" if row["limit"] is None else f"limit {'≥' if row['isLeast'] else '≤'} {row['limit']:g}"
        word = "" if row["limit"] is None else "holds" if row["holds"] else "FALLS SHORT"
        print(f"{row['bar']:34} {row['case']:34} {row['ours']:10.3f} {row['unit']:6} {limit:14} {word}", flush=True)

    def finish(self, path):
        """Writes the file, gives the exit code: 3 when a bar does not hold."""
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(path).write_text(json.dumps(self.rows, indent=1) + "\n")
        return 0 if all(row["holds"] for row in self.rows) else 3


def rows(table, words, prefix="", peers={}, limits={}):
    """The rows a program prints as JSON, a line each; those that begin with # are for the reader."""
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, words[:3]))}: {done.stderr}")
    for line in done.stdout.splitlines():
        if line.startswith("#"):
            print(line)
            continue
        row = json.loads(line)
        peer, name = peers.get(row["bar"], (None, ""))
        # JSON has no word for a number that could not be computed.
        table.add(prefix + row["bar"], row["case"], row["unit"], float(row["ours"]), limits.get(row["bar"], row.get("limit")),
                  peer, name, is_least=row.get("isLeast", False))


def run(main):
    """Ends the program by the code `main` gives, or with a sentence when a command failed."""
    try:
        sys.exit(main())
    except Failed as failed:
        sys.exit(f"bench: {failed}")
