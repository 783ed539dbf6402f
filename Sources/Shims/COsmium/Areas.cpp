// Joins closed ways and multipolygon relations into areas with libosmium's assembler, and says why one is refused.
#include "Gathered.hpp"

#include <osmium/area/assembler.hpp>
#include <osmium/area/problem_reporter.hpp>
#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/memory/buffer.hpp>

namespace cosmium {
namespace {

/// Remembers what the assembler first disliked.
class Reason : public osmium::area::ProblemReporter {
public:
  uint8_t code = 0;

  void report_intersection(
      osmium::object_id_type, osmium::Location, osmium::Location, osmium::object_id_type, osmium::Location,
      osmium::Location, osmium::Location) override {
    note(COSMIUM_CROSSING);
  }
  void report_ring_not_closed(const osmium::NodeRef &, const osmium::Way *) override { note(COSMIUM_OPEN); }
  void report_overlapping_segment(const osmium::NodeRef &, const osmium::NodeRef &) override { note(COSMIUM_CROSSING); }
  void report_invalid_location(osmium::object_id_type, osmium::object_id_type) override { note(COSMIUM_MISSING); }

private:
  void note(uint8_t reason) {
    if (!code) code = reason;
  }
};

class Assembling {
public:
  Assembling(const Gathered &in, Areas &out) : in(in), out(out) {
    config.problem_reporter = &reason;
    config.create_empty_areas = false;
  }

  void run() {
    for (const Row &row : in.ways) {
      if (row.roles & COSMIUM_AREA) fromWay(row);
    }
    for (const Row &row : in.relations) fromRelation(row);
  }

private:
  const Gathered &in;
  Areas &out;
  Reason reason;
  osmium::area::AssemblerConfig config;
  osmium::memory::Buffer ways{64 * 1024, osmium::memory::Buffer::auto_grow::yes};
  osmium::memory::Buffer relations{4 * 1024, osmium::memory::Buffer::auto_grow::yes};
  osmium::memory::Buffer made{64 * 1024, osmium::memory::Buffer::auto_grow::yes};

  void add(const Row &row) {
    {
      osmium::builder::WayBuilder builder{ways};
      builder.set_id(row.id);
      osmium::builder::WayNodeListBuilder list{builder};
      for (int64_t i = row.memberStart; i < row.memberEnd; ++i) {
        const int64_t id = in.wayNodes[i];
        list.add_node_ref(id, in.places[in.nodes.row(id)]);
      }
    }
    ways.commit();
  }

  void fromWay(const Row &row) {
    const int64_t count = row.memberEnd - row.memberStart;
    if (count < 2 || in.wayNodes[row.memberStart] != in.wayNodes[row.memberEnd - 1]) {
      return refuse(row, false, COSMIUM_OPEN);
    }
    if (count < 4) return refuse(row, false, COSMIUM_SHORT);
    ways.clear();
    made.clear();
    reason.code = 0;
    add(row);
    osmium::area::Assembler assembler{config};
    const bool done = assembler(ways.get<osmium::Way>(0), made);
    finish(row, false, done);
  }

  void fromRelation(const Row &row) {
    if (row.memberStart == row.memberEnd) return refuse(row, true, COSMIUM_MISSING);
    ways.clear();
    made.clear();
    relations.clear();
    reason.code = 0;
    std::vector<int64_t> ids;
    for (int64_t i = row.memberStart; i < row.memberEnd; ++i) {
      const int64_t id = in.relationMembers[i];
      const auto way = std::lower_bound(
          in.ways.begin(), in.ways.end(), id, [](const Row &candidate, int64_t id) { return candidate.id < id; });
      if (way == in.ways.end() || way->id != id) return refuse(row, true, COSMIUM_MISSING);
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      ids.push_back(id);
      add(*way);
    }
    {
      osmium::builder::RelationBuilder builder{relations};
      builder.set_id(row.id);
      osmium::builder::RelationMemberListBuilder list{builder};
      for (const int64_t id : ids) list.add_member(osmium::item_type::way, id, "");
    }
    relations.commit();
    std::vector<const osmium::Way *> members;
    for (const auto &way : ways.select<osmium::Way>()) members.push_back(&way);
    osmium::area::Assembler assembler{config};
    const bool done = assembler(relations.get<osmium::Relation>(0), members, made);
    finish(row, true, done);
  }

  void finish(const Row &row, bool isRelation, bool done) {
    if (!done || made.committed() == 0) return refuse(row, isRelation, reason.code ? reason.code : COSMIUM_OTHER);
    const auto &area = made.get<osmium::Area>(0);
    bool any = false;
    for (const auto &outer : area.outer_rings()) {
      ring(outer, 0);
      for (const auto &inner : area.inner_rings(outer)) ring(inner, 1);
      any = true;
    }
    if (!any) return refuse(row, isRelation, COSMIUM_SHORT);
    out.ids.push_back(row.id);
    out.isRelation.push_back(isRelation);
    out.tagStarts.push_back(row.tagStart);
    out.tagEnds.push_back(row.tagEnd);
    out.rings.push_back(static_cast<int64_t>(out.ringIsInner.size()));
  }

  void ring(const osmium::NodeRefList &nodes, uint8_t isInner) {
    // The last node repeats the first.
    for (size_t i = 0; i + 1 < nodes.size(); ++i) {
      out.ringX.push_back(nodes[i].location().x());
      out.ringY.push_back(nodes[i].location().y());
    }
    out.ringIsInner.push_back(isInner);
    out.ringStarts.push_back(static_cast<int64_t>(out.ringX.size()));
  }

  void refuse(const Row &row, bool isRelation, uint8_t why) {
    out.refused.push_back(row);
    out.refusedIsRelation.push_back(isRelation);
    out.refusedReasons.push_back(why);
  }
};

}  // namespace

void assemble(const Gathered &gathered, Areas &areas) { Assembling{gathered, areas}.run(); }

}  // namespace cosmium
