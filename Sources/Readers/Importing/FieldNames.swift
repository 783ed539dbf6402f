import Vectors

/// Finds the field that means something by the names that files give it.
enum FieldNames {
  static let name = [
    "name", "nama", "zone_name", "kel_name", "kelurahan", "desa", "village", "barangay", "brgy_name", "ward", "mukim",
    "district", "namobj", "adm4_en", "adm3_en", "adm4_name", "name_en", "nombre", "label", "title",
  ]
  static let people = [
    "population", "pop", "people", "persons", "residents", "inhabitants", "penduduk", "jumlah_penduduk", "jml_penduduk",
    "pop_total", "total_pop", "poptot", "totalpop", "pop2020", "pop_2020", "pop2025", "jumlah_pen",
  ]
  static let homes = ["homes", "households", "dwellings", "housing_units", "hh", "households_total", "kk"]
  static let jobs = ["jobs", "employment", "workers", "employees", "workplaces"]
  static let levels = [
    "building:levels", "building_levels", "levels", "floors", "num_floors", "storeys", "stories", "storey", "nfloors",
    "bldg_levels", "building_l", "lantai", "tingkat", "numfloors",
  ]
  static let height = ["height", "hgt", "building_height", "height_m", "tinggi", "bldg_height", "mean_height"]
  static let use = [
    "use", "building", "building_use", "building:use", "bldg_use", "class", "subtype", "occupancy", "landuse",
    "function",
    "fungsi", "type", "usage", "category", "structure",
  ]
  static let dwellings = ["dwellings", "flats", "building:flats", "units", "households", "homes"]
  static let kind = ["kind", "amenity", "category", "fclass", "type", "class", "facility", "jenis", "layer"]
  static let capacity = ["capacity", "beds", "seats", "pupils", "kapasitas", "capacity:beds"]
  static let landUse = [
    "use", "landuse", "land_use", "lu", "fclass", "class", "type", "category", "natural", "leisure", "guna_tanah",
  ]

  static let landValue = [
    "land_value", "value_per_m2", "unit_value", "price_per_m2", "nilai_tanah", "njop", "zonal_value", "value_m2",
  ]
  /// Fields only cadastres have.
  static let parcel = [
    "parcel_id", "parcelid", "parcel", "lot_no", "lotno", "lot", "no_lot", "nolot", "upi", "apn", "pin", "persil",
    "nib",
    "cadastral_id", "title_no", "land_id",
  ]

  /// The field of a layer that is called one of some names, the first of the names first; nothing when there is none.
  static func find(_ names: [String], in fields: [String]) -> String? {
    for name in names {
      if let field = fields.first(where: { $0.lowercased() == name }) { return field }
    }
    // Longer names that hold the word: KEL_NAME_1, POP_2015, TOTAL_POPULATION.
    for name in names where name.count >= 3 {
      let found = fields.first { field in
        field.lowercased().split { !$0.isLetter }.contains { $0 == name }
      }
      if let found { return found }
    }
    return nil
  }
}

extension FieldNames {
  /// The field that tells the features of a layer apart best, of those that hold a name: a district's file also names
  /// the province each district is in.
  static func naming(_ layer: VectorLayer) -> String? {
    let held = layer.fields.filter { field in
      let words = field.lowercased().split { !$0.isLetter }.map(String.init)
      return name.contains(field.lowercased()) || words.contains { name.contains($0) }
    }
    let distinct = held.map { field in Set(layer.features.map { $0.text(field) }.filter { !$0.isEmpty }).count }
    guard let most = distinct.max(), most > 0, let best = distinct.firstIndex(of: most) else { return nil }
    return held[best]
  }
}

extension VectorFeature {
  /// The text of a field; empty when it has none.
  func text(_ field: String?) -> String {
    guard let field, let value = attributes[field] else { return "" }
    return value.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The number of a field, thousands separators understood.
  func number(_ field: String?) -> Double? {
    guard let field, let value = attributes[field] else { return nil }
    let number = value.number ?? Double(value.text.filter { $0 != "," && $0 != " " })
    return number.flatMap { $0.isFinite ? $0 : nil }
  }
}
