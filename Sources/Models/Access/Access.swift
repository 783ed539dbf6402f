// Access: how long it takes to get to what one needs.
//
// For every **zone** the model `access` gives the time, walking, cycling and driving, from the zone's centre to the
// nearest place of each kind there is, and for the city the people-weighted **median**, the **share within** a limit of
// minutes, and the people **cut off**, who have no way at all. Water on the streets (the condition `water-depth`)
// closes a street to a mode where it is too deep to wade for its vehicle. The rules of travel stand in Routing; the
// equations in Docs/models/access.md.
