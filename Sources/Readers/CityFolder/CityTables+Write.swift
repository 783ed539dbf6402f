internal import CGDAL
import Geography
import Replica

/// The tables of `city.gpkg`, written.
struct CityTablesWriter {
  let city: City
  let file: GeoPackageWriter

  /// Writes every table. Rows marked as removed are left out.
  func write() throws {
    try nodes()
    try streets()
    try turnBans()
    try lanes()
    try movements()
    try signals()
    try busLines()
    try buildings()
    try zones()
    try places()
    try assets()
    try parcels()
    try land()
    try waterways()
    try boundary()
    try otherNames()
  }

  private func nodes() throws {
    let nodes = city.streets.nodes
    let (control, crossing, kerb) = (WordTable<NodeControl>(), WordTable<Crossing>(), WordTable<Kerb>())
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("control", .text), ("crossing", .text), ("kerb", .text),
    ]
    try file.table("street_nodes", geometry: wkbPoint, columns) { rows in
      for node in 0..<nodes.count {
        binary.point(nodes.points[node])
        rows.add(binary.bytes) { row in
          row.text(nodes.keys[node].text)
          row.text(control(nodes.controls[node]))
          row.text(crossing(nodes.crossings[node]))
          row.text(kerb(nodes.kerbs[node]))
        }
      }
    }
  }

  private func streets() throws {
    let segments = city.streets.segments
    let links = city.streets.links
    let (streetClass, structure) = (WordTable<StreetClass>(), WordTable<Structure>())
    let (sidewalk, surface) = (WordTable<Sidewalk>(), WordTable<Surface>())
    var access = AccessTexts()
    let nodes = city.streets.nodes
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("name", .text), ("class", .text), ("start_node", .text), ("end_node", .text),
      ("access_forward", .text), ("access_backward", .text), ("kmh_forward", .number), ("kmh_backward", .number),
      ("lanes_forward", .integer), ("lanes_backward", .integer), ("structure", .text), ("layer", .integer),
      ("sidewalk", .text), ("surface", .text), ("incline", .number), ("width", .number), ("roundabout", .flag),
      ("assumed", .text),
    ]
    try file.table("streets", geometry: wkbLineString, columns) { rows in
      for segment in 0..<segments.count where !segments.areRemoved[segment] {
        let id = SegmentID(segment)
        binary.line(segments.shapes[segment])
        rows.add(binary.bytes) { row in
          row.text(segments.keys[segment].text)
          row.text(segments.name(of: id))
          row.text(streetClass(segments.classes[segment]))
          row.text(nodes.keys[segments.starts[segment].index].text)
          row.text(nodes.keys[segments.ends[segment].index].text)
          row.text(access.text(of: links.access[id.forward.index]))
          row.text(access.text(of: links.access[id.backward.index]))
          row.kilometresPerHour(links.speeds[id.forward.index])
          row.kilometresPerHour(links.speeds[id.backward.index])
          row.integer(links.lanes[id.forward.index])
          row.integer(links.lanes[id.backward.index])
          row.text(structure(segments.structures[segment]))
          row.integer(segments.layers[segment])
          row.text(sidewalk(segments.sidewalks[segment]))
          row.text(surface(segments.surfaces[segment]))
          row.number(segments.inclines[segment])
          row.number(segments.widths[segment])
          row.flag(segments.areRoundabouts[segment])
          row.text(segments.assumed[segment].text)
        }
      }
    }
  }

  private func turnBans() throws {
    let segments = city.streets.segments
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("from_street", .text), ("from_direction", .text), ("to_street", .text), ("to_direction", .text),
    ]
    try file.table("turn_bans", geometry: wkbNone, columns) { rows in
      for ban in city.streets.turnBans {
        let ends = [ban.from, ban.to]
        guard !ends.contains(where: { segments.areRemoved[$0.segment.index] }) else { continue }
        let texts = ends.map { (segments.keys[$0.segment.index].text, $0.isBackward ? "backward" : "forward") }
        rows.add([]) { row in
          row.text(texts.map { "\($0.0):\($0.1)" }.joined(separator: ">"))
          for text in texts {
            row.text(text.0)
            row.text(text.1)
          }
        }
      }
    }
  }

  private func buildings() throws {
    let buildings = city.buildings
    let (use, material) = (WordTable<BuildingUse>(), WordTable<BuildingMaterial>())
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("name", .text), ("use", .text), ("levels", .number), ("levels_assumed", .flag),
      ("dwellings", .number), ("jobs", .number), ("people", .number), ("year", .integer), ("material", .text),
    ]
    try file.table("buildings", geometry: wkbMultiPolygon, columns) { rows in
      for building in 0..<buildings.count where !buildings.areRemoved[building] {
        binary.area(buildings.footprints, building)
        rows.add(binary.bytes) { row in
          row.text(buildings.keys[building].text)
          row.text(buildings.names[building])
          row.text(use(buildings.uses[building]))
          row.number(buildings.levels[building])
          row.flag(buildings.areLevelsAssumed[building])
          row.number(buildings.dwellings[building])
          row.number(buildings.jobs[building])
          row.number(buildings.people[building])
          row.year(buildings.years[building])
          row.text(material(buildings.materials[building]))
        }
      }
    }
  }

  private func zones() throws {
    let zones = city.zones
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("name", .text), ("people", .number), ("homes", .number), ("jobs", .number),
      ("center_x", .number), ("center_y", .number), ("ward", .text),
    ]
    let census = Census.fields.map { ($0.name, GeoPackageWriter.Kind.number) }
    try file.table("zones", geometry: wkbMultiPolygon, columns + census) { rows in
      for zone in 0..<zones.count {
        binary.area(zones.outlines, zone)
        rows.add(binary.bytes) { row in
          row.text(zones.keys[zone].text)
          row.text(zones.names[zone])
          row.number(zones.people[zone])
          row.number(zones.homes[zone])
          row.number(zones.jobs[zone])
          row.number(zones.centers[zone].x)
          row.number(zones.centers[zone].y)
          row.text(zones.wards[zone])
          for field in Census.fields { row.number(zones.census[zone][keyPath: field.path]) }
        }
      }
    }
  }

  private func places() throws {
    let places = city.places
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("kind", .text), ("name", .text), ("capacity", .number),
    ]
    try file.table("places", geometry: wkbPoint, columns) { rows in
      for place in 0..<places.count where !places.areRemoved[place] {
        binary.point(places.points[place])
        rows.add(binary.bytes) { row in
          row.text(places.keys[place].text)
          row.text(places.kinds[place].rawValue)
          row.text(places.names[place])
          row.number(places.capacities[place])
        }
      }
    }
  }

  private func assets() throws {
    let assets = city.assets
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("kind", .text), ("name", .text), ("height", .number),
    ]
    try file.table("assets", geometry: wkbPoint, columns) { rows in
      for asset in 0..<assets.count {
        binary.point(assets.points[asset])
        rows.add(binary.bytes) { row in
          row.text(assets.keys[asset].text)
          row.text(assets.kinds[asset])
          row.text(assets.names[asset])
          row.number(assets.heights[asset])
        }
      }
    }
  }

  private func parcels() throws {
    let parcels = city.parcels
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("use", .text), ("free", .flag), ("value", .number),
    ]
    try file.table("parcels", geometry: wkbMultiPolygon, columns) { rows in
      for parcel in 0..<parcels.count {
        binary.area(parcels.outlines, parcel)
        rows.add(binary.bytes) { row in
          row.text(parcels.keys[parcel].text)
          row.text(parcels.uses[parcel].word)
          row.flag(parcels.areFree[parcel])
          row.number(parcels.values[parcel])
        }
      }
    }
  }

  private func land() throws {
    let land = city.land
    var binary = WellKnownBinaryWriter()
    try file.table("land", geometry: wkbMultiPolygon, [("key", .text), ("use", .text), ("name", .text)]) { rows in
      for area in 0..<land.count {
        binary.area(land.outlines, area)
        rows.add(binary.bytes) { row in
          row.text(land.keys[area].text)
          row.text(land.uses[area].word)
          row.text(land.names[area])
        }
      }
    }
  }

  private func waterways() throws {
    let waterways = city.waterways
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("key", .text), ("kind", .text), ("name", .text), ("width", .number), ("depth", .number),
      ("capacity", .number), ("covered", .flag),
    ]
    try file.table("waterways", geometry: wkbLineString, columns) { rows in
      for waterway in 0..<waterways.count {
        binary.line(waterways.lines[waterway])
        rows.add(binary.bytes) { row in
          row.text(waterways.keys[waterway].text)
          row.text(waterways.kinds[waterway].word)
          row.text(waterways.names[waterway])
          row.number(waterways.widths[waterway])
          row.number(waterways.depths[waterway])
          row.number(waterways.capacities[waterway])
          row.flag(waterways.areCovered[waterway])
        }
      }
    }
  }

  private func boundary() throws {
    var binary = WellKnownBinaryWriter()
    try file.table("boundary", geometry: wkbMultiPolygon, [("key", .text)]) { rows in
      guard !city.boundary.isEmpty else { return }
      binary.area(city.boundary.rings.map { $0[...] })
      rows.add(binary.bytes) { $0.text("boundary") }
    }
  }
}
