"""Drains beside EPA SWMM on the same files: peak flows link by link, water lost, time.

  flood_drains.py MEASURE_FLOOD DATA     prints the rows

`rows(program, data)` gives them to flood.py. SWMM runs from swmm-toolkit in its own environment, made the first time.
"""

import json
import pathlib
import re
import subprocess
import sys

import measuring

HERE = pathlib.Path(__file__).resolve().parent
FLOW = {"CFS": 0.028316846592, "GPM": 6.30901964e-5, "MGD": 0.0438126364, "CMS": 1.0, "LPS": 0.001, "MLD": 1000 / 86400}
PEER = (HERE / "drains" / "requirements.txt").read_text().strip().replace("==", " ")
#: A link whose greatest flow is below this share of the file's greatest does not matter to anyone.
MATTERS = 0.01
SWMM = """
import sys, time
from swmm.toolkit import solver
began = time.process_time()
solver.swmm_run(sys.argv[1], sys.argv[2], sys.argv[3])
print("seconds", time.process_time() - began)
"""


def interpreter():
    """Python with swmm-toolkit."""
    folder = HERE / ".venv-drains"
    wanted = (HERE / "drains" / "requirements.txt").read_text()
    kept = folder / "requirements.txt"
    if not kept.exists() or kept.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                        "--requirement", str(HERE / "drains" / "requirements.txt")], check=True)
        kept.write_text(wanted)
    return str(folder / "bin/python")


def swmm(python, path, scratch):
    """SWMM's peaks in m³/s by link, its error of continuity in %, its CPU seconds."""
    report, output = scratch / (path.stem + ".rpt"), scratch / (path.stem + ".out")
    run = subprocess.run([python, "-c", SWMM, str(path), str(report), str(output)], capture_output=True, text=True)
    text = report.read_text(errors="replace") if report.exists() else ""
    if run.returncode != 0 or re.search(r"^\s*ERROR", text, re.M):
        raise measuring.Failed(f"swmm-toolkit on {path.name}: {run.stderr}{text[:500]}")
    unit = re.search(r"Flow Units \.+\s+(\S+)", text)[1]
    table = re.search(r"Link Flow Summary\n[^\n]*\n(.*?)\n\s*\*{5}", text, re.S)[1]
    peaks = {}
    for line in table.splitlines():
        words = line.split()
        if len(words) >= 5 and words[1] in ("CONDUIT", "CHANNEL", "PUMP", "ORIFICE", "WEIR"):
            peaks[words[0]] = float(words[2]) * FLOW[unit]
    lost = re.search(r"Flow Routing Continuity.*?Continuity Error \(%\) \.+\s+(\S+)", text, re.S)[1]
    return peaks, float(lost), float(re.search(r"seconds (\S+)", run.stdout)[1])


def compare(program, python, path, scratch, name):
    """The rows of one file: the link that differs most, all links for EA 8B, water lost, time."""
    run = subprocess.run([program, "drains", str(path)], capture_output=True, text=True)
    if run.returncode != 0:
        raise measuring.Failed(f"measure-flood drains {path}: {run.stderr}")
    ours = json.loads(run.stdout.splitlines()[-1])
    peaks, lost, seconds = swmm(python, path, scratch)
    greatest = max(peaks.values())
    found = []
    for link, peak in peaks.items():
        if peak < MATTERS * greatest:
            continue
        mine = ours["peaks"][link]
        found.append(row("drains, peak flow beside SWMM", f"{name} {link}: {mine:.4g} of {peak:.4g} m³/s", "%",
                         abs(mine / peak - 1) * 100, 5))
    found.append(row("drains, water made or lost", f"{name} (SWMM {abs(lost) / 100:.1e})", "share",
                     abs(ours["massError"]), 1e-4))
    found.append({**row("drains, CPU time", f"{name}, {ours['links']} links", "s", ours["seconds"], None), "peer": seconds,
                  "ratio": ours["seconds"] / seconds if seconds else None})
    return found


def row(bar, case, unit, ours, limit):
    return {"bar": bar, "case": case, "unit": unit, "ours": ours, "peer": None, "peerName": PEER, "ratio": None,
            "limit": limit, "holds": limit is None or ours <= limit}


def rows(program, data):
    """All rows; files of the shared data that are missing are skipped in one line."""
    scratch = HERE / "results" / "drains"
    scratch.mkdir(parents=True, exist_ok=True)
    python = interpreter()
    found = []
    itzi = pathlib.Path(data) / "flood" / "itzi"
    for path, name in [(itzi / "EA_test_8/b/test8b_drainage_ponding.inp", "EA 8B"), (itzi / "test_drainage.inp", "itzi")]:
        if path.exists():
            found += compare(program, python, path, scratch, name)
        else:
            print(f"drains: skipped, {path} is missing")
    for path in sorted((HERE / "drains").glob("*.inp")):
        found += compare(program, python, path, scratch, path.stem)
    return found


def drains(table, program, data):
    """Adds the rows to flood.py's table."""
    for one in rows(program, data):
        table.add(one["bar"], one["case"], one["unit"], one["ours"], one["limit"], one["peer"], one["peerName"])


if __name__ == "__main__":
    table = measuring.Table()
    drains(table, *sys.argv[1:3])
    measuring.run(lambda: table.finish(HERE / "results" / "flood_drains.json"))
