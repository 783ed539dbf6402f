// Replica: a city as a value.
//
// A `City` is columns, one table a kind of thing: streets (`Nodes`, `Segments`, `Links`), buildings, zones, places, assets,
// parcels, land, waterways. A `FeatureKey` names a feature for ever and stands in files; a row (`LinkID` …) is its place in one
// City value and is never stored. A segment is a piece of street between two nodes; segment s has the links 2s and 2s + 1,
// one a direction, always both: where nobody may drive a link's access is empty. Changes append rows and mark rows as
// removed, so a baseline and its scenarios compare row by row. What a city says of itself stands in its `Profile`.
// `Digest` is the fingerprint by which equal cities, and so equal runs, are known.

public import Geography

/// The replica of a city: streets, terrain, buildings, zones, places, assets, land. A value; nothing in it is live.
///
/// Its parts are columns, so a copy is free and a write copies one column. Changes append rows and mark rows as removed;
/// they never renumber, so that a baseline and its scenarios compare row by row.
public struct City: Hashable, Sendable {
  /// What it says of itself.
  public var profile: Profile
  /// The line around the town, in city metres; empty when the whole map was taken.
  public var boundary = MultiPolygon(rings: [])
  /// Its network.
  public var streets = Streets()
  /// Its bus lines over the streets, where a source knows them.
  public var busLines = BusLines()
  /// Its buildings.
  public var buildings = Buildings()
  /// Its small areas.
  public var zones = Zones()
  /// Its hospitals, schools, shops and stops.
  public var places = Places()
  /// What it looks after.
  public var assets = Assets()
  /// The pieces of land one can build on.
  public var parcels = Parcels()
  /// Land use and water as areas.
  public var land = Land()
  /// Rivers, canals and drains as lines.
  public var waterways = Waterways()
  /// What people built that steers water.
  public var waterWorks = WaterWorks()
  /// Ground level in metres above the datum; nothing when no terrain was imported.
  public var terrain: Grid?
  /// What its names are in other languages.
  public var otherNames = NameVariants()

  /// A city with nothing in it yet.
  public init(profile: Profile) { self.profile = profile }

  /// The smallest box around streets, buildings, zones and places; empty for an empty city. O(points).
  public var box: Box {
    var box = Box(streets.nodes.points)
    box.formUnion(Box(streets.segments.shapes.points))
    box.formUnion(Box(buildings.footprints.points))
    box.formUnion(Box(zones.outlines.points))
    box.formUnion(Box(places.points))
    return box
  }

  /// People who live in the zones, or in the buildings when there are no zones.
  public var people: Double {
    zones.count > 0 ? zones.people.reduce(0, +) : buildings.people.reduce(0, +)
  }

  /// The fingerprint of the content — never of file bytes or dates. O(size of the city): compute once and keep.
  public func digest() -> String {
    var digest = Digest()
    profile.feed(&digest)
    digest.feed("boundary", points: boundary.rings.flatMap { $0 })
    digest.feed("boundary", integers: boundary.rings.map(\.count))
    streets.feed(&digest)
    busLines.feed(&digest)
    buildings.feed(&digest)
    zones.feed(&digest)
    places.feed(&digest)
    assets.feed(&digest)
    parcels.feed(&digest)
    land.feed(&digest)
    waterways.feed(&digest)
    waterWorks.feed(&digest)
    if let terrain { terrain.feed("terrain", &digest) }
    otherNames.feed(&digest)
    return digest.text
  }
}

extension Grid {
  /// Feeds cells and placement to a fingerprint.
  public func feed(_ label: String, _ digest: inout Digest) {
    digest.feed("\(label).size", integers: [columns, rows])
    digest.feed("\(label).values", numbers: values)
    switch placement {
    case .affine(let a): digest.feed("\(label).affine", numbers: [a.c0, a.cx, a.cy, a.r0, a.rx, a.ry])
    case .lattice(let lattice):
      let box = lattice.box
      digest.feed("\(label).lattice", numbers: [box.minX, box.minY, box.maxX, box.maxY])
      digest.feed("\(label).lattice", integers: [lattice.columns, lattice.rows])
      digest.feed("\(label).lattice", points: lattice.nodes)
    }
  }
}
