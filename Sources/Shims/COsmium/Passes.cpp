// The passes over the file: relations, then ways, then nodes, so that only what is needed is ever held.
#include "Gathered.hpp"

#include <osmium/io/any_input.hpp>
#include <osmium/osm.hpp>

#include <cstring>

namespace cosmium {
namespace {

using Bits = osmium::osm_entity_bits::type;

/// Opens the file once more and visits its objects of some types.
template <typename Visit>
void pass(const COsmiumRequest &request, Bits bits, osmium::io::read_meta meta, double from, double to, Visit visit) {
  const osmium::io::File file{request.path, request.format};
  osmium::io::Reader reader{file, bits, meta};
  const double size = std::max<double>(1, static_cast<double>(reader.file_size()));
  while (osmium::memory::Buffer buffer = reader.read()) {
    for (const auto &item : buffer.select<osmium::OSMObject>()) visit(item);
    const double share = from + (to - from) * std::min(1.0, static_cast<double>(reader.offset()) / size);
    if (request.advance && request.advance(request.owner, share) != 0) throw std::runtime_error("it was stopped");
  }
  reader.close();
}

class Passes {
public:
  Passes(const COsmiumRequest &request, Gathered &out) : request(request), out(out), keys(request), town(request) {}

  void run() {
    relations();
    ways();
    nodes();
  }

private:
  const COsmiumRequest &request;
  Gathered &out;
  const Keys keys;
  const Town town;
  IDs inTown;
  IDs members;

  void relations() {
    const Bits bits = town.exists() ? Bits::node | Bits::relation : Bits::relation;
    pass(request, bits, osmium::io::read_meta::yes, 0, 0.2, [this](const osmium::OSMObject &object) {
      if (object.type() == osmium::item_type::node) {
        const auto &node = static_cast<const osmium::Node &>(object);
        if (node.visible() && node.location().valid() && town.contains(node.location())) inTown.add(node.id());
      } else {
        relation(static_cast<const osmium::Relation &>(object));
      }
    });
    inTown.settle(true);
    out.counts.duplicateRelations = sortRows(out.relations, out.counts.duplicateRelation);
    out.counts.duplicateRelations += sortRows(out.bans, out.counts.duplicateRelation);
    out.counts.duplicateRelations += sortRows(out.routes, out.counts.duplicateRelation);
    members.settle(true);
  }

  void relation(const osmium::Relation &relation) {
    ++out.counts.seenRelations;
    if (!relation.visible()) {
      ++out.counts.deleted;
      return;
    }
    const char *type = relation.tags()["type"];
    if (!type) return;
    const uint8_t roles = keys.roles(relation.tags());
    if (roles & COSMIUM_AREA && (!std::strcmp(type, "multipolygon") || !std::strcmp(type, "boundary"))) {
      Row row = begin(relation, roles, out.relationMembers.size());
      for (const auto &member : relation.members()) {
        if (member.type() != osmium::item_type::way) continue;
        out.relationMembers.push_back(member.ref());
        members.add(member.ref());
      }
      row.memberEnd = static_cast<int64_t>(out.relationMembers.size());
      out.relations.push_back(row);
    } else if (roles & COSMIUM_BAN && !std::strncmp(type, "restriction", 11)) {
      Row row = begin(relation, roles, out.banMembers.size());
      for (const auto &member : relation.members()) {
        out.banMembers.push_back(member.ref());
        out.banTypes.push_back(osmium::item_type_to_char(member.type()));
        const char *role = member.role();
        const bool known = !std::strcmp(role, "from") || !std::strcmp(role, "via") || !std::strcmp(role, "to");
        out.banRoles.push_back(known ? role[0] : '?');
      }
      row.memberEnd = static_cast<int64_t>(out.banMembers.size());
      out.bans.push_back(row);
    } else if (!std::strcmp(type, "route") && isBus(relation.tags()["route"])) {
      Row row = begin(relation, roles, out.routeMembers.size(), true);
      for (const auto &member : relation.members()) {
        if (member.type() == osmium::item_type::relation) continue;
        out.routeMembers.push_back(member.ref());
        out.routeTypes.push_back(osmium::item_type_to_char(member.type()));
        out.routeRoles.push_back(routeRole(member.role()));
      }
      row.memberEnd = static_cast<int64_t>(out.routeMembers.size());
      out.routes.push_back(row);
    }
  }

  static bool isBus(const char *route) {
    if (!route) return false;
    for (const char *kind : {"bus", "trolleybus", "minibus", "share_taxi"}) {
      if (!std::strcmp(route, kind)) return true;
    }
    return false;
  }

  static char routeRole(const char *role) {
    if (!*role || !std::strcmp(role, "route")) return '-';
    if (!std::strncmp(role, "stop", 4)) return 's';
    if (!std::strncmp(role, "platform", 8)) return 'p';
    if (!std::strcmp(role, "forward")) return 'f';
    return std::strcmp(role, "backward") ? '?' : 'b';
  }

  Row begin(const osmium::OSMObject &object, uint8_t roles, size_t memberStart, bool isRoute = false) {
    Row row{};
    row.id = object.id();
    row.roles = roles;
    row.tagStart = static_cast<int64_t>(out.tags.keys.size());
    keys.keep(object.tags(), isRoute, out.texts, out.tags);
    row.tagEnd = static_cast<int64_t>(out.tags.keys.size());
    row.memberStart = static_cast<int64_t>(memberStart);
    row.memberEnd = row.memberStart;
    out.counts.newest = std::max<int64_t>(out.counts.newest, object.timestamp().seconds_since_epoch());
    return row;
  }

  bool touchesTown(const osmium::Way &way) const {
    if (!town.exists()) return true;
    for (const auto &node : way.nodes()) {
      if (inTown.row(node.ref()) >= 0) return true;
    }
    return false;
  }

  void ways() {
    IDs taken;
    pass(request, Bits::way, osmium::io::read_meta::yes, 0.2, 0.6, [this, &taken](const osmium::OSMObject &object) {
      const auto &way = static_cast<const osmium::Way &>(object);
      ++out.counts.seenWays;
      if (!way.visible()) {
        ++out.counts.deleted;
        return;
      }
      const uint8_t roles = keys.roles(way.tags()) & (COSMIUM_LINE | COSMIUM_AREA);
      const bool isMember = members.row(way.id()) >= 0;
      if ((!roles && !isMember) || !touchesTown(way)) return;
      take(way, roles);
      if (town.exists() && isMember) taken.add(way.id());
    });
    if (town.exists()) complete(taken);
    out.counts.duplicateWays = sortRows(out.ways, out.counts.duplicateWay);
    for (const int64_t node : out.wayNodes) out.nodes.add(node);
    out.nodes.settle(false);
  }

  void take(const osmium::Way &way, uint8_t roles) {
    Row row = begin(way, roles, out.wayNodes.size());
    for (const auto &node : way.nodes()) out.wayNodes.push_back(node.ref());
    row.memberEnd = static_cast<int64_t>(out.wayNodes.size());
    out.ways.push_back(row);
  }

  /// Drops relations that do not touch the town, fetches those members of the others that lie outside it, and the lines
  /// outside it that meet a line of the town: where they meet, lines are cut, wherever the boundary runs.
  void complete(IDs &taken) {
    taken.settle(false);
    IDs lacking;
    const auto isOutside = [&](const Row &row) {
      for (int64_t i = row.memberStart; i < row.memberEnd; ++i) {
        if (taken.row(out.relationMembers[i]) >= 0) return false;
      }
      return true;
    };
    out.relations.erase(std::remove_if(out.relations.begin(), out.relations.end(), isOutside), out.relations.end());
    dropFarRoutes();
    for (const Row &row : out.relations) {
      for (int64_t i = row.memberStart; i < row.memberEnd; ++i) {
        if (taken.row(out.relationMembers[i]) < 0) lacking.add(out.relationMembers[i]);
      }
    }
    lacking.settle(true);
    IDs ours, met;
    for (const Row &row : out.ways) {
      ours.add(row.id);
      if (!(row.roles & COSMIUM_LINE)) continue;
      for (int64_t i = row.memberStart; i < row.memberEnd; ++i) met.add(out.wayNodes[i]);
    }
    ours.settle(true);
    met.settle(true);
    pass(request, Bits::way, osmium::io::read_meta::no, 0.5, 0.6, [&](const osmium::OSMObject &object) {
      const auto &way = static_cast<const osmium::Way &>(object);
      if (!way.visible() || ours.row(way.id()) >= 0) return;
      const uint8_t line = keys.roles(way.tags()) & COSMIUM_LINE;
      const auto meets = [&met](const osmium::NodeRef &node) { return met.row(node.ref()) >= 0; };
      if (line && std::any_of(way.nodes().begin(), way.nodes().end(), meets)) {
        take(way, line);
      } else if (lacking.row(way.id()) >= 0) {
        take(way, 0);
      }
    });
  }

  /// Drops the routes that no way of the town belongs to; the members of the others close ranks.
  void dropFarRoutes() {
    IDs lines;
    for (const Row &row : out.ways) {
      if (row.roles & COSMIUM_LINE) lines.add(row.id);
    }
    lines.settle(true);
    std::vector<Row> kept;
    std::vector<int64_t> members;
    std::string types, roles;
    for (Row row : out.routes) {
      bool isNear = false;
      for (int64_t i = row.memberStart; i < row.memberEnd && !isNear; ++i) {
        isNear = out.routeTypes[i] == 'w' && lines.row(out.routeMembers[i]) >= 0;
      }
      if (!isNear) continue;
      const auto start = static_cast<int64_t>(members.size());
      members.insert(members.end(), out.routeMembers.begin() + row.memberStart, out.routeMembers.begin() + row.memberEnd);
      types.append(out.routeTypes, row.memberStart, row.memberEnd - row.memberStart);
      roles.append(out.routeRoles, row.memberStart, row.memberEnd - row.memberStart);
      row.memberStart = start;
      row.memberEnd = static_cast<int64_t>(members.size());
      kept.push_back(row);
    }
    out.routes.swap(kept);
    out.routeMembers.swap(members);
    out.routeTypes.swap(types);
    out.routeRoles.swap(roles);
  }

  void nodes() {
    out.places.assign(out.nodes.sorted.size(), osmium::Location{});
    pass(request, Bits::node, osmium::io::read_meta::no, 0.6, 1, [this](const osmium::OSMObject &object) {
      node(static_cast<const osmium::Node &>(object));
    });
    sortPoints();
  }

  /// Where the last node stood among those needed; files are sorted, so the next one mostly stands right after.
  size_t hint = 0;

  void node(const osmium::Node &node) {
    ++out.counts.seenNodes;
    if (!node.visible()) {
      ++out.counts.deleted;
      return;
    }
    const auto &sorted = out.nodes.sorted;
    size_t place = hint;
    while (place < sorted.size() && place < hint + 8 && sorted[place] < node.id()) ++place;
    if ((place < sorted.size() && sorted[place] < node.id()) || (place > 0 && sorted[place - 1] >= node.id())) {
      place = static_cast<size_t>(std::lower_bound(sorted.begin(), sorted.end(), node.id()) - sorted.begin());
    }
    hint = place;
    const bool needed = place < sorted.size() && sorted[place] == node.id();
    if (!node.location().valid()) {
      ++out.counts.placeless;
      out.counts.placelessNode = node.id();
      return;
    }
    if (needed) {
      if (out.places[place].valid()) {
        ++out.counts.duplicateNodes;
        out.counts.duplicateNode = node.id();
        return;
      }
      out.places[place] = node.location();
    }
    if (node.tags().empty() || (!needed && !town.contains(node.location()))) return;
    const uint8_t roles = keys.roles(node.tags());
    if (!(roles & COSMIUM_POINT)) return;
    Row row = begin(node, roles, static_cast<size_t>(needed ? place : 0));
    row.memberEnd = needed ? row.memberStart : -1;
    // The row's place among the locations goes with it through the sorting.
    row.roles = 0;
    out.points.push_back(row);
    out.pointPlaces.push_back(node.location());
  }

  void sortPoints() {
    std::vector<size_t> order(out.points.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return out.points[a].id != out.points[b].id ? out.points[a].id < out.points[b].id : a < b;
    });
    std::vector<Row> rows;
    std::vector<osmium::Location> places;
    rows.reserve(order.size());
    places.reserve(order.size());
    for (const size_t i : order) {
      if (!rows.empty() && rows.back().id == out.points[i].id) {
        ++out.counts.duplicateNodes;
        out.counts.duplicateNode = rows.back().id;
        continue;
      }
      rows.push_back(out.points[i]);
      places.push_back(out.pointPlaces[i]);
    }
    out.points.swap(rows);
    out.pointPlaces.swap(places);
  }
};

}  // namespace

bool findBox(const char *path, const char *format, double *box) {
  const osmium::io::File file{path, format};
  osmium::io::Reader reader{file, Bits::node, osmium::io::read_meta::no};
  osmium::Box found = reader.header().joined_boxes();
  if (!found.valid() || found.bottom_left() == found.top_right()) {
    found = osmium::Box{};
    while (osmium::memory::Buffer buffer = reader.read()) {
      for (const auto &node : buffer.select<osmium::Node>()) {
        if (node.visible() && node.location().valid()) found.extend(node.location());
      }
    }
  }
  reader.close();
  if (!found) return false;
  box[0] = found.bottom_left().lon();
  box[1] = found.bottom_left().lat();
  box[2] = found.top_right().lon();
  box[3] = found.top_right().lat();
  return true;
}

void passOver(const COsmiumRequest &request, Gathered &gathered) { Passes{request, gathered}.run(); }

}  // namespace cosmium
