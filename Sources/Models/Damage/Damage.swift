// Damage: what a depth of water costs, by the JRC's curves, and whom it endangers.
