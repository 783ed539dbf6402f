// Estimates: what a change would do, said at once while it is drawn.
//
// An **estimate** is made of what a run would be made of — the same models' tables, searches and counts — as far as that takes
// milliseconds; each row says whether it is what the run will say (*exact*) or an approximation, and by which rule. What takes an engine
// — where water flows and how deep it stands, which way traffic goes and how long it waits — is never guessed: the row says *run to know*.
// The **estimator** keeps what it found of the city without changes, so that a question costs only what the changes touched. Equations,
// sources and measured errors stand in Docs/estimates.md.
