internal import Geography
internal import Replica
internal import Serving

/// Pieces of the city as the API tells them: GeoJSON features (RFC 7946) whose properties say what is known, and what
/// was assumed.
struct FeatureDocument {
  /// The tables whose rows can be asked for.
  static let tables = ["streets", "buildings", "zones", "places"]

  private let snapshot: CitySnapshot
  private var city: City { snapshot.city }

  init(_ snapshot: CitySnapshot) { self.snapshot = snapshot }

  /// The feature of a row, or nothing.
  func row(_ row: Int, of table: String) -> JSON? {
    switch table {
    case "streets": (0..<city.streets.segments.count).contains(row) ? street(SegmentID(row)) : nil
    case "buildings": (0..<city.buildings.count).contains(row) ? building(row) : nil
    case "zones": (0..<city.zones.count).contains(row) ? zone(row) : nil
    case "places": (0..<city.places.count).contains(row) ? place(row) : nil
    default: nil
    }
  }

  /// A piece of street. Speeds are km/h, as signs write them.
  func street(_ segment: SegmentID) -> JSON {
    let segments = city.streets.segments
    let links = city.streets.links
    let row = segment.index
    var assumed: [JSON] = []
    for (what, word) in [(Assumed.speed, "speed"), (.lanes, "lanes"), (.access, "access")]
    where segments.assumed[row].contains(what) { assumed.append(.text(word)) }
    func direction(_ link: LinkID) -> JSON {
      [
        "access": .list(links.access[link.index].members.map { .text($0.name) }),
        "speed": number(Double(links.speeds[link.index]) * 3.6), "lanes": .integer(Int(links.lanes[link.index])),
      ]
    }
    return feature(
      segments.keys[row], row,
      geometry: ["type": "LineString", "coordinates": .list(segments.shapes[row].map(position))],
      [
        "table": "streets", "name": .text(segments.name(of: segment)), "class": .text(segments.classes[row].name),
        "length": number(segments.lengths[row]), "forward": direction(segment.forward),
        "backward": direction(segment.backward), "structure": .text("\(segments.structures[row])"),
        "layer": .integer(Int(segments.layers[row])), "sidewalk": .text("\(segments.sidewalks[row])"),
        "surface": .text("\(segments.surfaces[row])"), "width": number(Double(segments.widths[row])),
        "assumed": .list(assumed), "center": position(middle(of: segments.shapes[row])),
      ])
  }

  private func building(_ row: Int) -> JSON {
    let buildings = city.buildings
    return feature(
      buildings.keys[row], row, geometry: geometry(of: buildings.footprints[row]),
      [
        "table": "buildings", "name": .text(buildings.names[row]), "use": .text(buildings.uses[row].name),
        "area": number(buildings.areas[row]), "levels": number(Double(buildings.levels[row])),
        "people": number(buildings.people[row]), "assumed": buildings.areLevelsAssumed[row] ? ["levels"] : [],
        "center": position(buildings.centroids[row]),
      ])
  }

  private func zone(_ row: Int) -> JSON {
    feature(
      city.zones.keys[row], row, geometry: geometry(of: city.zones.outlines[row]),
      [
        "table": "zones", "name": .text(city.zones.names[row]), "people": number(city.zones.people[row]),
        "homes": number(Double(city.zones.homes[row])), "jobs": number(Double(city.zones.jobs[row])),
        "center": position(city.zones.centers[row]),
      ])
  }

  private func place(_ row: Int) -> JSON {
    feature(
      city.places.keys[row], row,
      geometry: ["type": "Point", "coordinates": position(city.places.points[row])],
      [
        "table": "places", "name": .text(city.places.names[row]), "kind": .text(city.places.kinds[row].rawValue),
        "capacity": number(Double(city.places.capacities[row])), "center": position(city.places.points[row]),
      ])
  }

  /// A zone as a line of a list.
  func zoneEntry(_ row: Int) -> JSON {
    [
      "key": .text(city.zones.keys[row].text), "row": .integer(row), "name": .text(city.zones.names[row]),
      "people": number(city.zones.people[row]), "position": position(city.zones.centers[row]),
    ]
  }

  /// A place as a line of a list.
  func placeEntry(_ row: Int) -> JSON {
    [
      "key": .text(city.places.keys[row].text), "row": .integer(row), "name": .text(city.places.names[row]),
      "kind": .text(city.places.kinds[row].rawValue), "position": position(city.places.points[row]),
    ]
  }

  private func feature(_ key: FeatureKey, _ row: Int, geometry: JSON, _ properties: JSON) -> JSON {
    var fields = [JSON.Field("key", .text(key.text))]
    if case .object(let more) = properties { fields += more }
    return ["type": "Feature", "id": .integer(row), "geometry": geometry, "properties": .object(fields)]
  }

  private func geometry(of shape: MultiPolygon) -> JSON {
    var polygons: [[JSON]] = []
    for ring in shape.rings {
      guard let first = ring.first else { continue }
      let positions = JSON.list((ring + [first]).map(position))
      if MultiPolygon.signedArea(of: ring) >= 0 || polygons.isEmpty {
        polygons.append([positions])
      } else {
        polygons[polygons.count - 1].append(positions)
      }
    }
    return ["type": "MultiPolygon", "coordinates": .list(polygons.map(JSON.list))]
  }

  private func position(_ point: Point) -> JSON { snapshot.position(of: point) }

  /// A number as it is told: to two digits after the point; `null` when it is not known.
  private func number(_ value: Double) -> JSON { .number((value * 100).rounded() / 100) }

  private func middle(of line: ArraySlice<Point>) -> Point {
    var left = Lines.length(of: line) / 2
    for (from, to) in zip(line, line.dropFirst()) {
      let length = from.distance(to: to)
      if length >= left, length > 0 { return from.interpolated(to: to, fraction: left / length) }
      left -= length
    }
    return line.first ?? Point(x: 0, y: 0)
  }
}
