#!/usr/bin/env python3
"""Says what the examples name in a made-up town, by the rules of Examples/README.md: for when the sandbox makes another town.

    kembar sandbox town --people 20000 --seed 1
    Examples/choose.py town
"""

import collections
import math
import sqlite3
import struct
import sys

from plane import degrees

#: The made-up towns lie in UTM zone 47 north.
ZONE = 47

if len(sys.argv) != 2:
    sys.exit("usage: choose.py TOWN")
TOWN = sqlite3.connect(f"file:{sys.argv[1]}/city.gpkg?mode=ro", uri=True)


def points(blob):
    """The corners of a geometry of the GeoPackage, in its order; rings one after another."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    found, place = [], 8 + envelope

    def take(form):
        nonlocal place
        values = struct.unpack_from(order + form, blob, place)
        place += struct.calcsize(order + form)
        return values

    stack = [1]
    while stack and place < len(blob):
        order = "<" if blob[place] else ">"
        place += 1
        kind = take("I")[0] % 1000
        if kind == 1:
            found.append(take("dd"))
        elif kind == 2:
            found += [take("dd") for _ in range(take("I")[0])]
        elif kind == 3:
            for _ in range(take("I")[0]):
                found += [take("dd") for _ in range(take("I")[0])]
        else:
            take("I")
    return found


def apart(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def place(p):
    return [round(x, 6) for x in degrees(*p, ZONE)]


def crosses(a, b, c, d):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


rivers = [points(blob) for (blob,) in TOWN.execute("select geom from waterways where kind = 'river' order by fid")]
rows = TOWN.execute("select key, name, class, structure, geom from streets order by fid").fetchall()
streets = [(key, name, kind, structure, points(blob)) for key, name, kind, structure, blob in rows]
lengths = collections.Counter()
for _, name, kind, _, line in streets:
    if name and kind in ("primary", "secondary", "trunk"):
        lengths[name] += sum(apart(a, b) for a, b in zip(line, line[1:]))
def foot(p, line):
    """Metres from a point to a line."""
    least = math.inf
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        along = ((p[0] - ax) * (bx - ax) + (p[1] - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 or 1)
        along = min(1, max(0, along))
        least = min(least, math.hypot(ax + along * (bx - ax) - p[0], ay + along * (by - ay) - p[1]))
    return least


def middle(line):
    return [(a + b) / 2 for a, b in zip(line[0], line[-1])]


bridges = [s for s in streets if s[3] == "bridge" and foot(middle(s[4]), rivers[0]) < 15]
print("streets of the largest classes, by length:", [(n, round(m)) for n, m in lengths.most_common(4)])
print("bridges over the first river:", [(s[0], s[1], s[2]) for s in bridges])


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


free = [(area(points(blob)), key) for key, blob in TOWN.execute("select key, geom from parcels where free = 'yes' and use = 'residential'")]
print("largest free residential parcels:", sorted(free, reverse=True)[:3])
print("hospitals:", TOWN.execute("select name, capacity from places where kind = 'hospital'").fetchall())
for name, people, x, y in TOWN.execute("select name, people, center_x, center_y from zones order by people desc limit 3"):
    print("zone with most people:", name, people, place((x, y)))

# The junctions nearest to each other on both sides of the first river, at least 600 m from every bridge over it.
ends = collections.defaultdict(set)
for _, name, kind, structure, line in streets:
    if kind in ("residential", "tertiary", "unclassified", "secondary") and structure == "ground":
        for end in (line[0], line[-1]):
            ends[end].add(name)
middles = [middle(s[4]) for s in bridges]
far = [e for e in ends if all(apart(e, m) > 600 for m in middles)]
banks = [e for e in far if min(apart(e, p) for p in rivers[0]) < 400]
pairs = sorted((apart(a, b), a, b) for i, a in enumerate(banks) for b in banks[:i] if apart(a, b) < 400 and sum(
    crosses(a, b, c, d) for c, d in zip(rivers[0], rivers[0][1:])) % 2 == 1)
for metres, a, b in pairs[:3]:
    print(f"second bridge: {metres:.0f} m", place(a), place(b), sorted(ends[a]), sorted(ends[b]))

# Open ground for a pond: squares of 120 m on grass, park or field in which nothing is built and no street or water runs.
SIDE = 120
taken = collections.defaultdict(list)
lines = [s[4] for s in streets] + [points(blob) for (blob,) in TOWN.execute("select geom from waterways")]
lines += [points(blob) for (blob,) in TOWN.execute("select geom from buildings")]
lines += [points(blob) for (blob,) in TOWN.execute("select geom from land where use = 'water'")]
for line in lines:
    for a, b in zip(line, line[1:]):
        parts = max(1, int(apart(a, b) / 10))
        for i in range(parts + 1):
            x, y = a[0] + (b[0] - a[0]) * i / parts, a[1] + (b[1] - a[1]) * i / parts
            taken[int(x // SIDE), int(y // SIDE)].append((x, y))


def holds(ring, p):
    inside = False
    for a, b in zip(ring, ring[1:]):
        if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < a[0] + (p[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
            inside = not inside
    return inside


greens = [points(blob) for (blob,) in TOWN.execute("select geom from land where use in ('grass', 'park', 'farmland')")]
most = TOWN.execute("select center_x, center_y from zones order by people desc limit 1").fetchone()
found = []
for ring in greens:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    for x in range(int(min(xs)), int(max(xs)) - SIDE, 20):
        for y in range(int(min(ys)), int(max(ys)) - SIDE, 20):
            corners = [(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE)]
            near = [p for i in (0, 1) for j in (0, 1) for p in taken[x // SIDE + i, y // SIDE + j]]
            if any(x <= p[0] <= x + SIDE and y <= p[1] <= y + SIDE for p in near):
                continue
            if all(holds(ring, c) for c in corners):
                found.append((apart(most, (x + SIDE / 2, y + SIDE / 2)), corners))
for metres, corners in sorted(found)[:3]:
    print(f"pond, {metres:.0f} m from the zone with most people:", [place(c) for c in corners])
