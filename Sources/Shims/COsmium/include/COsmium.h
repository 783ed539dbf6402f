// A C face over libosmium: reads the part of an OpenStreetMap file that a town is made of into flat tables.
//
// The caller lists the tag keys it cares about and what each one makes of an object (a point, a line, an area). The shim
// passes over the file three times (relations, ways, nodes; with a town four at most), keeps only what is asked for, joins
// ways and relations into areas with libosmium's assembler, and hands everything over at once as arrays. Nothing is
// called back per object. No exception leaves the shim: a failure is a text.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a tag key makes of the object that carries it; a key with 0 is only kept on objects taken for another key, one with
// COSMIUM_ROUTE only on routes.
enum { COSMIUM_POINT = 1, COSMIUM_LINE = 2, COSMIUM_AREA = 4, COSMIUM_BAN = 8, COSMIUM_ROUTE = 16 };

typedef struct {
  const char *path;
  // osm, osm.gz, osm.bz2, pbf
  const char *format;
  // Tags of other keys are dropped.
  const char *const *keys;
  const uint8_t *roles;
  int32_t keyCount;
  // The town in degrees and a mask of maskColumns × maskRows cells over it, row by row from the south, not 0 inside;
  // maskColumns 0 takes everything.
  double west, south, east, north;
  int32_t maskColumns, maskRows;
  const uint8_t *mask;
  // Told the share of the reading that is done, 0…1; may be null. What is not 0 ends the reading.
  int (*advance)(void *owner, double share);
  void *owner;
} COsmiumRequest;

// The tags of objects: those of row i are tagStarts[i] ..< tagStarts[i + 1] of the pairs tagKeys, tagValues.
// Rows are sorted by id; in areas and refused ones ways come before relations. Coordinates count 1e-7 degrees.
typedef struct {
  // Every tag value once; value v is textBytes[textStarts[v] ..< textStarts[v + 1]], UTF-8 as it came.
  int64_t textCount;
  const int64_t *textStarts;
  const char *textBytes;

  const uint16_t *tagKeys;
  const uint32_t *tagValues;

  // Tagged nodes; pointNodes is their row among the nodes, or -1 when no line or area uses them.
  int64_t pointCount;
  const int64_t *pointIDs;
  const int32_t *pointX, *pointY;
  const int32_t *pointNodes;
  const int64_t *pointTags;

  // The nodes of ways, x and y by turns; a node that the file lacks has INT32_MAX for both.
  int64_t nodeCount;
  const int64_t *nodeIDs;
  const int32_t *nodePlaces;

  int64_t lineCount;
  const int64_t *lineIDs;
  const int64_t *lineTags;
  const int64_t *lineStarts;
  const int32_t *lineNodes;

  // Rings of an area: areaRings[i] ..< areaRings[i + 1]; points of a ring: ringStarts[r] ..< ringStarts[r + 1].
  int64_t areaCount;
  const int64_t *areaIDs;
  const uint8_t *areaIsRelation;
  const int64_t *areaTags;
  const int64_t *areaRings;
  const uint8_t *ringIsInner;
  const int64_t *ringStarts;
  const int32_t *ringX, *ringY;

  // Areas that could not be made, and why.
  int64_t refusedCount;
  const int64_t *refusedIDs;
  const uint8_t *refusedIsRelation;
  const int64_t *refusedTags;
  const uint8_t *refusedReasons;

  // Turn restrictions: members memberStarts[i] ..< memberStarts[i + 1]; type 'n', 'w', 'r'; role 'f'rom, 'v'ia, 't'o, '?'.
  int64_t banCount;
  const int64_t *banIDs;
  const int64_t *banTags;
  const int64_t *memberStarts;
  const int64_t *memberIDs;
  const char *memberTypes;
  const char *memberRoles;

  // Routes of buses: members routeStarts[i] ..< routeStarts[i + 1]; type 'n' or 'w'; role 's'top, 'p'latform, 'f'orward,
  // 'b'ackward, '-' none, '?' another. With a town, only those that a way of the town belongs to.
  int64_t routeCount;
  const int64_t *routeIDs;
  const int64_t *routeTags;
  const int64_t *routeStarts;
  const int64_t *routeMemberIDs;
  const char *routeMemberTypes;
  const char *routeMemberRoles;

  // What was left out while reading.
  int64_t duplicateNodes, duplicateWays, duplicateRelations, deleted, placeless;
  // An example of each, 0 for none.
  int64_t duplicateNode, duplicateWay, duplicateRelation, placelessNode;
  // Objects seen in the file; all 0 for a file with nothing in it.
  int64_t seenNodes, seenWays, seenRelations;
  // The newest change among what was taken, in seconds since 1970; 0 when not known.
  int64_t newest;
} COsmiumTables;

// Why an area was refused.
enum {
  COSMIUM_OPEN = 1,      // its outline is not closed
  COSMIUM_CROSSING = 2,  // its outline crosses itself
  COSMIUM_MISSING = 3,   // the file lacks some of its nodes or ways
  COSMIUM_SHORT = 4,     // fewer than three different points
  COSMIUM_OTHER = 5
};

// An opaque owner of the tables.
typedef struct COsmiumResult COsmiumResult;

// The box of a map in degrees, west south east north: what the file says of itself, or else that of its nodes. 0 when the file has no node;
// -1 leaves a text in `failure`, to be freed with cosmium_free_text. O(bytes of the file) where it does not say.
int cosmium_box(const char *path, const char *format, double *box, char **failure);
// Reads; a null result leaves a text in `failure`, to be freed with cosmium_free_text.
COsmiumResult *cosmium_read(const COsmiumRequest *request, char **failure);
const COsmiumTables *cosmium_tables(const COsmiumResult *result);
void cosmium_free(COsmiumResult *result);
void cosmium_free_text(char *text);

#ifdef __cplusplus
}
#endif
