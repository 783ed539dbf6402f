internal import CityFolder
internal import Geography
internal import Importing
internal import Imports
internal import Modelling
internal import Projections
internal import Rasters
internal import Serving
internal import Vectors

/// Imports as the API tells them.
enum ImportDocument {
  static func summary(_ one: CityImport) -> JSON {
    [
      "id": .text(one.id), "created": .integer(Int(one.created.milliseconds)), "name": .text(one.settings.name),
      "files": .integer(one.uploads.count), "size": .integer(one.bytes), "work": one.progress.map(progress) ?? .null,
      "adopted": one.adopted.map(JSON.text) ?? .null,
    ]
  }

  static func whole(_ one: CityImport, _ limits: ImportLimits) -> JSON {
    guard case .object(let head) = summary(one) else { return .null }
    let rest: [JSON.Field] = [
      .init("limits", Self.limits(limits)),
      .init(
        "settings",
        [
          "name": .text(one.settings.name), "country": .text(one.settings.country),
          "people": one.settings.people.map(JSON.number) ?? .null, "buffer": .number(one.settings.buffer),
        ]),
      .init(
        "uploads",
        .list(
          one.uploads.map { ["name": .text($0.name), "size": .integer($0.size), "sha256": .text($0.sha256)] })),
      .init("items", .list(one.items.map { item($0, of: one) })), .init("town", box(one.town)),
      .init("country", .text(one.country)), .init("obstacles", .list(one.obstacles.map(remark))),
      .init("missing", .list(missing(one).map { .text($0.rawValue) })),
      .init("result", one.result.map(result) ?? .null),
    ]
    return .object(head + rest)
  }

  static func limits(_ limits: ImportLimits) -> JSON {
    [
      "fileBytes": .integer(limits.fileBytes), "bytes": .integer(limits.bytes), "files": .integer(limits.files),
      "imports": .integer(limits.imports), "hours": .integer(limits.hours),
    ]
  }

  static func progress(_ state: ImportProgress) -> JSON {
    [
      "state": .text(state.state.rawValue), "progress": .number((state.progress * 1000).rounded() / 1000),
      "phase": .text(state.phase), "error": state.error.map(JSON.text) ?? .null,
    ]
  }

  static func placement(_ one: FilePlacement) -> JSON {
    [
      "system": .text(one.system), "title": .text(one.title), "distance": .number(one.distance.rounded()),
      "shapes": ["type": "FeatureCollection", "features": .list(one.shapes.map(feature))],
    ]
  }

  /// Layers a town is poorer without, that were not dropped yet.
  private static func missing(_ one: CityImport) -> [LayerKind] {
    let there = Set(one.items.filter { $0.recognition != nil }.compactMap(\.kind))
    var wanted: [LayerKind] = [.map, .boundary, .terrain, .buildings]
    let knowsPeople = one.settings.people != nil || !there.isDisjoint(with: [.sheet, .population, .zones])
    if !knowsPeople { wanted.append(.sheet) }
    return wanted.filter { !there.contains($0) }
  }
}

// MARK: Parts

extension ImportDocument {
  private static func item(_ item: ImportItem, of one: CityImport) -> JSON {
    var fields: [JSON.Field] = [
      .init("id", .text(item.id)), .init("file", .text(item.file)), .init("parts", .list(item.parts.map(JSON.text))),
      .init(
        "size",
        .integer(one.uploads.filter { item.parts.contains($0.name) }.reduce(0) { $0 + $1.size })),
      .init("kind", item.kind.map { .text($0.rawValue) } ?? .null), .init("leaveOut", .flag(item.choice.isLeftOut)),
      .init("failure", item.failure.isEmpty ? .null : .text(item.failure)),
    ]
    guard let found = item.recognition else { return .object(fields) }
    fields += [
      .init("guess", found.kind.map { .text($0.rawValue) } ?? .null), .init("because", remark(found.because)),
      .init("problems", .list(problems(found, item).map(remark))), .init("system", system(found, item)),
      .init("needsSystem", .flag(item.kind?.isPlaced == true && item.system == nil && !found.box.isEmpty)),
      .init("box", box(item.box)),
    ]
    switch found.content {
    case .map: fields.append(.init("content", "map"))
    case .raster(let raster):
      fields += [
        .init("content", "raster"), .init("columns", .integer(raster.columns)), .init("rows", .integer(raster.rows)),
        .init("least", .number(raster.least)), .init("greatest", .number(raster.greatest)),
        .init("unit", .text(raster.units)),
      ]
    case .features(let survey):
      fields += [
        .init("content", "features"), .init("count", .integer(survey.count)),
        .init(
          "shape", .text(survey.isTable ? "table" : survey.areas > 0 ? "area" : survey.lines > 0 ? "line" : "point")),
        .init("nameField", .text(item.choice.nameField.isEmpty ? survey.guessedName ?? "" : item.choice.nameField)),
        .init(
          "peopleField", .text(item.choice.peopleField.isEmpty ? survey.guessedPeople ?? "" : item.choice.peopleField)),
        .init(
          "fields",
          .list(
            survey.fields.map { field in
              [
                "name": .text(field.name), "isNumber": .flag(field.isNumber),
                "samples": .list(field.samples.map(JSON.text)), "distinct": .integer(field.distinct),
                "filled": .integer(field.filled), "sum": field.isNumber ? .number(field.sum) : .null,
              ]
            })),
      ]
    }
    return .object(fields)
  }

  /// What is to mend of an item, without what a choice has mended already.
  private static func problems(_ found: Recognition, _ item: ImportItem) -> [Recognition.Remark] {
    found.problems.filter { $0.code != "noSystem" || (item.system == nil && item.kind?.isPlaced != false) }
  }

  private static func system(_ found: Recognition, _ item: ImportItem) -> JSON {
    [
      "own": found.system.map { .text($0.title) } ?? .null, "ownCode": found.system.map { .text($0.code) } ?? .null,
      "chosen": .text(item.choice.system),
    ]
  }

  private static func remark(_ one: Recognition.Remark) -> JSON {
    [
      "code": .text(one.code), "sentence": .text(one.sentence),
      "words": .object(one.words.sorted { $0.key < $1.key }.map { JSON.Field($0.key, .text($0.value)) }),
    ]
  }

  private static func box(_ box: Box?) -> JSON {
    guard let box, !box.isEmpty else { return .null }
    return .list([box.minX, box.minY, box.maxX, box.maxY].map(degrees))
  }

  private static func degrees(_ number: Double) -> JSON { .number((number * 1e6).rounded() / 1e6) }

  private static func feature(_ shape: (kind: String, parts: [[Point]])) -> JSON {
    let positions = shape.parts.map { part in JSON.list(part.map { .list([degrees($0.x), degrees($0.y)]) }) }
    let geometry: JSON
    switch shape.kind {
    case "area": geometry = ["type": "MultiLineString", "coordinates": .list(positions)]
    case "line": geometry = ["type": "MultiLineString", "coordinates": .list(positions)]
    default:
      let points = shape.parts.flatMap { $0 }.map { JSON.list([degrees($0.x), degrees($0.y)]) }
      geometry = ["type": "MultiPoint", "coordinates": .list(points)]
    }
    return ["type": "Feature", "properties": ["kind": .text(shape.kind)], "geometry": geometry]
  }

  private static func result(_ result: CityImport.Result) -> JSON {
    [
      "name": .text(result.name), "digest": .text(result.digest), "people": .number(result.people),
      "counts": .object(result.counts.map { JSON.Field($0.layer, .integer($0.count)) }),
      "layers": .list(
        result.report.layers.map {
          ["layer": .text($0.layer), "file": .text($0.file), "count": .integer($0.count), "remark": .text($0.remark)]
        }),
      "skipped": .list(
        result.report.skipped.map {
          [
            "what": .text($0.what), "why": .text($0.why), "count": .integer($0.count),
            "examples": .list($0.examples.map(JSON.text)),
          ]
        }),
      "remarks": .list(result.report.remarks.map(JSON.text)),
      "gone": .list(
        result.gone.map { ["scenario": .text($0.scenario), "keys": .list($0.keys.map(JSON.text))] }),
    ]
  }
}
