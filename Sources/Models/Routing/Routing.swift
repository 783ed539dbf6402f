// Routing: how long it takes to get from anywhere to the nearest of some targets.
//
// A **travel mode** is walking, cycling or driving, with its speeds. A **travel graph** holds, for one mode, the ways one
// may go: an **arc** for each direction of a segment that lets the mode's vehicle in, with its seconds; where a sign
// bans turns, the junction is entered through a copy of itself that lacks the banned exits. A **snapper** ties a
// point to the nearest usable piece of street; its **snap** says where on it. The **router** puts them together:
// points and targets in, seconds out. What stands behind it is Dijkstra's algorithm, run backwards from all targets at
// once; a faster one may take its place without its callers knowing.
