"""The live engine's speed beside landlab's, ANUGA's, the same kernel in C, and what the machine's memory allows."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import measuring

HERE = pathlib.Path(__file__).resolve().parent
FLAGS = {"x86-64-v4": ["-march=x86-64-v4", "-mprefer-vector-width=512"], "x86-64-v3": ["-march=x86-64-v3"], "baseline": []}


def told(*command):
    """The last line of JSON of a command on one thread."""
    run = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                         env={**os.environ, "OMP_NUM_THREADS": "1"})
    if run.returncode != 0:
        raise measuring.Failed(f"{' '.join(map(str, command))}: {run.stderr}")
    return json.loads([line for line in run.stdout.splitlines() if line.startswith("{")][-1])


def speed(table, program):
    """Million cell-updates a CPU second, 1000 × 1000 cells of 10 m under 50 mm/h, all wet; rounds interleaved."""
    ours = told(program, "speed", 1000, 1, 60)
    variant = ours["variant"]
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
        c = pathlib.Path(folder) / "flood_kernel"
        subprocess.run(["gcc", "-O3", *FLAGS[variant], "-ffast-math", HERE / "peers" / "flood_kernel.c", "-o", c, "-lm"],
                       check=True)
        lost = abs(told(c, "mass", 100_000)["error"])
        fastest = told(c, "lake", 3000)["speed"]
        rounds = [(told(program, "speed", 1000, 1, 200)["updates"], told(c, "speed", 1000, 100)["updates"],
                   told(c, "triad")["triad"], told(program, "speed", 1000, 1, 200, "advection")["updates"])
                  for _ in range(3 * measuring.ROUNDS)]
    live, in_c, triad, carried = (measuring.median(column) for column in zip(*rounds))
    # Within a round both met the same neighbours on the machine.
    beside_c = measuring.median(ours / theirs for ours, theirs, _, _ in rounds)
    longer = measuring.median(plain / advected - 1 for plain, _, _, advected in rounds)
    roof = triad * 1000 / 28
    case = f"1000 × 1000, rain, {variant}"
    table.add("kernel in C, mass", "0.5 m noise, 1 mm/h, 10⁵ steps", "share", lost, 1e-6)
    table.add("kernel in C, lake at rest", "islands, 3000 steps", "m/s", fastest, 1e-6)
    table.add("kernel in C, share of the roofline", f"triad {triad:.1f} GB/s", "share", in_c / roof, 0.3, is_least=True)
    table.add("live beside the kernel in C", case, "ratio", beside_c, 1.0, in_c, f"gcc -O3 {variant} -ffast-math, M/s",
              is_least=True)
    table.add("live, share of the roofline", f"triad {triad:.1f} GB/s", "share", live / roof, 0.4, roof, "triad ÷ 28 B, M/s",
              is_least=True)
    table.add("live, cell-updates", case, "M/s", live, None)
    table.add("live with advection, cell-updates", case, "M/s", carried, None, live, "live, M/s")
    table.add("live with advection, time of an update more than without", case, "share", longer, 0.4)
    walls = [(told(program, "speed", 1000, 1, 200)["wall"], told(program, "speed", 1000, 2, 200)["wall"])
             for _ in range(measuring.ROUNDS)]
    gains = [two / one for one, two in walls]
    table.add("two threads, by the clock", f"load {os.getloadavg()[0]:.1f}", "ratio", measuring.median(gains), 1.5, is_least=True)
    peers(table, live, carried)


def peers(table, live, carried):
    """landlab and ANUGA, in this Python."""
    script = HERE / "peers" / "flood_peers.py"
    for name, side, steps, limit in [("landlab", 1000, 10, 25), ("anuga", 200, 20, 100)]:
        try:
            peer = measuring.median([told(sys.executable, script, name, side, steps)["updates"] for _ in range(3)])
        except measuring.Failed as failed:
            print(f"flood: {name} skipped, it does not run here: {str(failed).splitlines()[-1]}")
            continue
        table.add(f"live beside {name}", f"{name}: {side} × {side}", "ratio", live / peer, limit, peer, f"{name}, M/s",
                  is_least=True)
        table.add(f"live with advection beside {name}", f"{name}: {side} × {side}", "ratio", carried / peer, None, peer,
                  f"{name}, M/s")


def ensemble(table, program):
    """20 × 20 km of a made-up city for six hours: 50 members on 20 m cells, and one run on 10 m cells, on one thread.

    Rain on every cell is the dearest flood there is; a wave in the rivers leaves most of the ground dry. Members cost the same within a
    few per cent: unless MEMBERS says another number, three are run, and fifty are reckoned from what they cost beside the run itself; the
    row says so. Once with the city's drains and once without."""
    members = int(os.environ.get("MEMBERS", 3))
    for water, words, drains in [("rain", "100 mm of rain", []), ("rain", "100 mm of rain, no drains", ["no-drains"]),
                                 ("river", "a wave in the rivers, no drains", ["no-drains"])]:
        alone = told(program, "ensemble", water, 20, 0, 20, 500_000, *drains)
        found = told(program, "ensemble", water, 20, members, 20, 500_000, *drains)
        if found["members"] < members:
            raise measuring.Failed(f"ensemble: only {found['members']} of {members} members came to their end")
        size = "{:.0f} × {:.0f} km".format(*found["kilometres"])
        case = f"{size} at 20 m, {words}"
        each = (found["processor"] - alone["processor"]) / members
        table.add("ensemble of 50", case + ("" if members == 50 else f", from {members} members"), "CPU s",
                  alone["processor"] + 50 * each, 1200)
        table.add("a member, of the run itself", case, "share", each / alone["processor"], None)
        table.add(f"ensemble of {members}, memory", case, "MB", found["memory"], 1024)
    for water, words in [("rain", "100 mm of rain"), ("river", "a wave in the rivers")]:
        alone, found = (told(program, "ensemble", water, 10, number, 20, 500_000, "no-drains") for number in (0, 1))
        size = "{:.0f} × {:.0f} km".format(*found["kilometres"])
        table.add("one member", f"{size} at 10 m, {words}, no drains", "CPU s", found["processor"] - alone["processor"], 200)
        table.add("one member, memory", f"{size} at 10 m, {words}, no drains", "MB", found["memory"], 1024)
