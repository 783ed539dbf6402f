import COsmium
import Geography
import Modelling
import Replica

/// Everything that is no street: buildings, land, places, waterways, assets.
struct FeatureBuilder {
  private let tables: Tables
  private let projection: UTM
  private let town: TownMask?
  private var buildings = Buildings()
  private var places = Places()
  private var land = Land()
  private var waterways = Waterways()
  private var assets = Assets()
  private var otherNames: NameVariants

  /// A builder; `otherNames` are those of the streets, which come first.
  init(_ tables: Tables, projection: UTM, town: TownMask?, otherNames: NameVariants) {
    self.otherNames = otherNames
    self.tables = tables
    self.projection = projection
    self.town = town
  }

  /// Builds everything.
  mutating func build(_ skipped: inout SkippedTally) {
    readAreas()
    readRefused(&skipped)
    readPoints()
    readPlatforms()
    readWaterways(&skipped)
  }

  /// Puts the features into the layers.
  func hand(to layers: inout OpenStreetMapLayers) {
    layers.buildings = buildings
    layers.places = places
    layers.land = land
    layers.waterways = waterways
    layers.assets = assets
    layers.otherNames = otherNames
  }

  private struct Covered {
    let key: FeatureKey
    let use: LandUse
    let name: String
    let outline: MultiPolygon
    let area: Double
  }

  private mutating func readAreas() {
    var covered: [Covered] = []
    for row in 0..<Int(tables.raw.areaCount) {
      let tags = tables.areaTags(row)
      guard !tags.is(.area, "no") else { continue }
      let building = BuildingTags.building(tags)
      let use = building == nil ? LandTags.use(tags) : nil
      let kind = PlaceTags.kind(tags)
      guard building != nil || use != nil || kind != nil else { continue }
      let outline = tables.outline(ofArea: row, on: projection)
      guard !outline.isEmpty else { continue }
      let key = FeatureKey(tables.key(ofArea: row))
      let center = outline.centroid
      let isInTown = town?.contains(projection.unproject(center)) ?? true
      if isInTown { tags.noteNames(in: &otherNames) }
      if let building, isInTown { buildings.append(building, key: key, footprint: outline) }
      if let use { covered.append(Covered(key: key, use: use, name: tags.name, outline: outline, area: outline.area)) }
      if let kind, isInTown {
        places.append(key: key, kind: kind, name: tags.name, at: center, capacity: PlaceTags.capacity(tags))
      }
    }
    // Small areas lie on top of large ones.
    for part in covered.sorted(by: { ($1.area, $0.key) < ($0.area, $1.key) }) {
      land.append(key: part.key, use: part.use, name: part.name, outline: part.outline)
    }
  }

  private func readRefused(_ skipped: inout SkippedTally) {
    for row in 0..<Int(tables.raw.refusedCount) {
      let tags = tables.refusedTags(row)
      guard !tags.is(.area, "no") else { continue }
      let isRelation = tables.raw.refusedIsRelation[row] != 0
      let reason = Int(tables.raw.refusedReasons[row])
      let what: String
      if BuildingTags.building(tags) != nil {
        what = "building"
      } else if LandTags.use(tags) != nil {
        what = "land"
      } else if let kind = PlaceTags.kind(tags) {
        // A platform may be drawn as a line, and is read as one.
        if kind.rawValue == "stop", reason == Int(COSMIUM_OPEN) { continue }
        what = kind.rawValue
      } else {
        continue
      }
      let key = (isRelation ? "osm/relation/" : "osm/way/") + "\(tables.raw.refusedIDs[row])"
      skipped.add(what, because: Self.why(reason), example: key)
    }
  }

  private static func why(_ reason: Int) -> String {
    switch reason {
    case Int(COSMIUM_OPEN): "its outline is not closed"
    case Int(COSMIUM_CROSSING): "its outline crosses itself"
    case Int(COSMIUM_MISSING): "the file lacks some of its nodes or ways"
    case Int(COSMIUM_SHORT): "its outline has fewer than three different points"
    default: "its outline makes no area"
    }
  }

  private mutating func readPoints() {
    for row in 0..<Int(tables.raw.pointCount) {
      let tags = tables.pointTags(row)
      let kind = PlaceTags.kind(tags)
      let asset = AssetTags.kind(tags)
      guard kind != nil || asset != nil else { continue }
      let coordinate = tables.coordinate(ofPoint: row)
      guard town?.contains(coordinate) ?? true else { continue }
      let key = FeatureKey("osm/node/\(tables.raw.pointIDs[row])")
      let point = projection.project(coordinate)
      if let kind {
        tags.noteNames(in: &otherNames)
        places.append(key: key, kind: kind, name: tags.name, at: point, capacity: PlaceTags.capacity(tags))
      }
      if let asset {
        let height = tags[.height].flatMap(Measure.metres).map(Float.init) ?? .nan
        assets.append(key: key, kind: asset, name: AssetTags.name(tags), at: point, height: height)
      }
    }
  }

  /// Platforms drawn as a line stand where the line has its middle.
  private mutating func readPlatforms() {
    for row in 0..<Int(tables.raw.lineCount) {
      let tags = tables.lineTags(row)
      guard tags[.publicTransport] != nil, let kind = PlaceTags.kind(tags) else { continue }
      let nodes = tables.nodes(ofLine: row).map { Int(tables.raw.lineNodes[$0]) }
      guard let first = nodes.first, first != nodes.last else { continue }
      let placed = nodes.filter(tables.isPlaced)
      guard !placed.isEmpty else { continue }
      let middle = tables.coordinate(ofNode: placed[placed.count / 2])
      guard town?.contains(middle) ?? true else { continue }
      tags.noteNames(in: &otherNames)
      places.append(
        key: FeatureKey("osm/way/\(tables.raw.lineIDs[row])"), kind: kind, name: tags.name,
        at: projection.project(middle), capacity: PlaceTags.capacity(tags))
    }
  }

  private mutating func readWaterways(_ skipped: inout SkippedTally) {
    for row in 0..<Int(tables.raw.lineCount) {
      let tags = tables.lineTags(row)
      guard let kind = LandTags.waterway(tags) else { continue }
      let id = tables.raw.lineIDs[row]
      let nodes = tables.nodes(ofLine: row).map { Int(tables.raw.lineNodes[$0]) }
      let pieces = nodes.split { !tables.isPlaced($0) }.filter { $0.count > 1 }
      if let town, !pieces.joined().contains(where: { town.contains(tables.coordinate(ofNode: $0)) }) { continue }
      if pieces.isEmpty || pieces[0].count < nodes.count {
        skipped.add(
          pieces.isEmpty ? "waterway" : "part of a waterway", because: "the file lacks nodes of it",
          example: "osm/way/\(id)")
      }
      tags.noteNames(in: &otherNames)
      let isCovered = tags.is(.tunnel, "culvert", "yes", "flooded") || tags.is(.covered, "yes")
      let width = Float(tags.first(.width, .estWidth).flatMap(Measure.metres) ?? .nan)
      for (number, piece) in pieces.enumerated() {
        let key = FeatureKey("osm/way/\(id)" + (number > 0 ? "/\(number + 1)" : ""))
        let line = piece.map { projection.project(tables.coordinate(ofNode: $0)) }
        waterways.append(key: key, kind: kind, name: tags.name, line: line, width: width, isCovered: isCovered)
      }
    }
  }
}
