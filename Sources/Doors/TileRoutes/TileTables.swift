internal import Geography
public import Replica

/// All layers of a city, ready to be cut into tiles.
///
/// Making them costs about a tenth of a microsecond a point and an index a layer; a tile costs what lies in it.
public struct TileTables: Sendable {
  /// The layers, from the ground up.
  public static let names = ["land", "waterways", "zones", "buildings", "streets", "assets", "places"]

  private let tables: [TileTable]

  /// The layers of a city.
  public init(_ city: City) {
    var box = city.box
    box.formUnion(Box(city.land.outlines.points))
    box.formUnion(Box(city.waterways.lines.points))
    box.formUnion(Box(city.assets.points))
    let world = World(projection: city.profile.projection, box: box)
    tables = [
      Self.land(city.land, world), Self.waterways(city.waterways, world), Self.zones(city.zones, world),
      Self.buildings(city.buildings, world), Self.streets(city.streets, world), Self.assets(city.assets, world),
      Self.places(city.places, world),
    ]
  }

  /// The bytes of a tile, of all layers or of one; none where nothing lies.
  public func tile(at address: TileAddress, only layer: String? = nil) -> [UInt8] {
    var tile = ProtocolBuffer()
    for table in tables where layer == nil || layer == table.name { table.write(address, to: &tile) }
    return tile.bytes
  }

  /// A name, when there is one; marked as `shaped` when its letters join or stack, so that a map must draw it as a
  /// picture: Hebrew and Arabic, the scripts of India, of Thailand, Laos, Tibet and Burma, and Khmer.
  private static func named(_ name: String) -> [(String, TileValue)] {
    guard !name.isEmpty else { return [] }
    let isShaped = name.unicodeScalars.contains { scalar in
      (0x0590...0x08FF).contains(scalar.value) || (0x0900...0x109F).contains(scalar.value)
        || (0x1780...0x17FF).contains(scalar.value) || (0xFB50...0xFEFC).contains(scalar.value)
    }
    return isShaped ? [("name", .text(name)), ("shaped", .integer(1))] : [("name", .text(name))]
  }

  private static let never = UInt8(TileAddress.greatestZoom + 1)

  private static func land(_ land: Land, _ world: World) -> TileTable {
    let uses = land.uses
    let names = land.names
    let zooms = (0..<land.count).map { row in zoom(ofArea: land.outlines.area(of: row)) }
    return TileTable("land", areas: land.outlines, in: world, lowestZooms: zooms) { row, zoom in
      var attributes: [(String, TileValue)] = [("use", .text(uses[row].name))]
      if zoom >= 14 { attributes += named(names[row]) }
      return attributes
    }
  }

  /// The zoom at which an area in m² covers about two by two pixels of a 512-pixel tile.
  private static func zoom(ofArea area: Double) -> UInt8 {
    for zoom in 0..<TileAddress.greatestZoom {
      let pixel = 40_075_016.7 / 512 / Double(1 << zoom)
      if area >= 4 * pixel * pixel { return UInt8(zoom) }
    }
    return UInt8(TileAddress.greatestZoom)
  }

  private static func waterways(_ waterways: Waterways, _ world: World) -> TileTable {
    let kinds = waterways.kinds
    let names = waterways.names
    let widths = waterways.widths
    let zooms = kinds.map { $0 == .river ? 6 : $0 == .canal ? 10 : 13 as UInt8 }
    return TileTable("waterways", lines: waterways.lines, in: world, lowestZooms: zooms) { row, zoom in
      var attributes: [(String, TileValue)] = [("kind", .text(kinds[row].name))]
      if !widths[row].isNaN { attributes.append(("width", .number(widths[row]))) }
      if zoom >= 13 { attributes += named(names[row]) }
      return attributes
    }
  }

  private static func zones(_ zones: Zones, _ world: World) -> TileTable {
    let names = zones.names
    let people = zones.people
    let zooms = [UInt8](repeating: 0, count: zones.count)
    return TileTable("zones", areas: zones.outlines, in: world, lowestZooms: zooms) { row, _ in
      [("name", .text(names[row])), ("people", .number(Float(people[row].rounded())))]
    }
  }

  private static func buildings(_ buildings: Buildings, _ world: World) -> TileTable {
    let uses = buildings.uses
    let levels = buildings.levels
    let zooms = (0..<buildings.count).map { row in
      buildings.areRemoved[row] ? never : buildings.areas[row] >= 2000 ? 12 : buildings.areas[row] >= 60 ? 13 : 14
    }
    return TileTable("buildings", areas: buildings.footprints, in: world, lowestZooms: zooms) { row, zoom in
      guard zoom >= 14 else { return [] }
      return [("use", .text(uses[row].name)), ("levels", .number(levels[row]))]
    }
  }

  private static func streets(_ streets: Streets, _ world: World) -> TileTable {
    let segments = streets.segments
    let links = streets.links
    let zooms = (0..<segments.count).map { row in
      segments.areRemoved[row] ? never : zoom(ofClass: segments.classes[row])
    }
    return TileTable("streets", lines: segments.shapes, in: world, lowestZooms: zooms) { row, zoom in
      let segment = SegmentID(row)
      var attributes: [(String, TileValue)] = [("class", .text(segments.classes[row].name))]
      guard zoom >= 12 else { return attributes }
      attributes += named(segments.name(of: segment))
      if segments.structures[row] == .bridge { attributes.append(("structure", .text("bridge"))) }
      if segments.structures[row] == .tunnel { attributes.append(("structure", .text("tunnel"))) }
      guard zoom >= 14 else { return attributes }
      let forward = links.access[segment.forward.index].isDisjoint(with: .motor)
      let backward = links.access[segment.backward.index].isDisjoint(with: .motor)
      if forward != backward { attributes.append(("oneway", .integer(forward ? -1 : 1))) }
      return attributes
    }
  }

  private static func zoom(ofClass streetClass: StreetClass) -> UInt8 {
    switch streetClass {
    case .motorway, .trunk: 0
    case .motorwayLink, .trunkLink, .primary: 8
    case .primaryLink, .secondary: 9
    case .secondaryLink, .tertiary: 10
    case .tertiaryLink, .unclassified, .residential, .livingStreet, .busway, .pedestrian: 13
    case .service, .track, .footway, .cycleway, .path, .steps, .bridleway: 14
    }
  }

  private static func assets(_ assets: Assets, _ world: World) -> TileTable {
    let kinds = assets.kinds
    let names = assets.names
    let zooms = [UInt8](repeating: 15, count: assets.count)
    return TileTable("assets", points: assets.points, in: world, lowestZooms: zooms) { row, _ in
      [("kind", .text(kinds[row]))] + named(names[row])
    }
  }

  private static let essential: Set<String> = [
    "hospital", "clinic", "school", "university", "police", "fire-station", "shelter", "station", "market", "townhall",
  ]
  /// Places that come in rows along a street: they wait for the nearest zoom.
  private static let many: Set<String> = [
    "shop", "restaurant", "bank", "supermarket", "pharmacy", "post-office", "toilets", "fuel",
  ]

  private static func places(_ places: Places, _ world: World) -> TileTable {
    let kinds = places.kinds
    let names = places.names
    let zooms = (0..<places.count).map { row in
      let kind = places.kinds[row].rawValue
      return places.areRemoved[row] ? never : essential.contains(kind) ? 11 : many.contains(kind) ? 15 : 14 as UInt8
    }
    return TileTable("places", points: places.points, in: world, lowestZooms: zooms) { row, _ in
      [("kind", .text(kinds[row].rawValue))] + named(names[row])
    }
  }
}
