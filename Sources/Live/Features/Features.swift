// Features: the city's layers and its sensors as OGC API – Features, without a server: a request comes in, an answer goes out.
//
// Words (OGC 17-069r4, OGC API – Features Part 1: Core, version 1.0.1; RFC 7946, GeoJSON; RFC 9457, problem documents). A
// *collection* is a layer of the city or its sensors, a *feature* a row of it, named for ever by its key. An *item query* asks for
// those within a box, of a time and with properties; it is answered by *pages* in the order of the table, so that following
// `next` visits each feature once. Coordinates are degrees of longitude and latitude on WGS 84 (CRS84).
//
// A *feature table* keeps a collection as columns: positions in ten-millionths of a degree (11 mm), properties as the city has
// them, an index over boxes and one over keys. An answer is written as bytes straight from the columns.
