"""The sandbox: time and memory of making cities, the same bits on any number of threads, a year of readings, and the measures of
made-up cities beside those of real towns on OpenStreetMap.

  sandbox.py KEMBAR MEASURE_TOWN DATA RESULT.json
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import measuring

NO_PEER = "none: no other program makes whole cities"
#: Real towns whose maps are measured beside, with the file of each.
TOWNS = {"Chiang Mai": "chiangmai_bbox.osm.gz", "Butuan": "butuan_bbox.osm.gz", "Makati": "manila_makati_bbox.osm.gz",
         "Jakarta": "jakarta_roads_2012.osm.pbf"}
SIZES = {5_000: 10, 50_000: 10, 500_000: 10}


def lines(program, *names):
    """What measure-town says of some towns."""
    run = subprocess.run([program, *names], capture_output=True, text=True)
    if run.returncode != 0:
        raise measuring.Failed(f"measure-town {' '.join(names)}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def made(kembar, target, people, threads):
    """Makes a city by the whole command, history left out: wall seconds, peak memory in MB, digest. The folder goes."""
    wall, _, peak, output = measuring.measure(
        [kembar, "sandbox", str(target), "--people", str(people), "--without", "history", "--threads", str(threads), "--json"])
    shutil.rmtree(target)
    return wall, peak, json.loads(output)["digest"]


def figures(table, kembar, measure_town):
    """The bars of time, memory and equal bits."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kembar-bench-"))
    try:
        for people, seconds, gigabytes, rounds in [(100_000, 10, 1, measuring.ROUNDS), (1_000_000, 150, 6, 3)]:
            # One and two threads take turns, so that whatever else the machine does falls on both.
            runs = {1: [], 2: []}
            for _ in range(rounds):
                for threads, cities in runs.items():
                    cities.append(made(kembar, folder / "city", people, threads))
            case = f"{people:,} people, 2 threads, written"
            walls = {threads: [wall for wall, _, _ in cities] for threads, cities in runs.items()}
            table.add("sandbox, time", case, "s", measuring.median(walls[2]), seconds, peer_name=NO_PEER)
            table.add("sandbox, memory", case, "MB", max(peak for _, peak, _ in runs[2]), gigabytes * 1000, peer_name=NO_PEER)
            digests = {digest for cities in runs.values() for _, _, digest in cities}
            table.add("sandbox, digests beyond the first", f"{people:,} people, 1 and 2 threads", "count", len(digests) - 1, 0)
        speedup = measuring.median([one / two for one, two in zip(walls[1], walls[2])])
        table.add("sandbox, two threads over one", f"{people:,} people, written", "×", speedup, 1.5, is_least=True)
        year = lines(measure_town, "life:100000:1:1000")[0]
        table.add("a year of hourly readings", f"{year['streams']:,} streams, written", "s", year["seconds"], 30, peer_name=NO_PEER)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def credibility(table, measure_town, data):
    """Every measure of every size: the span over the seeds, the published range, and real towns."""
    ranges = lines(measure_town, "ranges")
    files = {town: data / "osm" / file for town, file in TOWNS.items()}
    real = {town: lines(measure_town, str(file))[0]["measures"] for town, file in files.items() if file.exists()}
    towns = {people: lines(measure_town, *(f"sandbox:{people}:{seed}" for seed in range(1, count + 1)))
            for people, count in SIZES.items()}

    def number(value):
        return float(value)  # "nan" where a town lacks what the measure needs

    print(f"{'measure':36}{'range':>18}" + "".join(f"{town:>12}" for town in real) + "".join(f"{people:>22,}" for people in towns))
    for entry in ranges:
        row = f"{entry['name']:36}{entry['least']:>8g} …{entry['most']:>8g}"
        row += "".join(f"{number(measures[entry['measure']]):12.3g}" for measures in real.values())
        for people, cities in towns.items():
            values = sorted(number(city["measures"][entry["measure"]]) for city in cities)
            row += f"{values[0]:>12.3g} …{values[-1]:>8.3g}"
            if people < entry["leastPeople"]:
                continue
            outside = sum(not entry["least"] <= value <= entry["most"] for value in values)
            table.add(f"outside: {entry['name']}"[:60], f"{people:,} people, {len(cities)} seeds", "cities", outside, 0,
                      peer_name=entry["source"])
        print(row)
    for people, cities in towns.items():
        broken = sum(len(keys) for city in cities for keys in city["broken"].values())
        table.add("broken, what no city may break", f"{people:,} people, {len(cities)} seeds", "count", broken, 0)


def main():
    kembar, measure_town, data, result = sys.argv[1:]
    table = measuring.Table()
    figures(table, kembar, measure_town)
    credibility(table, measure_town, pathlib.Path(data))
    return table.finish(result)


if __name__ == "__main__":
    measuring.run(main)
