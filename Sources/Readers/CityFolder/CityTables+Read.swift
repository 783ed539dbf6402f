import Datasets
import Geography
import Replica

/// Reads the tables of `city.gpkg` into a city.
struct CityTablesReader {
  let dataset: Dataset
  var remarks = LoadRemarks()
  /// Nodes that must be written back.
  private(set) var newNodes: [NodeID] = []

  init(_ dataset: Dataset) { self.dataset = dataset }

  mutating func read(into city: inout City) throws {
    var streets = StreetTablesReader(dataset)
    try streets.read(&remarks)
    city.streets = streets.streets
    newNodes = streets.newNodes
    var movements = MovementTablesReader(dataset, city.streets)
    try movements.read(into: &city.streets, &remarks)
    try SignalTable(dataset, movements).read(into: &city.streets, &remarks)
    try BusLineTable(dataset).read(into: &city.busLines, on: city.streets, movements, &remarks)
    try readBuildings(&city.buildings)
    try readZones(&city.zones)
    try readPlaces(&city.places)
    try readAssets(&city.assets)
    try readParcels(&city.parcels)
    try readLand(&city.land)
    try readWaterways(&city.waterways)
    try readBoundary(&city.boundary)
    try readOtherNames(&city.otherNames)
  }

  /// Visits the rows that have a geometry of the kind the table needs; the others are left out and told.
  private mutating func forEachRow<Geometry>(
    _ name: String, _ parse: (UnsafeRawBufferPointer) -> Geometry?, columns names: [String],
    _ visit: (inout LoadRemarks, FeatureKey, Geometry, [ArrowColumn], Int) -> Void
  ) throws {
    let table = TableReader(dataset, name, &remarks)
    var keyGiver = KeyGiver(name, expecting: table.count)
    try table.forEachBatch { batch, numbers in
      let columns = names.map(batch.column)
      let (keys, shapes) = (batch.column("key"), batch.geometry)
      for row in 0..<batch.count {
        guard let geometry = shapes.bytes(row).flatMap(parse) else {
          remarks.add(name, "left out, its geometry is missing or of another kind", example: keys.text(row))
          continue
        }
        let key = keyGiver.key(keys.text(row), row: numbers.integer(row, as: Int64.self) ?? 0, &remarks)
        visit(&remarks, FeatureKey(key), geometry, columns, row)
      }
    }
  }

  private mutating func readBuildings(_ buildings: inout Buildings) throws {
    var uses = WordColumn<BuildingUse>("buildings", "use", orElse: .unknown)
    var materials = WordColumn<BuildingMaterial>("buildings", "material", orElse: .unknown)
    let names = ["name", "use", "levels", "levels_assumed", "dwellings", "jobs", "people", "year", "material"]
    try forEachRow("buildings", WellKnownBinaryReader.area, columns: names) { remarks, key, footprint, columns, row in
      var building = Building()
      building.name = columns[0].text(row)
      building.use = uses.value(columns[1], row, &remarks)
      let levels = columns[2].float(row)
      building.levels = levels > 0 ? levels : 1
      building.areLevelsAssumed = columns[3].flag(row) || !(levels > 0)
      building.dwellings = columns[4].float(row)
      building.jobs = columns[5].float(row)
      building.people = columns[6].number(row) ?? 0
      building.year = columns[7].year(row, of: "buildings", key, &remarks)
      building.material = materials.value(columns[8], row, &remarks)
      buildings.append(building, key: key, footprint: footprint)
    }
  }

  private mutating func readZones(_ zones: inout Zones) throws {
    let own = ["name", "people", "homes", "jobs", "center_x", "center_y", "ward"]
    let names = own + Census.fields.map(\.name)
    try forEachRow("zones", WellKnownBinaryReader.area, columns: names) { _, key, outline, columns, row in
      let zone = zones.append(
        key: key, name: columns[0].text(row), outline: outline, people: columns[1].number(row) ?? 0,
        homes: columns[2].float(row), jobs: columns[3].float(row), ward: columns[6].text(row))
      for (field, column) in zip(Census.fields, columns.dropFirst(own.count)) {
        zones.census[zone.index][keyPath: field.path] = column.float(row)
      }
      if let x = columns[4].number(row), let y = columns[5].number(row) {
        zones.centers[zone.index] = Point(x: x, y: y)
      }
    }
  }

  private mutating func readPlaces(_ places: inout Places) throws {
    let names = ["kind", "name", "capacity"]
    try forEachRow("places", WellKnownBinaryReader.point, columns: names) { remarks, key, point, columns, row in
      let kind = columns[0].text(row)
      if kind.isEmpty { remarks.add("places", "has no kind, so nothing looks for it", example: key.text) }
      places.append(
        key: key, kind: PlaceKind(rawValue: kind), name: columns[1].text(row), at: point,
        capacity: columns[2].float(row))
    }
  }

  private mutating func readAssets(_ assets: inout Assets) throws {
    let names = ["kind", "name", "height"]
    try forEachRow("assets", WellKnownBinaryReader.point, columns: names) { _, key, point, columns, row in
      assets.append(
        key: key, kind: columns[0].text(row), name: columns[1].text(row), at: point, height: columns[2].float(row))
    }
  }

  private mutating func readParcels(_ parcels: inout Parcels) throws {
    var uses = WordColumn<LandUse>("parcels", "use", orElse: .residential)
    try forEachRow("parcels", WellKnownBinaryReader.area, columns: ["use", "free", "value"]) {
      remarks, key, outline, columns, row in
      parcels.append(
        key: key, use: uses.value(columns[0], row, &remarks), isFree: columns[1].flag(row), outline: outline,
        value: columns[2].float(row))
    }
  }

  private mutating func readLand(_ land: inout Land) throws {
    var uses = WordColumn<LandUse>("land", "use", orElse: .bare)
    try forEachRow("land", WellKnownBinaryReader.area, columns: ["use", "name"]) {
      remarks, key, outline, columns, row in
      land.append(key: key, use: uses.value(columns[0], row, &remarks), name: columns[1].text(row), outline: outline)
    }
  }

  private mutating func readWaterways(_ waterways: inout Waterways) throws {
    var kinds = WordColumn<WaterwayKind>("waterways", "kind", orElse: .drain)
    let names = ["kind", "name", "width", "depth", "capacity", "covered"]
    try forEachRow("waterways", WellKnownBinaryReader.line, columns: names) { remarks, key, line, columns, row in
      waterways.append(
        key: key, kind: kinds.value(columns[0], row, &remarks), name: columns[1].text(row), line: line,
        width: columns[2].float(row), depth: columns[3].float(row), capacity: columns[4].float(row),
        isCovered: columns[5].flag(row))
    }
  }

  private mutating func readBoundary(_ boundary: inout MultiPolygon) throws {
    try forEachRow("boundary", WellKnownBinaryReader.area, columns: []) { _, _, area, _, _ in
      boundary.rings += area.rings
    }
  }

  private mutating func readOtherNames(_ variants: inout NameVariants) throws {
    let table = TableReader(dataset, sinceLater: "other_names")
    try table.forEachBatch { batch, _ in
      let columns = ["name", "language", "text"].map(batch.column)
      for row in 0..<batch.count {
        let (name, language, text) = (columns[0].text(row), columns[1].text(row), columns[2].text(row))
        guard !name.isEmpty, !language.isEmpty, !text.isEmpty else {
          remarks.add(table.name, "left out, its name, language or text is missing", example: name)
          continue
        }
        if let first = variants[name, language] {
          if first != text { remarks.add(table.name, "left out, the name has another text there", example: name) }
          continue
        }
        variants[name, language] = text
      }
    }
  }
}

extension ArrowColumn {
  /// The year of a row; 0 where there is none. What is no year is told.
  fileprivate func year(_ row: Int, of table: String, _ key: FeatureKey, _ remarks: inout LoadRemarks) -> Int16 {
    guard hasValue(row) else { return 0 }
    if let year = integer(row, as: Int16.self), (0...3000).contains(year) { return year }
    remarks.add(table, "the year \u{201C}\(text(row))\u{201D} is none and counts as not known", example: key.text)
    return 0
  }
}
