import Geography

/// The columns of a table that hold positions: longitude and latitude, or x and y.
struct PointColumns {
  private let x: String
  private let y: String
  /// WGS 84 where the columns are named longitude and latitude; nothing for plain x and y.
  let impliedSystem: String?

  private static let degrees = [
    ["longitude", "lon", "long", "lng", "bujur", "stop_lon", "x_wgs84"],
    ["latitude", "lat", "lintang", "stop_lat", "y_wgs84"],
  ]
  private static let metres = [
    ["x", "easting", "east", "x_coord", "xcoord"], ["y", "northing", "north", "y_coord", "ycoord"],
  ]

  /// The columns by their names, in any case; nothing when there is no such pair.
  init?(_ names: [String]) {
    func column(_ wanted: [String]) -> String? {
      wanted.lazy.compactMap { word in
        names.first { $0.lowercased().filter { !$0.isWhitespace } == word }
      }.first
    }
    if let x = column(Self.degrees[0]), let y = column(Self.degrees[1]) {
      (self.x, self.y, impliedSystem) = (x, y, "EPSG:4326")
    } else if let x = column(Self.metres[0]), let y = column(Self.metres[1]) {
      (self.x, self.y, impliedSystem) = (x, y, nil)
    } else {
      return nil
    }
  }

  /// The position a row names; nothing when one of the two is missing or no number.
  func point(in values: [String: VectorValue]) -> Point? {
    guard let x = values[x].flatMap(Self.number), let y = values[y].flatMap(Self.number) else { return nil }
    return Point(x: x, y: y)
  }

  /// Tables from much of the world write the decimal point as a comma.
  private static func number(_ value: VectorValue) -> Double? {
    if case .text(let text) = value { return Double(String(text.map { $0 == "," ? "." : $0 })) }
    return value.number
  }
}
