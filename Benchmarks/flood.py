"""Flood: how near the engines of water come to exact solutions and to floods that were measured.

  flood.py MEASURE_FLOOD DATA RESULT.json [GROUP…]
"""

import json
import pathlib
import subprocess
import sys

import measuring


def rows(program, *words):
    """What measure-flood says of a group."""
    run = subprocess.run([program, *words], capture_output=True, text=True)
    if run.returncode != 0:
        raise measuring.Failed(f"measure-flood {' '.join(words)}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def take(table, program, *words):
    """Adds a group's rows to the table."""
    for row in rows(program, *words):
        table.add(row["bar"], row["case"], row["unit"], float(row["ours"]), row.get("limit"), row.get("peer"),
                  row.get("peerName", ""))


def accuracy(table, program, data):
    """Exact solutions."""
    take(table, program, "accuracy")


def macdonald(table, program, data):
    """The channel of itzi's tests."""
    folder = data / "flood"
    if not folder.is_dir():
        print(f"flood: macdonald skipped, {folder} is missing")
        return
    take(table, program, "macdonald", str(folder))


#: The groups, in the order of the table.
GROUPS = {"accuracy": accuracy, "macdonald": macdonald}


def main():
    program, data, result, *names = sys.argv[1:]
    table = measuring.Table()
    for name in names or GROUPS:
        GROUPS[name](table, program, pathlib.Path(data))
    return table.finish(result)


if __name__ == "__main__":
    measuring.run(main)
