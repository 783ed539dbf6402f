// What the passes gather: flat tables that grow, and the small tools they share.
#pragma once
#include "COsmium.h"

#include <osmium/osm/location.hpp>
#include <osmium/osm/object.hpp>
#include <osmium/osm/tag.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cosmium {

/// Every text once, in the order they first came.
class Texts {
public:
  std::vector<int64_t> starts{0};
  std::string bytes;

  uint32_t number(const char *text) {
    const auto found = numbers.find(text);
    if (found != numbers.end()) return found->second;
    const auto next = static_cast<uint32_t>(starts.size() - 1);
    bytes.append(text);
    starts.push_back(static_cast<int64_t>(bytes.size()));
    numbers.emplace(text, next);
    return next;
  }

private:
  std::unordered_map<std::string, uint32_t> numbers;
};

/// The tags of rows, by the number of their key.
struct Tags {
  std::vector<uint16_t> keys;
  std::vector<uint32_t> values;
};

/// The keys the caller asked for.
class Keys {
public:
  explicit Keys(const COsmiumRequest &request) {
    for (int32_t i = 0; i < request.keyCount; ++i) {
      rows.emplace(request.keys[i], Row{static_cast<uint16_t>(i), request.roles[i]});
    }
  }

  /// The roles of all tags of an object together.
  uint8_t roles(const osmium::TagList &tags) const {
    uint8_t all = 0;
    for (const auto &tag : tags) {
      const auto found = rows.find(std::string_view{tag.key()});
      if (found != rows.end()) all |= found->second.role;
    }
    return all;
  }

  void keep(const osmium::TagList &tags, bool isRoute, Texts &texts, Tags &kept) const {
    for (const auto &tag : tags) {
      const auto found = rows.find(std::string_view{tag.key()});
      if (found == rows.end() || (found->second.role == COSMIUM_ROUTE && !isRoute)) continue;
      kept.keys.push_back(found->second.number);
      kept.values.push_back(texts.number(tag.value()));
    }
  }

private:
  struct Row {
    uint16_t number;
    uint8_t role;
  };
  std::unordered_map<std::string_view, Row> rows;
};

/// The town as a mask over a box; without one everything is inside.
class Town {
public:
  explicit Town(const COsmiumRequest &request) : request(request) {}

  bool exists() const { return request.maskColumns > 0; }

  bool contains(const osmium::Location &location) const {
    if (!exists()) return true;
    const double x = (location.lon_without_check() - request.west) / (request.east - request.west);
    const double y = (location.lat_without_check() - request.south) / (request.north - request.south);
    if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) return false;
    const auto column = static_cast<int64_t>(x * request.maskColumns);
    const auto row = static_cast<int64_t>(y * request.maskRows);
    return request.mask[row * request.maskColumns + column] != 0;
  }

private:
  const COsmiumRequest &request;
};

/// Ids that are collected, then sorted, then asked for. A filter of one bit a hash answers most misses from the cache.
class IDs {
public:
  std::vector<int64_t> sorted;

  void add(int64_t id) { sorted.push_back(id); }

  void settle(bool filtered) {
    if (!std::is_sorted(sorted.begin(), sorted.end())) std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    sorted.shrink_to_fit();
    if (!filtered) return;
    filter.assign(size_t{1} << 20, 0);
    for (const int64_t id : sorted) filter[hash(id) >> 6] |= uint64_t{1} << (hash(id) & 63);
  }

  /// The row of an id, or -1.
  int64_t row(int64_t id) const {
    if (!filter.empty() && !(filter[hash(id) >> 6] >> (hash(id) & 63) & 1)) return -1;
    const auto found = std::lower_bound(sorted.begin(), sorted.end(), id);
    return found != sorted.end() && *found == id ? found - sorted.begin() : -1;
  }

private:
  std::vector<uint64_t> filter;
  static uint64_t hash(int64_t id) { return (static_cast<uint64_t>(id) * 0x9E3779B97F4A7C15u) >> 38; }
};

/// A way or relation that was taken, as ranges of the tables.
struct Row {
  int64_t id;
  int64_t tagStart, tagEnd;
  int64_t memberStart, memberEnd;
  uint8_t roles;
};

/// Sorts rows by id and drops all but the first of equal ids; answers how many it dropped, and one of them.
inline int64_t sortRows(std::vector<Row> &rows, int64_t &example) {
  // Of equal ids the one read first comes first: its tags and members lie further ahead.
  const auto less = [](const Row &a, const Row &b) {
    if (a.id != b.id) return a.id < b.id;
    return a.memberStart != b.memberStart ? a.memberStart < b.memberStart : a.tagStart < b.tagStart;
  };
  if (!std::is_sorted(rows.begin(), rows.end(), less)) std::sort(rows.begin(), rows.end(), less);
  const auto before = rows.size();
  const auto twice =
      std::adjacent_find(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.id == b.id; });
  if (twice == rows.end()) return 0;
  example = twice->id;
  rows.erase(
      std::unique(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.id == b.id; }), rows.end());
  return static_cast<int64_t>(before - rows.size());
}

/// Everything the passes leave for the tables.
struct Gathered {
  Texts texts;
  Tags tags;

  std::vector<Row> relations;
  std::vector<int64_t> relationMembers;

  std::vector<Row> ways;
  std::vector<int64_t> wayNodes;

  IDs nodes;
  std::vector<osmium::Location> places;

  std::vector<Row> points;
  std::vector<osmium::Location> pointPlaces;

  std::vector<Row> bans;
  std::vector<int64_t> banMembers;
  std::string banTypes, banRoles;

  std::vector<Row> routes;
  std::vector<int64_t> routeMembers;
  std::string routeTypes, routeRoles;

  COsmiumTables counts{};
};

/// Fills `gathered` from the file. Throws what libosmium throws.
void passOver(const COsmiumRequest &request, Gathered &gathered);
bool findBox(const char *path, const char *format, double *box);

/// The areas' part of the tables.
struct Areas {
  std::vector<int64_t> ids, tagStarts{}, rings{0};
  std::vector<int64_t> tagEnds;
  std::vector<uint8_t> isRelation;
  std::vector<uint8_t> ringIsInner;
  std::vector<int64_t> ringStarts{0};
  std::vector<int32_t> ringX, ringY;

  std::vector<Row> refused;
  std::vector<uint8_t> refusedIsRelation, refusedReasons;
};

/// Joins ways and relations into areas.
void assemble(const Gathered &gathered, Areas &areas);

}  // namespace cosmium
