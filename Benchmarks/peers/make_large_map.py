"""Makes a large map out of a small one: the same town again and again, side by side, until the file is large enough.

Real tags and real shapes at any size, for the benchmark of memory at import. Copies lie in rows of 20, each beyond the box
of the last, with numbers of their own.
usage: make_large_map.py SMALL.osm.pbf LARGE.osm.pbf MEGABYTES
"""

import os
import sys

import osmium

GAP = 0.02  # degrees between copies


class Extent(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.low, self.high, self.most = [180.0, 90.0], [-180.0, -90.0], 0

    def node(self, node):
        here = (node.location.lon, node.location.lat)
        self.low = [min(a, b) for a, b in zip(self.low, here)]
        self.high = [max(a, b) for a, b in zip(self.high, here)]
        self.most = max(self.most, node.id)

    def way(self, way):
        self.most = max(self.most, way.id)

    def relation(self, relation):
        self.most = max(self.most, relation.id)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    small, large, megabytes = sys.argv[1], sys.argv[2], float(sys.argv[3])
    extent = Extent()
    extent.apply_file(small)
    width = extent.high[0] - extent.low[0] + GAP
    height = extent.high[1] - extent.low[1] + GAP
    step = extent.most + 1
    copies = max(1, round(megabytes * 1e6 / os.path.getsize(small)))
    writer = osmium.SimpleWriter(large, overwrite=True)
    # Sorted as extracts are: all nodes, then all ways, then all relations.
    for kind in (osmium.osm.NODE, osmium.osm.WAY, osmium.osm.RELATION):
        for copy in range(copies):
            add = copy * step
            east, north = copy % 20 * width, copy // 20 * height
            for thing in osmium.FileProcessor(small, kind):
                if thing.is_node():
                    here = (thing.location.lon + east, thing.location.lat - north)
                    writer.add_node(thing.replace(id=thing.id + add, location=here))
                elif thing.is_way():
                    writer.add_way(thing.replace(id=thing.id + add, nodes=[n.ref + add for n in thing.nodes]))
                else:
                    members = [(m.type, m.ref + add, m.role) for m in thing.members]
                    writer.add_relation(thing.replace(id=thing.id + add, members=members))
    writer.close()
    print(f"{large}: {os.path.getsize(large) / 1e6:.0f} MB, {copies} copies")


if __name__ == "__main__":
    main()
