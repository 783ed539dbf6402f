"""The queue model beside SUMO on ten networks, in one run.

Four were looked at while the model's rules were found; the others judge it. Delay is time loss + departure delay; who never came in
counts to the end. CPU is of whole processes, reading included, interleaved.
"""

import json
import math
import os
import statistics
import xml.etree.ElementTree as ET

import measuring
from traffic_sumo import NETWORKS, Case, cpu, scratch_folder


def correlation(case, ours, seeds):
    """r of speed ÷ free speed by edge and quarter of an hour, weighted by flow, where 20 vehicles or more pass; and how many such."""
    reference = {}
    for seed in seeds:
        for number, interval in enumerate(ET.parse(case.path("edges", seed)).getroot()):
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
    return both / math.sqrt(spread), len(rows)


def ours(case, measure, dump, seed, *outputs):
    """One run of the queue model: CPU of the whole process, and what it says."""
    words = [os.path.abspath(measure), "queues", case.inside(case.net), dump, str(case.begin), str(case.end), str(seed)]
    whole, text = cpu(words + list(outputs))
    return whole, json.loads(text.splitlines()[0])


def rows(table, case, measure, seeds=(1, 2, 3, 4, 5)):
    for seed in seeds:
        case.sumo(seed)
    delays = [case.delay(seed) for seed in seeds]
    median, spread = statistics.median(delays), max(delays) - min(delays)
    dump, edges = case.dump(), os.path.join(case.scratch, case.name + ".edges")
    runs, costs = [], {"ours": [], "whole": [], "meso": [], "micro": []}
    for seed in seeds:  # interleaved, so that the machine's moods hit all alike
        whole, run = ours(case, measure, dump, seed)
        runs.append(run)
        costs["whole"].append(whole)
        costs["ours"].append(run["buildSeconds"] + run["runSeconds"])
        costs["meso"].append(case.sumo(seed, mesoscopic=True, outputs=False))
        if case.name == "bologna_acosta" and seed <= 3:
            costs["micro"].append(case.sumo(seed, outputs=False))
    ours(case, measure, dump, 1, edges)
    delay, limit = statistics.median(run["delay"] for run in runs), max(0.15 * median, 2 * spread)
    name = case.name + ("" if case.is_known else ", unseen")
    table.add("queues: mean delay", name, "s", delay, None, median, "SUMO micro, median of 5")
    table.add("queues: delay off SUMO's median", name, "s", abs(delay - median), limit)
    r, count = correlation(case, edges, seeds)
    table.add("queues: speed by edge, quarter hour", f"{name}, {count} rows", "r", r, 0.8, is_least=True)
    whole = statistics.median(costs["whole"])
    for peer, least in (("meso", 3), ("micro", 30)):
        if costs[peer]:
            theirs = statistics.median(costs[peer])
            table.add(f"queues: times faster than {peer}", name, "×", theirs / whole, least, is_least=True)
            table.add(f"queues: CPU beside {peer}", name, "s", whole, None, theirs, "SUMO " + peer)
    table.add("queues: CPU without reading files", name, "s", statistics.median(costs["ours"]), None)
    rate = statistics.median(run["events"] / run["runSeconds"] for run in runs) / 1e6
    table.add("queues: events a second", name, "M/s", rate, None)


def queues(table, program, data):
    """Delay, speeds and CPU on ten networks."""
    data = data / "traffic"
    if not data.is_dir():
        print(f"traffic: queues skipped, {data} is missing")
        return
    with scratch_folder() as scratch:
        for name in NETWORKS:
            try:
                rows(table, Case(name, data, scratch), program)
            except FileNotFoundError as missing:
                print(f"traffic: {name} skipped, {missing.filename} is missing")
