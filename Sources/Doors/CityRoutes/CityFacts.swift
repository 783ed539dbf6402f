internal import Checks
internal import Geography
internal import Modelling
internal import Replica
internal import Scenarios
internal import Serving

/// What the city says of itself: profile, counts, sources, verdicts, and what is missing.
struct CityFacts {
  private let snapshot: CitySnapshot
  private let catalogue: Catalogue
  private let remarks: [String]
  private var city: City { snapshot.city }

  init(_ snapshot: CitySnapshot, catalogue: Catalogue, remarks: [String]) {
    self.snapshot = snapshot
    self.catalogue = catalogue
    self.remarks = remarks
  }

  /// All of it but what the town's own checks say, which may come while the server runs (``document(of:own:)``). O(size of the city).
  var fields: [JSON.Field] {
    let profile = city.profile
    var fields: [JSON.Field] = [
      JSON.Field("name", .text(profile.name)), JSON.Field("country", .text(profile.country)),
      JSON.Field("timeZone", .text(profile.timeZone)), JSON.Field("languages", .list(profile.languages.map(JSON.text))),
      JSON.Field("currency", .text(profile.currency)), JSON.Field("drivingSide", .text(profile.drivingSide.rawValue)),
      JSON.Field("projection", .text("EPSG:\(profile.projection.epsg)")), JSON.Field("digest", .text(snapshot.digest)),
      JSON.Field("tiles", .text("tiles/all/\(snapshot.digest)/{z}/{x}/{y}.mvt")),
    ]
    if let corners = snapshot.corners, let center = snapshot.center {
      fields.append(JSON.Field("center", [.number(center.longitude), .number(center.latitude)]))
      fields.append(
        JSON.Field(
          "box",
          [
            .number(corners.southWest.longitude), .number(corners.southWest.latitude),
            .number(corners.northEast.longitude), .number(corners.northEast.latitude),
          ]))
      fields.append(JSON.Field("view", view ?? .null))
    }
    fields += [
      JSON.Field("counts", counts), JSON.Field("placeKinds", placeKinds), JSON.Field("sources", sources),
      JSON.Field("values", values), JSON.Field("verdicts", verdicts), JSON.Field("missing", missing),
      JSON.Field("remarks", .list(remarks.map(JSON.text))),
    ]
    return fields
  }

  /// The document, with what the town's own marks and counts say of the models before what the models say of themselves.
  static func document(of fields: [JSON.Field], own: [ModelVerdict]) -> JSON {
    .object(
      fields.map { field in
        guard field.name == "verdicts", case .list(let others) = field.value else { return field }
        return JSON.Field("verdicts", .list(own.map(verdict) + others))
      })
  }

  /// The box a map begins with, as west, south, east, north: where buildings stand within the zones, or else zones, not
  /// where the last road ends; one in a hundred on each side may lie outside, so that a stray footprint does not make the
  /// town small.
  private var view: JSON? {
    var points: [Point] = []
    for row in 0..<city.buildings.count where !city.buildings.areRemoved[row] {
      points.append(city.buildings.centroids[row])
    }
    if points.isEmpty { points = city.zones.centers }
    guard !points.isEmpty else { return nil }
    let xs = points.map(\.x).sorted()
    let ys = points.map(\.y).sorted()
    let stray = points.count / 100
    let last = points.count - 1 - stray
    var box = Box(minX: xs[stray], minY: ys[stray], maxX: xs[last], maxY: ys[last])
    let zones = Box(city.zones.outlines.points)
    if box.intersects(zones) {
      box = Box(
        minX: max(box.minX, zones.minX), minY: max(box.minY, zones.minY), maxX: min(box.maxX, zones.maxX),
        maxY: min(box.maxY, zones.maxY))
    }
    let margin = box.expanded(by: 60 + 0.03 * max(box.width, box.height))
    let southWest = city.profile.projection.unproject(Point(x: margin.minX, y: margin.minY))
    let northEast = city.profile.projection.unproject(Point(x: margin.maxX, y: margin.maxY))
    return [
      .number(southWest.longitude), .number(southWest.latitude), .number(northEast.longitude),
      .number(northEast.latitude),
    ]
  }

  private var counts: JSON {
    let segments = city.streets.segments
    var metres = 0.0
    var standing = 0
    for row in 0..<segments.count where !segments.areRemoved[row] {
      metres += segments.lengths[row]
      standing += 1
    }
    return [
      "streets": .integer(standing), "streetNames": .integer(segments.distinctNames.count - 1),
      "streetKilometres": .number((metres / 100).rounded() / 10),
      "buildings": .integer(city.buildings.areRemoved.count { !$0 }), "zones": .integer(city.zones.count),
      "places": .integer(city.places.areRemoved.count { !$0 }), "assets": .integer(city.assets.count),
      "land": .integer(city.land.count), "waterways": .integer(city.waterways.count),
      "parcels": .integer(city.parcels.count), "people": .number(city.people.rounded()),
      "terrain": .flag(city.terrain != nil),
    ]
  }

  private var placeKinds: JSON {
    var count: [PlaceKind: Int] = [:]
    for row in 0..<city.places.count where !city.places.areRemoved[row] {
      count[city.places.kinds[row], default: 0] += 1
    }
    return .object(count.keys.sorted().map { JSON.Field($0.rawValue, .integer(count[$0] ?? 0)) })
  }

  private var sources: JSON {
    .list(
      city.profile.sources.map { source in
        [
          "layer": .text(source.layer), "file": .text(source.file), "attribution": .text(source.attribution),
          "licence": .text(source.licence), "date": .text(source.date),
          "standardError": .number(source.standardError), "chosenCRS": .text(source.chosenCRS),
        ]
      })
  }

  private var values: JSON {
    .list(
      city.profile.values.map { value in
        [
          "name": .text(value.name), "value": .number(value.value), "unit": .text(value.unit),
          "source": .text(value.source), "year": .integer(value.year),
        ]
      })
  }

  private var verdicts: JSON {
    .list(catalogue.verdicts(on: city).map(Self.verdict))
  }

  private static func verdict(_ entry: ModelVerdict) -> JSON {
    [
      "model": .text(entry.model), "question": .text(entry.verdict.question),
      "level": .text(entry.verdict.level.rawValue), "because": .text(entry.verdict.because),
      "askFor": entry.verdict.askFor.map(JSON.text) ?? .null,
    ]
  }

  /// What is missing or mostly assumed: a word a page can translate, and the sentence in English.
  private var missing: JSON {
    var missing: [JSON] = []
    func note(_ code: String, _ sentence: String, share: Double? = nil) {
      missing.append(["code": .text(code), "text": .text(sentence), "share": share.map(JSON.number) ?? .null])
    }
    if city.streets.segments.count == 0 { note("streets", "No streets: import an OpenStreetMap extract.") }
    if city.terrain == nil { note("terrain", "No terrain: import a height model to ask about water.") }
    if city.buildings.count == 0 { note("buildings", "No buildings: import footprints to count those in water.") }
    if city.zones.count == 0 { note("zones", "No zones: without them nobody's way can be measured.") }
    if city.people <= 0 { note("people", "Nobody lives here yet: import a population grid or a total.") }
    let kinds = Set(city.places.kinds.map(\.rawValue))
    for kind in ["hospital", "clinic", "school"] where !kinds.contains(kind) {
      note("place-\(kind)", "No \(kind) on the map: access to one cannot be measured.")
    }
    let segments = city.streets.segments
    if segments.count > 0 {
      let share = Double(segments.assumed.count { $0.contains(.speed) }) / Double(segments.count)
      if share > 0.5 {
        note(
          "speeds", "\(Int((share * 100).rounded())) % of the speeds were taken from a table by class.", share: share)
      }
    }
    if city.buildings.count > 0 {
      let share = Double(city.buildings.areLevelsAssumed.count { $0 }) / Double(city.buildings.count)
      if share > 0.5 {
        note("levels", "\(Int((share * 100).rounded())) % of the buildings' storeys are assumed.", share: share)
      }
    }
    return .list(missing)
  }
}
