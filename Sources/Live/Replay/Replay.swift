// Replay: a period of the past once more, at any speed, for training, for tests, and to hold a model against what was observed.
//
// Words. A *plan* says which streams, which period, how fast, and what becomes of moments. A *timeline* leads from the clock on the
// wall to the moment replayed; it can be paused, moved and given another speed. The observations of all streams come out of a
// *merge* in the order of their moments, of one moment by stream and place, with a bounded part of each stream in memory. A *run*
// hands them to a sink when they are due: the doors that devices use.
//
// What is replayed never mixes with what was observed: it belongs to streams of its own, copies whose keys begin with `replay/`,
// and every observation of it says of which one it is the replay. The sink may keep it in the same store or in one of its own.
