import Foundation
import Geography
import Rasters
import Vectors

/// What a raster seems to be: heights of the ground or counts of people.
struct RasterGuess {
  let answer: (kind: LayerKind?, because: Recognition.Remark)

  private static let ground: Set<String> = [
    "dem", "dtm", "dsm", "srtm", "terrain", "elevation", "elev", "height", "heights", "hgt", "fabdem", "demnas", "alos",
    "copernicus", "aster", "contour", "topo",
  ]
  private static let people: Set<String> = [
    "pop", "ppp", "population", "worldpop", "ghspop", "landscan", "hrsl", "people", "penduduk", "ghs", "inhabitants",
  ]
  /// Below this, neighbours are alike as on ground.
  private static let smooth = 0.3

  init(_ raster: RasterSurvey, name: String) {
    let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
    let unit = raster.units.lowercased()
    if let word = words.sorted().first(where: Self.people.contains) {
      answer = (.population, Recognition.Remark("nameSays", "Its name says \u{201C}\(word)\u{201D}.", ["word": word]))
    } else if let word = words.sorted().first(where: Self.ground.contains) {
      answer = (.terrain, Recognition.Remark("nameSays", "Its name says \u{201C}\(word)\u{201D}.", ["word": word]))
    } else if ["m", "metre", "metres", "meter", "meters"].contains(unit) {
      answer = (.terrain, Recognition.Remark("unitMetres", "Its numbers are in metres."))
    } else if name.lowercased().hasSuffix(".hgt") {
      answer = (.terrain, Recognition.Remark("unitMetres", "Its numbers are in metres."))
    } else if raster.least.isNaN {
      answer = (nil, Recognition.Remark("nothingFits", "Nothing in it says what it is."))
    } else if raster.least < 0 {
      answer = (
        .terrain, Recognition.Remark("belowZero", "Some numbers are below zero, as heights may be and people not.")
      )
    } else if raster.roughness < Self.smooth {
      answer = (.terrain, Recognition.Remark("smooth", "Its numbers change gently from cell to cell, as ground does."))
    } else {
      answer = (.population, Recognition.Remark("rough", "Its numbers jump from cell to cell, as counts of people do."))
    }
  }
}

/// What a file of features seems to be, by its fields, its shapes and its name, in this order of trust.
struct FeatureGuess {
  let answer: (kind: LayerKind?, because: Recognition.Remark)

  private static let names: [(kind: LayerKind, words: Set<String>)] = [
    (.parcels, ["parcel", "parcels", "cadastre", "cadastral", "lot", "lots", "persil", "bidang", "kadaster", "lotes"]),
    (.buildings, ["building", "buildings", "footprint", "footprints", "bangunan", "houses", "rooftops"]),
    (.land, ["landuse", "lulc", "zoning", "gunatanah", "landcover"]),
    (
      .zones,
      [
        "zones", "zone", "wards", "kelurahan", "barangay", "barangays", "mukim", "desa", "census", "tracts",
        "districts",
      ]
    ),
    (
      .boundary, ["boundary", "border", "outline", "limit", "limits", "batas", "sempadan", "perimeter", "municipality"]
    ),
    (.places, ["places", "poi", "pois", "facilities", "schools", "hospitals", "clinics", "amenities", "shelters"]),
  ]

  init(_ survey: VectorSurvey, name: String, isGeographic: Bool?) {
    let fields = survey.fields.map(\.name)
    let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
    let people = survey.guessedPeople
    if survey.isTable {
      if let people {
        answer = (.sheet, Self.field(people, "It is a table without positions that counts people in"))
      } else if survey.fields.contains(where: { $0.isNumber && $0.sum > 100 }) {
        answer = (.sheet, Recognition.Remark("table", "It is a table without positions, with numbers."))
      } else {
        answer = (nil, Recognition.Remark("tableOnly", "It is a table without positions and without numbers."))
      }
      return
    }
    if survey.points > survey.areas + survey.lines {
      let kind = FieldNames.find(FieldNames.kind, in: fields)
      answer = (
        .places,
        kind.map { Self.field($0, "It has points, and their kind in") }
          ?? Recognition.Remark("points", "It has points.")
      )
      return
    }
    if let found = Self.names.first(where: { !$0.words.isDisjoint(with: words) }),
      survey.areas > 0 || found.kind == .boundary
    {
      let word = words.intersection(found.words).sorted()[0]
      answer = (found.kind, Recognition.Remark("nameSays", "Its name says \u{201C}\(word)\u{201D}.", ["word": word]))
      return
    }
    answer = Self.byShape(survey, fields, people, isGeographic)
  }

  private static func byShape(
    _ survey: VectorSurvey, _ fields: [String], _ people: String?, _ isGeographic: Bool?
  ) -> (kind: LayerKind?, because: Recognition.Remark) {
    let lower = Set(fields.map { $0.lowercased() })
    if survey.count == 1 {
      return (.boundary, Recognition.Remark("single", "It is a single shape, as the line around a town is."))
    }
    if let people, survey.areas > 0 { return (.zones, field(people, "It has areas, and their people in")) }
    if let parcel = FieldNames.parcel.first(where: lower.contains), survey.areas > 0 {
      return (.parcels, field(parcel, "It has areas, with numbers of parcels in"))
    }
    if let building = (FieldNames.levels + ["building", "building_id", "height"]).first(where: lower.contains),
      survey.areas > 0
    {
      return (.buildings, field(building, "It has areas, and tells of buildings in"))
    }
    guard survey.areas > survey.lines, let middle = squareMetres(survey, isGeographic) else {
      return (nil, Recognition.Remark("nothingFits", "Nothing in it says what it is."))
    }
    if let use = ["landuse", "land_use", "natural", "guna_tanah", "lu"].first(where: lower.contains) {
      return (.land, field(use, "It has areas, and their use in"))
    }
    let size = "\(Int(middle.rounded()))"
    if middle < 200 {
      return (
        .buildings,
        Recognition.Remark("sizeOfHouses", "Its areas have \(size) m² in the middle, as houses do.", ["size": size])
      )
    }
    if middle < 20_000 {
      return (
        .parcels,
        Recognition.Remark("sizeOfParcels", "Its areas have \(size) m² in the middle, as parcels do.", ["size": size])
      )
    }
    return (.zones, Recognition.Remark("sizeOfZones", "Its areas are as large as parts of a town."))
  }

  /// The middle of the sizes in m²; for degrees about, by the length of a degree there.
  private static func squareMetres(_ survey: VectorSurvey, _ isGeographic: Bool?) -> Double? {
    guard !survey.sizes.isEmpty else { return nil }
    let middle = survey.sizes[survey.sizes.count / 2]
    let isDegrees = isGeographic ?? (survey.box.maxX <= 360 && survey.box.maxY <= 90 && survey.box.minY >= -90)
    guard isDegrees else { return middle }
    let degree = 111_320.0
    return middle * degree * degree * cos(survey.box.center.y * .pi / 180)
  }

  private static func field(_ name: String, _ sentence: String) -> Recognition.Remark {
    Recognition.Remark("fieldSays", "\(sentence) \u{201C}\(name)\u{201D}.", ["field": name])
  }
}
