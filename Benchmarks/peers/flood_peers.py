"""Cell-updates per CPU second of landlab's OverlandFlow and of ANUGA's shallow-water engine, under rain, nearly all cells wet.

  flood_peers.py landlab SIDE STEPS      local inertia, the same equations as the live engine
  flood_peers.py anuga SIDE STEPS        full shallow water on triangles, algorithm DE0

Prints one line of JSON: million updates per CPU second and the share of wet cells or triangles.
"""

import json
import os
import sys
import tempfile
import time

import numpy


def ground(side, noise=0.5):
    """Noise on a slope of 2 in 10 000."""
    return noise * numpy.random.default_rng(7).random((side, side)) + 0.002 * numpy.arange(side)[None, :]


def landlab(side, steps):
    from landlab import RasterModelGrid
    from landlab.components import OverlandFlow

    grid = RasterModelGrid((side, side), xy_spacing=10.0)
    # On noise of 0.5 m its depths become NaN and it goes through nothing: smoother ground, in its favour.
    grid.add_field("topographic__elevation", ground(side, 0.02).ravel(), at="node")
    grid.set_closed_boundaries_at_grid_edges(True, True, True, True)
    grid.add_full("surface_water__depth", 0.5, at="node")
    flow = OverlandFlow(grid, mannings_n=0.03, rainfall_intensity=50 / 3.6e6, steep_slopes=False)
    for _ in range(3):
        flow.overland_flow()
    began = time.process_time()
    for _ in range(steps):
        flow.overland_flow()
    seconds = time.process_time() - began
    return side * side * steps / seconds, float((grid.at_node["surface_water__depth"] > 1e-3).mean())


def anuga(side, steps):
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import anuga as package

    os.chdir(tempfile.mkdtemp())
    domain = package.rectangular_cross_domain(side, side, len1=side * 10.0, len2=side * 10.0)
    domain.set_flow_algorithm("DE0")
    domain.set_store(False)
    surface = ground(side)

    def elevation(x, y):
        return surface[numpy.clip((y / 10).astype(int), 0, side - 1), numpy.clip((x / 10).astype(int), 0, side - 1)]

    domain.set_quantity("elevation", elevation, location="centroids")
    domain.set_quantity("friction", 0.03)
    stage = domain.quantities["elevation"].centroid_values + 0.5
    domain.quantities["stage"].set_values(stage, location="centroids")
    wall = package.Reflective_boundary(domain)
    domain.set_boundary({tag: wall for tag in domain.get_boundary_tags()})
    package.Rate_operator(domain, rate=50 / 3.6e6)
    for _ in domain.evolve(yieldstep=1.0, finaltime=1.0):
        pass
    before, began = domain.number_of_steps, time.process_time()
    made = 0
    while made < steps:
        for _ in domain.evolve(yieldstep=2.0, duration=2.0):
            made += domain.number_of_steps
    seconds = time.process_time() - began
    depth = domain.quantities["stage"].centroid_values - domain.quantities["elevation"].centroid_values
    return len(domain) * made / seconds, float((depth > 1e-3).mean())


if __name__ == "__main__":
    name, side, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    updates, wet = {"landlab": landlab, "anuga": anuga}[name](side, steps)
    print(json.dumps({"updates": updates / 1e6, "wet": wet}))
