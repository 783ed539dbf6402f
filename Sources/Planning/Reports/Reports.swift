// Reports: the council's page — one sheet of A4 that says what was asked, what would change, and how sure that is.
//
// A **council page** is a value: a city without and with a scenario's changes, what its run found, what may be trusted,
// a date and a **language**. Its `html` is a text that stands alone: style and maps in line, no script, no address
// outside itself. Equal values give equal text. A **phrase** is said in every language; a **term** is a name that the
// page in the browser uses too. Everything from data is escaped; a list that is too long for its place is cut and says
// how much more there is.
