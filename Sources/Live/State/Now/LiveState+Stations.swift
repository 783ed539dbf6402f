public import Geography

extension LiveState {
  /// The readings of a property in a unit as stations of a field, in city metres, and the sentences for those that make none: of
  /// another unit, without a place, or no number.
  ///
  /// `property` is its definition or its name, `unit` the symbol as the streams have it.
  public func stations(of property: String, in unit: String, by projection: UTM) -> (
    stations: [Station], remarks: [String]
  ) {
    var stations: [Station] = []
    var remarks: [String] = []
    for reading in readings(of: property) {
      guard reading.unit == unit else {
        remarks.append("\(reading.name) is not in the field: its unit is \"\(reading.unit)\" and not \"\(unit)\".")
        continue
      }
      guard let place = reading.place, let number = reading.number else {
        let lack = reading.place == nil ? "no one told where it stands" : "its value is no number"
        remarks.append("\(reading.name) is not in the field: \(lack).")
        continue
      }
      stations.append(Station(reading.key, at: projection.project(place), value: number))
    }
    return (stations, remarks)
  }
}
