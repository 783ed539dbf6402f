// Drains: water below the street: pipes, open monsoon drains, culverts, inlets, pumps and outfalls, as a network of nodes and
// conduits solved by the dynamic wave; exchanged with the surface every step, read from and written to EPA SWMM's .inp.
