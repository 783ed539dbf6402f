"""A network of SUMO 1.28 (PyPI eclipse-sumo) with its vehicles, as SUMO and `measure-traffic queues` both run it.

Both sides get the same network, vehicles, types and routes: SUMO's own of its first seed. Nobody is teleported. Where a network has
actuated signals both sides run the plan on which they are based, as a fixed one.
"""

import contextlib
import gzip
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import measuring

SUMO = os.path.join(os.path.dirname(sys.executable), "sumo")
#: Folder, network, routes, additional files, begin and end; and whether the queue model's rules were found while looking at it.
NETWORKS = {
    "cologne8": ("resco_cologne8", "cologne8.net.xml.gz", "cologne8.rou.xml", "", 25200, 28800, True),
    "ingolstadt21": ("resco_ingolstadt21", "ingolstadt21.net.xml.gz", "ingolstadt21.rou.xml.gz", "", 57600, 61200, True),
    "bologna_acosta": (
        "bologna_acosta", "acosta_buslanes.net.xml", "acosta.rou.xml.gz,acosta_busses.rou.xml",
        "acosta_vtypes.add.xml,acosta_bus_stops.add.xml,acosta_tls.add.xml", 0, 3600, True),
    "bologna_pasubio": (
        "bologna_pasubio", "pasubio_buslanes.net.xml", "pasubio.rou.xml.gz,pasubio_busses.rou.xml",
        "pasubio_vtypes.add.xml,pasubio_bus_stops.add.xml,pasubio_tls.add.xml", 0, 3600, True),
    "cologne1": ("resco_cologne1", "cologne1.net.xml", "cologne1.rou.xml", "", 25200, 28800, False),
    "ingolstadt1": ("resco_ingolstadt1", "ingolstadt1.net.xml", "ingolstadt1.rou.xml", "", 57600, 61200, False),
    "grid4x4": ("resco_grid4x4", "grid4x4.net.xml.gz", "grid4x4_1.rou.xml", "", 0, 3600, False),
    "arterial4x4": ("resco_arterial4x4", "arterial4x4.net.xml", "arterial4x4_1.rou.xml.gz", "", 0, 3600, False),
    "doerpfeldstr": ("doerpfeldstr", "net.net.xml.gz", "samplertrips.rou.xml.gz", "", 50300, 54100, False),
    "tavf_hamburg": (
        "tavf_hamburg", "network.net.xml.gz", "bus_route.rou.xml,vType.xml,PKW_automatic.rou.xml.gz,LKW_automatic.rou.xml",
        "busStops.add.xml", 0, 1200, False),
}
#: SUMO 1.28's own figures of a class: length, minGap, accel, decel, maxSpeed, speedDev (asked of libsumo).
DEFAULTS = {
    "passenger": (5, 2.5, 2.6, 4.5, 55.56, 0.1), "ignoring": (5, 2.5, 2.6, 4.5, 55.56, 0),
    "taxi": (5, 2.5, 2.6, 4.5, 55.56, 0.05), "delivery": (6.5, 2.5, 2.6, 4.5, 55.56, 0.05),
    "truck": (7.1, 2.5, 1.3, 4.0, 36.11, 0.05), "trailer": (16.5, 2.5, 1.1, 4.0, 36.11, 0.05),
    "bus": (12, 2.5, 1.2, 4.0, 27.78, 0), "coach": (14, 2.5, 2.0, 4.0, 27.78, 0.05),
    "motorcycle": (2.2, 2.5, 6.0, 10.0, 55.56, 0.1), "tram": (22, 2.5, 1.0, 3.0, 22.22, 0),
}


def cpu(words, folder=None):
    """CPU seconds of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        raise measuring.Failed(f"{words[0]}: {run.stderr[-800:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, run.stdout


@contextlib.contextmanager
def scratch_folder():
    """A folder for what SUMO writes: the one that KEMBAR_BENCH_KEEP names, where runs already made are not made again, or one that
    goes when the work is done."""
    kept = os.environ.get("KEMBAR_BENCH_KEEP")
    if kept:
        os.makedirs(kept, exist_ok=True)
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
            yield folder


def parsed(path):
    with gzip.open(path) if str(path).endswith(".gz") else open(path, "rb") as file:
        return ET.parse(file).getroot()


def spread_of_speed(text, usual):
    """Mean and deviation of a speed factor: a number, or normc(mean,deviation,…)."""
    if "(" not in text:
        return text, usual
    return text[text.index("(") + 1:-1].split(",")[:2]


class Case:
    """A network with its vehicles over an hour; `scratch` takes what SUMO writes."""

    def __init__(self, name, data, scratch):
        folder, self.net, routes, additional, self.begin, self.end, self.is_known = NETWORKS[name]
        self.name, self.folder, self.scratch = name, os.path.join(data, folder), str(scratch)
        self.routes, self.additional = routes.split(","), [f for f in additional.split(",") if f]
        self.fix_signals()

    def path(self, what, seed):
        return os.path.join(self.scratch, f"{self.name}.{what}.{seed}.xml")

    def inside(self, file):
        return os.path.join(self.folder, file)

    def fix_signals(self):
        actuated = [plan for plan in parsed(self.inside(self.net)).iter("tlLogic") if plan.get("type") != "static"]
        if not actuated:
            return
        root = ET.Element("additional")
        for plan in actuated:
            fixed = ET.SubElement(root, "tlLogic", id=plan.get("id"), type="static", programID="fixed",
                                  offset=plan.get("offset", "0"))
            for phase in plan.findall("phase"):
                ET.SubElement(fixed, "phase", duration=phase.get("duration"), state=phase.get("state"))
        path = os.path.join(self.scratch, self.name + ".fixed.add.xml")
        ET.ElementTree(root).write(path)
        self.additional.append(path)

    def sumo(self, seed, mesoscopic=False, outputs=True):
        """CPU seconds of SUMO; `outputs` writes times of trips, edges and the routes driven, unless they are there."""
        done = pathlib.Path(self.path("done", seed))
        if outputs and done.exists():
            return None
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
        seconds = cpu(words, self.folder)[0]
        if outputs:
            done.touch()
        return seconds

    def delay(self, seed):
        """Seconds a vehicle: time loss + departure delay, who never came in counted to the end."""
        total = count = 0
        for _, element in ET.iterparse(self.path("trips", seed)):
            if element.tag == "tripinfo":
                count += 1
                total += float(element.get("departDelay"))
                total += float(element.get("timeLoss")) if float(element.get("depart")) >= 0 else 0
        return total / count

    def elements(self):
        """Types, lots of types, plans, lanes of stops, and vehicles, as the files have them."""
        types, lots, plans, stops, vehicles = {}, {}, [], {}, []
        for file in self.additional + self.routes:
            for element in parsed(self.inside(file)):
                if element.tag == "vType":
                    types[element.get("id")] = element
                elif element.tag == "vTypeDistribution":
                    lots[element.get("id")] = [(float(one.get("probability", 1)), one.get("id")) for one in element]
                    types.update((one.get("id"), one) for one in element)
                elif element.tag == "tlLogic":
                    plans.append(element)
                elif element.tag == "busStop":
                    stops[element.get("id")] = element.get("lane")
                elif element.tag in ("vehicle", "trip"):
                    vehicles.append(element)
        return types, lots, plans, stops, vehicles

    def driven(self):
        """The edges each vehicle of the first seed was given, and its type."""
        route, kind = {}, {}
        for _, element in ET.iterparse(self.path("routes", 1)):
            if element.tag == "vehicle":
                route[element.get("id")] = element.findall(".//route")[-1].get("edges")
                kind[element.get("id")] = element.get("type")
        return route, kind

    def dump(self):
        """Writes types, plans and vehicles as `measure-traffic queues` reads them; gives the path."""
        types, lots, plans, stops, vehicles = self.elements()
        route, kind = self.driven()
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
                edge = stops.get(stop.get("busStop"), "").rsplit("_", 1)[0]
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
                figures += [one.get("tau", 1), one.get("sigma", 0 if sort == "tram" else 0.5)]
                figures += spread_of_speed(one.get("speedFactor", "1"), one.get("speedDev", usual[5]))
                figures.append(one.get("maxSpeed", usual[4]))
                file.write("\t".join(["type", name, sort] + [str(figure) for figure in figures]) + "\n")
            for plan in plans:
                phases = ";".join(phase.get("duration") + " " + phase.get("state") for phase in plan)
                file.write(f"tls\t{plan.get('id')}\t{plan.get('offset', 0)}\t{phases}\n")
            file.write("\n".join(lines) + "\n")
        return path
