// Routing: the quickest ways on the streets, by every mode, and how long they take.
//
// A **travel mode** is walking, cycling or driving, with its speeds. A **snapper** ties a point to the nearest usable piece of
// street; its **snap** says where on it (its *foot*).
//
// *To the nearest of some targets*: a **travel graph** holds, for one mode, the ways one may go: an **arc** for each direction of
// a segment that lets the mode's vehicle in, with its seconds; where a sign bans turns, the junction is entered through a
// copy of itself that lacks the banned exits. The **router** puts them together: points and targets in, seconds out, by
// Dijkstra's algorithm run backwards from all targets at once.
//
// *From here to there, many times over*: a **street graph** holds the ways without what they take, with copies for turns that
// are banned or dear. Its **contraction order** is found once per city and kept as bytes; the **contraction hierarchy** is the
// graph contracted in that order. **Link weights** are what each link takes now, in milliseconds: speeds, closures, water. Put
// on the hierarchy they make a **weighted hierarchy**, of which a **route search** asks times, routes and other ways, and which
// answers a matrix to **travel targets** and a **travel reach** of everything. Docs/models/routing.md has the equations.
