"""What a change does, in the queue model and in SUMO, on two networks: ten changes each, and demand ±20 % apart.

Changes are chosen by how many vehicles of the given routes they touch, before anything is run:
- three edges closed: at 5, 15 and 30 % of the edges by flow, or the next below where no trip begins or ends, no line stops and everybody
  has another way; three turns banned by the same rule among turns;
- two lanes removed: on the two edges with most flow that have a lane where no line stops and without which every turn into and out of
  the edge remains;
- two programs: at the two signals with most flow the longest green gives ten seconds to the shortest; two offsets: half a cycle
  later at the next two signals.
Whoever is in the way of a change gets a new way once, for both sides; everybody else keeps theirs. A closed edge and a banned turn are
on nobody's way then. The effect is the change of the mean delay (time loss + departure delay), medians of seeds 1–3 on both sides; it
counts where SUMO's own exceeds twice the spread of its seeds, before or after.
"""

import copy
import os
import statistics
import xml.etree.ElementTree as ET

from traffic_queues import ours
from traffic_sumo import Case, parsed, scratch_folder
from traffic_ways import Ways, allows

SEEDS = (1, 2, 3)


class Town:
    """A network with every vehicle's type and route written out, from which changes begin."""

    def __init__(self, name, data, scratch):
        self.case = Case(name, data, scratch)
        self.case.sumo(1)
        self.types, _, plans, self.stops, vehicles = self.case.elements()
        self.route, self.kind = self.case.driven()
        self.vehicles = [one for one in vehicles if one.get("id") in self.route]
        for one in self.vehicles:
            own = one.find("route")
            if own is not None:
                self.route[one.get("id")] = own.get("edges")
        self.edges = {one.get("id"): self.route[one.get("id")].split() for one in self.vehicles}
        self.ways = Ways(self.case)
        self.plans = {plan.get("id"): plan for plan in parsed(self.case.inside(self.case.net)).iter("tlLogic")}
        self.plans.update((plan.get("id"), plan) for plan in plans)
        self.flow, self.turning, self.ends = {}, {}, set()
        for edges in self.edges.values():
            self.ends.update((edges[0], edges[-1]))
            for edge in edges:
                self.flow[edge] = self.flow.get(edge, 0) + 1
            for turn in zip(edges, edges[1:]):
                self.turning[turn] = self.turning.get(turn, 0) + 1

    def sort(self, one):
        kind = self.types.get(self.kind.get(one.get("id")))
        return kind.get("vClass", "passenger") if kind is not None else "passenger"

    def stands(self, one):
        return [self.stops[stop.get("busStop")] for stop in one.findall("stop") if stop.get("busStop") in self.stops]

    def stopping(self, one):
        return [lane.rsplit("_", 1)[0] for lane in self.stands(one)]

    def rerouted(self, shut_edges=(), shut_turns=()):
        """Everybody's edges when something is shut; nothing where somebody has no other way."""
        result = {}
        for one in self.vehicles:
            name = one.get("id")
            result[name] = self.ways.around(self.edges[name], self.stopping(one), self.sort(one), shut_edges, shut_turns)
            if result[name] is None:
                return None
        return result

    def changed(self, word, edges=None, net=None, plan=None, share=1.0):
        """The case after a change, with files of its own."""
        case = copy.copy(self.case)
        case.name = f"{self.case.name}.{word}"
        case.additional = list(self.case.additional)
        root = ET.Element("routes")
        for file in self.case.routes:
            for element in parsed(self.case.inside(file)):
                if element.tag in ("vType", "vTypeDistribution"):
                    root.append(element)
        # SUMO reads vehicles in the order of their departures.
        for number, one in enumerate(sorted(self.vehicles, key=lambda one: float(one.get("depart")))):
            if share < 1 and number % 5 == 4:
                continue
            for twin in range(2 if share > 1 and number % 5 == 4 else 1):
                element = copy.deepcopy(one)
                element.tag = "vehicle"
                name = one.get("id")
                for key in ("from", "to", "via"):
                    element.attrib.pop(key, None)
                if twin:
                    element.set("id", name + ".twin")
                if self.kind.get(name):
                    element.set("type", self.kind[name])
                for route in element.findall("route"):
                    element.remove(route)
                element.insert(0, ET.Element("route", edges=" ".join((edges or self.edges)[name])))
                root.append(element)
        case.routes = [os.path.join(case.scratch, case.name + ".rou.xml")]
        ET.ElementTree(root).write(case.routes[0])
        if net is not None:
            case.net = os.path.join(case.scratch, case.name + ".net.xml")
            net.write(case.net)
        if plan is not None:
            path = os.path.join(case.scratch, case.name + ".add.xml")
            file = ET.Element("additional")
            file.append(plan)
            ET.ElementTree(file).write(path)
            case.additional.append(path)
        return case


def falling(counts):
    return sorted(counts, key=lambda key: (-counts[key], key))


def shut(town):
    """Three edges closed and three turns banned."""
    stands = {edge for one in town.vehicles for edge in town.stopping(one)}
    for word, counts in (("edge closed", town.flow), ("turn banned", town.turning)):
        order, taken = falling(counts), set()
        for share in (0.05, 0.15, 0.3):
            for key in order[round(share * len(order)):]:
                is_edge = isinstance(key, str)
                if key in taken or (is_edge and (key in town.ends or key in stands)):
                    continue
                edges = town.rerouted(shut_edges={key}) if is_edge else town.rerouted(shut_turns={key})
                if edges is not None:
                    taken.add(key)
                    yield f"{word} {share:.0%}", town.changed(f"{word[:4]}{share:.2f}", edges=edges)
                    break


def lanes(town):
    """Two edges with a lane less."""
    found, cars = 0, "passenger"
    stands = {lane for one in town.vehicles for lane in town.stands(one)}
    for edge in falling(town.flow):
        open_lanes = [n for n, lane in enumerate(town.ways.lanes[edge]) if allows(lane, cars)]
        for lane in open_lanes if len(open_lanes) > 1 else []:
            if f"{edge}_{lane}" in stands:
                continue
            others = [turns for (first, second), turns in town.ways.turns.items()
                      if first == edge and not any(a != lane and a in open_lanes for a, _ in turns)]
            others += [turns for (first, second), turns in town.ways.turns.items()
                       if second == edge and not any(b != lane and b in open_lanes for _, b in turns)]
            if others:
                continue
            net = ET.ElementTree(parsed(town.case.inside(town.case.net)))
            for one in net.iter("edge"):
                if one.get("id") == edge:
                    one.findall("lane")[lane].attrib.pop("allow", None)
                    one.findall("lane")[lane].set("disallow", "all")
            found += 1
            yield f"lane removed {found}", town.changed(f"lane{found}", net=net)
            break
        if found == 2:
            return


def programs(town):
    """Two plans with green moved, two with another offset."""
    counts, signals = {}, {}
    for one in parsed(town.case.inside(town.case.net)).iter("connection"):
        if one.get("tl"):
            signals[(one.get("from"), one.get("to"))] = one.get("tl")
    for turn, count in town.turning.items():
        if turn in signals:
            counts[signals[turn]] = counts.get(signals[turn], 0) + count
    number = 0
    for name in falling(counts):
        plan = copy.deepcopy(town.plans[name])
        phases = plan.findall("phase")
        greens = [phase for phase in phases if "g" in phase.get("state").lower() and "y" not in phase.get("state").lower()
                  and float(phase.get("duration")) >= 5]
        greens.sort(key=lambda phase: float(phase.get("duration")))
        if len(greens) < 2 or float(greens[-1].get("duration")) < 20:
            continue
        number += 1
        plan.set("type", "static")
        plan.set("programID", "changed")
        if number <= 2:
            greens[-1].set("duration", str(float(greens[-1].get("duration")) - 10))
            greens[0].set("duration", str(float(greens[0].get("duration")) + 10))
        else:
            half = sum(float(phase.get("duration")) for phase in phases) / 2
            plan.set("offset", str(float(plan.get("offset", 0)) + half))
        yield f"{'green moved' if number <= 2 else 'offset'} {number}", town.changed(f"plan{number}", plan=plan)
        if number == 4:
            return


def both(case, program):
    """SUMO's delays by seed, and ours."""
    for seed in SEEDS:
        case.sumo(seed)
    dump = case.dump()
    return [case.delay(seed) for seed in SEEDS], [ours(case, program, dump, seed)[1]["delay"] for seed in SEEDS]


def ranks(values):
    """Mean ranks."""
    return [sum(other < value for other in values) + (sum(other == value for other in values) - 1) / 2 for value in values]


def spearman(x, y):
    x, y = ranks(x), ranks(y)
    return statistics.correlation(x, y) if len(set(x)) > 1 and len(set(y)) > 1 else 0


def judge(table, name, data, program, scratch):
    town = Town(name, data, scratch)
    base, own = both(town.changed("base"), program)
    table.add("what-ifs: mean delay before", name, "s", statistics.median(own), None, statistics.median(base), "SUMO micro")
    seen = []

    def effect(word, case):
        theirs, mine = both(case, program)
        change = statistics.median(theirs) - statistics.median(base)
        noise = 2 * max(max(base) - min(base), max(theirs) - min(theirs))
        ours_change = statistics.median(mine) - statistics.median(own)
        word += "" if abs(change) > noise else f", within {noise:.1f} s"
        table.add("what-ifs: change of delay", f"{name}: {word}", "s", ours_change, None, change, "SUMO micro")
        return ours_change, change, abs(change) > noise

    for changes in (shut, lanes, programs):
        for word, case in changes(town):
            seen.append(effect(word, case))
    for word, share in (("demand −20 %", 0.8), ("demand +20 %", 1.2)):
        mine, theirs, _ = effect(word, town.changed(f"demand{share}", share=share))
        table.add("what-ifs: demand, ours ÷ SUMO's", f"{name}: {word}", "", mine / theirs if theirs else 0, None)
    clear = [(mine, theirs) for mine, theirs, counts in seen if counts]
    words = f"{name}: {len(clear)} clear of {len(seen)}"
    table.add("what-ifs: signs unlike SUMO's", words, "", sum(mine * theirs <= 0 for mine, theirs in clear), 0)
    if len(clear) > 2:
        table.add("what-ifs: rank correlation", words, "ρ", spearman(*zip(*clear)), 0.9, is_least=True)


def whatifs(table, program, data):
    """Ten changes and two demands on two networks; SUMO takes an hour and more, longest where a change gridlocks it."""
    data = data / "traffic"
    if not data.is_dir():
        print(f"traffic: what-ifs skipped, {data} is missing")
        return
    with scratch_folder() as scratch:
        for name in ("bologna_acosta", "ingolstadt21"):
            judge(table, name, data, program, scratch)
