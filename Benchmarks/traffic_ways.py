"""New ways for vehicles whose route a change cuts: shortest by the times that SUMO measured before it, over the turns that lanes allow."""

import heapq
import xml.etree.ElementTree as ET

from traffic_sumo import parsed


def allows(lane, sort):
    """Whether a lane lets a class in."""
    if sort == "ignoring":
        return True
    if lane.get("allow") is not None:
        return lane.get("allow") == "all" or sort in lane.get("allow").split()
    shut = lane.get("disallow", "")
    return shut != "all" and sort not in shut.split()


class Ways:
    """Edges, their lanes and turns, and how many seconds they take."""

    def __init__(self, case):
        root = parsed(case.inside(case.net))
        self.lanes = {edge.get("id"): edge.findall("lane") for edge in root.iter("edge") if edge.get("function") is None}
        self.turns = {}
        for one in root.iter("connection"):
            if one.get("from") in self.lanes and one.get("to") in self.lanes:
                lanes = self.turns.setdefault((one.get("from"), one.get("to")), [])
                lanes.append((int(one.get("fromLane")), int(one.get("toLane"))))
        self.onward = {}
        for first, second in sorted(self.turns):
            self.onward.setdefault(first, []).append(second)
        self.seconds = {edge: float(lanes[0].get("length")) / float(lanes[0].get("speed"))
                        for edge, lanes in self.lanes.items()}
        sums = {}
        for interval in ET.parse(case.path("edges", 1)).getroot():
            for edge in interval:
                count = float(edge.get("left", 0)) + float(edge.get("arrived", 0))
                if count > 0 and edge.get("id") in self.lanes:
                    total = sums.setdefault(edge.get("id"), [0, 0])
                    total[0] += float(edge.get("sampledSeconds", 0))
                    total[1] += count
        for edge, (seconds, count) in sums.items():
            self.seconds[edge] = max(self.seconds[edge], seconds / count)

    def can_turn(self, first, second, sort):
        return any(allows(self.lanes[first][a], sort) and allows(self.lanes[second][b], sort)
                   for a, b in self.turns.get((first, second), []))

    def way(self, first, last, sort, shut_edges=(), shut_turns=()):
        """Edges from one to another by the least seconds; nothing where there is none."""
        best, back, heap = {first: 0}, {}, [(0, first)]
        while heap:
            cost, edge = heapq.heappop(heap)
            if cost > best[edge]:
                continue
            if edge == last:
                way = [edge]
                while way[-1] in back:
                    way.append(back[way[-1]])
                return way[::-1]
            for other in self.onward.get(edge, []):
                if other in shut_edges or (edge, other) in shut_turns or not self.can_turn(edge, other, sort):
                    continue
                total = cost + self.seconds[other]
                if total < best.get(other, float("inf")):
                    best[other], back[other] = total, edge
                    heapq.heappush(heap, (total, other))
        return None

    def around(self, edges, stops, sort, shut_edges=(), shut_turns=()):
        """A route again without what is shut, by its stops; the same where nothing is in its way, nothing where there is none."""
        if not any(edge in shut_edges for edge in edges) and not any(turn in shut_turns for turn in zip(edges, edges[1:])):
            return edges
        marks = [edges[0]] + stops + [edges[-1]]
        way = [marks[0]]
        for first, last in zip(marks, marks[1:]):
            if first == last:
                continue
            leg = self.way(first, last, sort, shut_edges, shut_turns)
            if leg is None:
                return None
            way += leg[1:]
        return way
