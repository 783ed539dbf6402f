"""The queue model beside SUMO 1.28 (PyPI eclipse-sumo) on four networks, in one run.

Both sides get the same network, vehicles, types and routes: SUMO's own of its first seed. Delay is time loss + departure delay; who
never came in counts to the end; nobody is teleported. CPU is of whole processes, reading included, interleaved.
"""

import gzip
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import measuring

SUMO = os.path.join(os.path.dirname(sys.executable), "sumo")
NETWORKS = {
    "cologne8": ("resco_cologne8", "cologne8.net.xml.gz", "cologne8.rou.xml", "", 25200, 28800),
    "ingolstadt21": ("resco_ingolstadt21", "ingolstadt21.net.xml.gz", "ingolstadt21.rou.xml.gz", "", 57600, 61200),
    "bologna_acosta": (
        "bologna_acosta", "acosta_buslanes.net.xml", "acosta.rou.xml.gz,acosta_busses.rou.xml",
        "acosta_vtypes.add.xml,acosta_bus_stops.add.xml,acosta_tls.add.xml", 0, 3600),
    "bologna_pasubio": (
        "bologna_pasubio", "pasubio_buslanes.net.xml", "pasubio.rou.xml.gz,pasubio_busses.rou.xml",
        "pasubio_vtypes.add.xml,pasubio_bus_stops.add.xml,pasubio_tls.add.xml", 0, 3600),
}
DEFAULTS = {  # SUMO's defaults of a class: length, minGap, accel, decel, maxSpeed
    "passenger": (5, 2.5, 2.6, 4.5, 55.55),
    "bus": (12, 2.5, 1.2, 4.0, 23.61),
}


def cpu(words, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        raise measuring.Failed(run.stderr[-800:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, run.stdout


def parsed(path):
    with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
        return ET.parse(file).getroot()


class Case:
    def __init__(self, name, data, scratch):
        folder, self.net, routes, additional, self.begin, self.end = NETWORKS[name]
        self.name, self.folder, self.scratch = name, os.path.join(data, folder), scratch
        self.routes, self.additional = routes.split(","), [f for f in additional.split(",") if f]

    def path(self, what, seed):
        return os.path.join(self.scratch, f"{self.name}.{what}.{seed}.xml")

    def sumo(self, seed, mesoscopic=False, outputs=True):
        words = [SUMO, "-n", self.net, "-r", ",".join(self.routes), "-b", str(self.begin), "-e", str(self.end)]
        words += ["--time-to-teleport", "-1", "--seed", str(seed), "--no-step-log", "--no-warnings"]
        additional = list(self.additional)
        if mesoscopic:
            words.append("--mesosim")
        if outputs:
            ask = self.path("ask", seed)
            with open(ask, "w") as file:
                file.write(f'<additional><edgeData id="e" period="900" file="{self.path("edges", seed)}"/></additional>')
            additional.append(ask)
            words += ["--tripinfo-output", self.path("trips", seed), "--tripinfo-output.write-unfinished"]
            words += ["--tripinfo-output.write-undeparted", "--vehroute-output", self.path("routes", seed)]
            words += ["--vehroute-output.write-unfinished"]
        if additional:
            words += ["-a", ",".join(additional)]
        return cpu(words, self.folder)[0]

    def delay(self, seed):
        total = count = 0
        for _, element in ET.iterparse(self.path("trips", seed)):
            if element.tag == "tripinfo":
                count += 1
                total += float(element.get("departDelay"))
                total += float(element.get("timeLoss")) if float(element.get("depart")) >= 0 else 0
        return total / count

    def dump(self):
        """Types, plans and vehicles as `measure-traffic queues` reads them."""
        types, lots, plans, stops, vehicles = {}, {}, [], {}, []
        for file in self.additional + self.routes:
            for element in parsed(os.path.join(self.folder, file)):
                if element.tag == "vType":
                    types[element.get("id")] = element
                elif element.tag == "vTypeDistribution":
                    lots[element.get("id")] = [(float(one.get("probability", 1)), one.get("id")) for one in element]
                    types.update((one.get("id"), one) for one in element)
                elif element.tag == "tlLogic":
                    plans.append(element)
                elif element.tag == "busStop":
                    stops[element.get("id")] = element.get("lane").rsplit("_", 1)[0]
                elif element.tag in ("vehicle", "trip"):
                    vehicles.append(element)
        route, kind = {}, {}
        for _, element in ET.iterparse(self.path("routes", 1)):
            if element.tag == "vehicle":
                ways = element.findall(".//route")
                route[element.get("id")] = ways[-1].get("edges")
                kind[element.get("id")] = element.get("type")
        draw, used, lines = random.Random(1), {}, []
        for vehicle in vehicles:
            name = kind.get(vehicle.get("id")) or vehicle.get("type", "DEFAULT_VEHTYPE")
            if name in lots:
                name = draw.choices([one[1] for one in lots[name]], [one[0] for one in lots[name]])[0]
            own = vehicle.find("route")
            edges = own.get("edges") if own is not None else route.get(vehicle.get("id"))
            if edges is None:
                continue
            dwell, at, steps = {}, 0, edges.split()
            for stop in vehicle.findall("stop"):
                edge = stops.get(stop.get("busStop"))
                if edge in steps[at:]:
                    at = steps.index(edge, at)
                    dwell[at] = dwell.get(at, 0) + float(stop.get("duration", 0))
            stands = ",".join(f"{step}:{seconds}" for step, seconds in dwell.items())
            row = used.setdefault(name, len(used))
            lines.append(f"veh\t{vehicle.get('id')}\t{vehicle.get('depart')}\t{row}\t{stands}\t{edges}")
        path = os.path.join(self.scratch, self.name + ".txt")
        with open(path, "w") as file:
            for name in used:
                one = types.get(name, {})
                sort = one.get("vClass", "passenger")
                usual = DEFAULTS.get(sort, DEFAULTS["passenger"])
                keys = ("length", "minGap", "accel", "decel")
                figures = [one.get(key, value) for key, value in zip(keys, usual)]
                figures += [one.get("tau", 1), one.get("sigma", 0.5), one.get("speedFactor", 1), one.get("speedDev", 0.1)]
                figures.append(one.get("maxSpeed", usual[4]))
                file.write("\t".join(["type", name, sort] + [str(figure) for figure in figures]) + "\n")
            for plan in plans:
                phases = ";".join(phase.get("duration") + " " + phase.get("state") for phase in plan)
                file.write(f"tls\t{plan.get('id')}\t{plan.get('offset', 0)}\t{phases}\n")
            file.write("\n".join(lines) + "\n")
        return path

    def correlation(self, ours, seeds):
        """r of speed ÷ free speed by edge and quarter of an hour, weighted by flow, where 20 vehicles or more pass."""
        reference = {}
        for seed in seeds:
            for number, interval in enumerate(ET.parse(self.path("edges", seed)).getroot()):
                for edge in interval:
                    seconds = float(edge.get("sampledSeconds", 0))
                    passed = float(edge.get("left", 0)) + float(edge.get("arrived", 0))
                    sums = reference.setdefault((edge.get("id"), number), [0, 0, 0])
                    sums[0] += seconds
                    sums[1] += seconds * float(edge.get("speed", 0))
                    sums[2] += passed / len(seeds)
        rows = []
        with open(ours) as file:
            for line in file:
                edge, number, seconds, metres, _, _, speed = line.split("\t")
                other = reference.get((edge, int(number)))
                if other and other[2] >= 20 and other[0] > 0 and float(seconds) > 0:
                    free = float(speed)
                    rows.append((other[2], float(metres) / float(seconds) / free, other[1] / other[0] / free))
        weight = sum(row[0] for row in rows)
        x = sum(row[0] * row[1] for row in rows) / weight
        y = sum(row[0] * row[2] for row in rows) / weight
        both = sum(row[0] * (row[1] - x) * (row[2] - y) for row in rows)
        spread = sum(row[0] * (row[1] - x) ** 2 for row in rows) * sum(row[0] * (row[2] - y) ** 2 for row in rows)
        return both / math.sqrt(spread)


def rows(table, case, measure, seeds=(1, 2, 3, 4, 5)):
    for seed in seeds:
        case.sumo(seed)
    delays = [case.delay(seed) for seed in seeds]
    median, spread = statistics.median(delays), max(delays) - min(delays)
    dump, edges = case.dump(), os.path.join(case.scratch, case.name + ".edges")
    words = [os.path.abspath(measure), "queues", os.path.join(case.folder, case.net), dump, str(case.begin), str(case.end)]
    runs, costs = [], {"ours": [], "whole": [], "meso": [], "micro": []}
    for seed in seeds:  # interleaved, so that the machine's moods hit all alike
        whole, text = cpu(words + [str(seed)], None)
        run = json.loads(text.splitlines()[0])
        runs.append(run["delay"])
        costs["whole"].append(whole)
        costs["ours"].append(run["buildSeconds"] + run["runSeconds"])
        costs["meso"].append(case.sumo(seed, mesoscopic=True, outputs=False))
        if case.name == "bologna_acosta" and seed <= 3:
            costs["micro"].append(case.sumo(seed, outputs=False))
    cpu(words + ["1", edges], None)
    ours, limit = statistics.median(runs), max(0.15 * median, 2 * spread)
    name = case.name
    table.add("queues: mean delay", name, "s", ours, None, median, "SUMO micro, median of 5")
    table.add("queues: delay off SUMO's median", name, "s", abs(ours - median), limit)
    table.add("queues: speed by edge, quarter hour", name, "r", case.correlation(edges, seeds), 0.8, is_least=True)
    whole = statistics.median(costs["whole"])
    for peer, least in (("meso", 3), ("micro", 30)):
        if costs[peer]:
            theirs = statistics.median(costs[peer])
            table.add(f"queues: times faster than {peer}", name, "×", theirs / whole, least, is_least=True)
            table.add(f"queues: CPU beside {peer}", name, "s", whole, None, theirs, "SUMO " + peer)
    table.add("queues: CPU without reading files", name, "s", statistics.median(costs["ours"]), None)


def queues(table, program, data):
    """Delay, speeds and CPU on four networks."""
    data = data / "traffic"
    if not data.is_dir():
        print(f"traffic: queues skipped, {data} is missing")
        return
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as scratch:
        for name in NETWORKS:
            rows(table, Case(name, data, scratch), program)
