"""Flood: how near the engines of water come to exact solutions and to floods that were measured.

  flood.py MEASURE_FLOOD DATA RESULT.json [GROUP…]
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import flood_drains
import flood_speed
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


def rest(table, program, data):
    """Lakes at rest, and mass."""
    take(table, program, "rest")


def runoff(table, program, data):
    """Rain on a tilted plane."""
    take(table, program, "runoff")


def merewether(table, program, data):
    """The flood of Merewether, 2007: both engines at 1 m and 2 m; how near the live one comes to the other."""
    folder = data / "flood" / "anuga" / "case_studies" / "merewether"
    if not folder.is_dir():
        print(f"flood: merewether skipped, {folder} is missing")
        return
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as scratch:
        zipfile.ZipFile(folder / "topography1.zip").extract("topography1.asc", scratch)
        for engine in ["live", "live-advection", "reference"]:
            for cell in ["2", "1"]:
                take(table, program, "merewether", str(folder), f"{scratch}/topography1.asc", engine, cell)
        for cell in ["2", "4", "8"]:
            take(table, program, "merewether", str(folder), f"{scratch}/topography1.asc", "beside", cell)


def building(table, program, data):
    """A dam break against a building in a flume: measured depths, no bar."""
    folder = data / "flood" / "swals" / "SWALS" / "examples" / "isolated_building" / "tjhr_a_9521830_sup_0001"
    if not folder.is_dir():
        print(f"flood: building skipped, {folder} is missing")
        return
    take(table, program, "building", str(folder))


def live(table, program, data):
    """The live engine: mass, lake at rest, MacDonald, tilted plane, tests of the Environment Agency."""
    take(table, program, "live")
    take(table, program, "live-benchmark")


def speed(table, program, data):
    """The live engine beside landlab, ANUGA and C."""
    flood_speed.speed(table, program)


def ensemble(table, program, data):
    """What an ensemble of a whole city costs."""
    flood_speed.ensemble(table, program)


#: The groups, in the order of the table.
GROUPS = {"speed": speed, "live": live, "accuracy": accuracy, "macdonald": macdonald, "rest": rest, "runoff": runoff,
          "merewether": merewether, "building": building, "drains": flood_drains.drains, "ensemble": ensemble}


def main():
    program, data, result, *names = sys.argv[1:]
    table = measuring.Table()
    for name in names or GROUPS:
        GROUPS[name](table, program, pathlib.Path(data))
    return table.finish(result)


if __name__ == "__main__":
    measuring.run(main)
