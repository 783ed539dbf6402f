// The C face: runs the passes, lays the tables out, and turns exceptions into text.
#include "COsmium.h"

#include "Gathered.hpp"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <new>

using namespace cosmium;

namespace {


struct Layout {
  std::vector<int64_t> ids, starts{0};
};

}  // namespace

struct COsmiumResult {
  Gathered gathered;
  Areas areas;
  Tags tags;
  Layout points, lines, areaTags, refused, bans, routes;
  std::vector<int32_t> pointX, pointY, pointNodes;
  std::vector<int64_t> lineStarts{0};
  std::vector<int32_t> lineNodes;
  std::vector<int64_t> memberStarts{0}, memberIDs;
  std::string memberTypes, memberRoles;
  std::vector<int64_t> routeStarts{0}, routeMemberIDs;
  std::string routeMemberTypes, routeMemberRoles;
  COsmiumTables tables{};

  void copyTags(Layout &layout, int64_t start, int64_t end) {
    const Tags &all = gathered.tags;
    tags.keys.insert(tags.keys.end(), all.keys.begin() + start, all.keys.begin() + end);
    tags.values.insert(tags.values.end(), all.values.begin() + start, all.values.begin() + end);
    layout.starts.push_back(static_cast<int64_t>(tags.keys.size()));
  }

  void begin(Layout &layout) { layout.starts[0] = static_cast<int64_t>(tags.keys.size()); }

  void layOut() {
    Gathered &g = gathered;
    begin(points);
    for (size_t i = 0; i < g.points.size(); ++i) {
      const Row &row = g.points[i];
      points.ids.push_back(row.id);
      copyTags(points, row.tagStart, row.tagEnd);
      pointX.push_back(g.pointPlaces[i].x());
      pointY.push_back(g.pointPlaces[i].y());
      pointNodes.push_back(row.memberEnd < 0 ? -1 : static_cast<int32_t>(row.memberStart));
    }
    begin(lines);
    for (const Row &row : g.ways) {
      if (!(row.roles & COSMIUM_LINE)) continue;
      lines.ids.push_back(row.id);
      copyTags(lines, row.tagStart, row.tagEnd);
      for (int64_t i = row.memberStart; i < row.memberEnd; ++i) {
        lineNodes.push_back(static_cast<int32_t>(g.nodes.row(g.wayNodes[i])));
      }
      lineStarts.push_back(static_cast<int64_t>(lineNodes.size()));
    }
    begin(areaTags);
    for (size_t i = 0; i < areas.ids.size(); ++i) copyTags(areaTags, areas.tagStarts[i], areas.tagEnds[i]);
    begin(refused);
    for (const Row &row : areas.refused) {
      refused.ids.push_back(row.id);
      copyTags(refused, row.tagStart, row.tagEnd);
    }
    begin(bans);
    for (const Row &row : g.bans) {
      bans.ids.push_back(row.id);
      copyTags(bans, row.tagStart, row.tagEnd);
      for (int64_t i = row.memberStart; i < row.memberEnd; ++i) {
        memberIDs.push_back(g.banMembers[i]);
        memberTypes.push_back(g.banTypes[i]);
        memberRoles.push_back(g.banRoles[i]);
      }
      memberStarts.push_back(static_cast<int64_t>(memberIDs.size()));
    }
    begin(routes);
    for (const Row &row : g.routes) {
      routes.ids.push_back(row.id);
      copyTags(routes, row.tagStart, row.tagEnd);
      const int64_t count = row.memberEnd - row.memberStart;
      const auto first = g.routeMembers.begin() + row.memberStart;
      routeMemberIDs.insert(routeMemberIDs.end(), first, first + count);
      routeMemberTypes.append(g.routeTypes, row.memberStart, count);
      routeMemberRoles.append(g.routeRoles, row.memberStart, count);
      routeStarts.push_back(static_cast<int64_t>(routeMemberIDs.size()));
    }
    forget();
    point();
  }

  /// What the tables repeat is not needed any more.
  void forget() {
    Gathered &g = gathered;
    g.tags = Tags{};
    std::vector<int64_t>{}.swap(g.wayNodes);
    std::vector<Row>{}.swap(g.ways);
    std::vector<osmium::Location>{}.swap(g.pointPlaces);
    std::vector<Row>{}.swap(g.points);
    std::vector<int64_t>{}.swap(g.routeMembers);
  }

  void point() {
    COsmiumTables &t = tables;
    t = gathered.counts;
    t.textCount = static_cast<int64_t>(gathered.texts.starts.size()) - 1;
    t.textStarts = gathered.texts.starts.data();
    t.textBytes = gathered.texts.bytes.data();
    t.tagKeys = tags.keys.data();
    t.tagValues = tags.values.data();
    t.pointCount = static_cast<int64_t>(points.ids.size());
    t.pointIDs = points.ids.data();
    t.pointX = pointX.data();
    t.pointY = pointY.data();
    t.pointNodes = pointNodes.data();
    t.pointTags = points.starts.data();
    t.nodeCount = static_cast<int64_t>(gathered.nodes.sorted.size());
    t.nodeIDs = gathered.nodes.sorted.data();
    // A location is its two coordinates and nothing else; undefined ones are INT32_MAX.
    static_assert(sizeof(osmium::Location) == 2 * sizeof(int32_t), "two coordinates");
    static_assert(osmium::Location::undefined_coordinate == INT32_MAX, "undefined is the largest number");
    t.nodePlaces = reinterpret_cast<const int32_t *>(gathered.places.data());
    t.lineCount = static_cast<int64_t>(lines.ids.size());
    t.lineIDs = lines.ids.data();
    t.lineTags = lines.starts.data();
    t.lineStarts = lineStarts.data();
    t.lineNodes = lineNodes.data();
    t.areaCount = static_cast<int64_t>(areas.ids.size());
    t.areaIDs = areas.ids.data();
    t.areaIsRelation = areas.isRelation.data();
    t.areaTags = areaTags.starts.data();
    t.areaRings = areas.rings.data();
    t.ringIsInner = areas.ringIsInner.data();
    t.ringStarts = areas.ringStarts.data();
    t.ringX = areas.ringX.data();
    t.ringY = areas.ringY.data();
    t.refusedCount = static_cast<int64_t>(refused.ids.size());
    t.refusedIDs = refused.ids.data();
    t.refusedIsRelation = areas.refusedIsRelation.data();
    t.refusedTags = refused.starts.data();
    t.refusedReasons = areas.refusedReasons.data();
    t.banCount = static_cast<int64_t>(bans.ids.size());
    t.banIDs = bans.ids.data();
    t.banTags = bans.starts.data();
    t.memberStarts = memberStarts.data();
    t.memberIDs = memberIDs.data();
    t.memberTypes = memberTypes.data();
    t.memberRoles = memberRoles.data();
    t.routeCount = static_cast<int64_t>(routes.ids.size());
    t.routeIDs = routes.ids.data();
    t.routeTags = routes.starts.data();
    t.routeStarts = routeStarts.data();
    t.routeMemberIDs = routeMemberIDs.data();
    t.routeMemberTypes = routeMemberTypes.data();
    t.routeMemberRoles = routeMemberRoles.data();
  }
};

extern "C" {

COsmiumResult *cosmium_read(const COsmiumRequest *request, char **failure) {
  *failure = nullptr;
  try {
    auto result = std::make_unique<COsmiumResult>();
    passOver(*request, result->gathered);
    assemble(result->gathered, result->areas);
    result->layOut();
    return result.release();
  } catch (const std::bad_alloc &) {
    *failure = strdup("there is not enough memory for it");
  } catch (const std::exception &error) {
    *failure = strdup(error.what());
  } catch (...) {
    *failure = strdup("libosmium failed without saying why");
  }
  return nullptr;
}

int cosmium_box(const char *path, const char *format, double *box, char **failure) {
  *failure = nullptr;
  try {
    return findBox(path, format, box) ? 1 : 0;
  } catch (const std::exception &error) {
    *failure = strdup(error.what());
  } catch (...) {
    *failure = strdup("libosmium failed without saying why");
  }
  return -1;
}

const COsmiumTables *cosmium_tables(const COsmiumResult *result) { return &result->tables; }

void cosmium_free(COsmiumResult *result) { delete result; }

void cosmium_free_text(char *text) { free(text); }

}  // extern "C"
