internal import Geography
internal import Modelling

extension StationField {
  /// Stations from which a variogram can be drawn with some trust.
  static let enoughStations = 30

  /// One station a place: those within some metres of an earlier one are put together with it, by their mean.
  static func putTogether(_ given: [Station], within metres: Double, _ remarks: inout [String]) -> [Station] {
    let index = PackedIndex(given.map { Box(minX: $0.point.x, minY: $0.point.y, maxX: $0.point.x, maxY: $0.point.y) })
    var isTaken = [Bool](repeating: false, count: given.count)
    var places: [Station] = []
    var names: [String] = []
    for (row, station) in given.enumerated() where !isTaken[row] {
      let point = station.point
      let box = Box(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y).expanded(by: max(0, metres))
      let together = index.search(box).filter { !isTaken[$0] && given[$0].point.distance(to: point) <= max(0, metres) }
      for other in together { isTaken[other] = true }
      var place = station
      if together.count > 1 {
        place.value = together.reduce(0) { $0 + given[$1].value } / Double(together.count)
        names.append(station.name)
      }
      places.append(place)
    }
    if !names.isEmpty { remarks.append("Put together with others at the same place, by their mean: \(list(names)).") }
    return places
  }

  /// The variogram of stations by pairs up to a third of their extent; where that has too few classes, by all pairs.
  static func fitted(_ stations: [Station]) -> Variogram? {
    guard stations.count >= leastStations else { return nil }
    let pairs = stations.count * (stations.count - 1) / 2
    let classes = min(15, max(5, pairs / 60))
    if let curve = Variogram.fitted(to: ExperimentalVariogram(stations, count: classes)) { return curve }
    let box = Box(stations.map(\.point))
    return Variogram.fitted(
      to: ExperimentalVariogram(stations, cutoff: (box.width + box.height).nextUp, count: classes))
  }

  /// The mean, with the variance of a further value: s² (1 + 1 ⁄ n); no variance for one station.
  static func mean(_ stations: [Station]) -> Estimate? {
    guard !stations.isEmpty else { return nil }
    let n = Double(stations.count)
    // By parts, so that the sum of great values does not overflow.
    let mean = stations.reduce(0) { $0 + $1.value / n }
    guard stations.count > 1 else { return Estimate(value: mean, variance: nil) }
    let squares = stations.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
    let variance = squares / (n - 1) * (1 + 1 / n)
    return Estimate(value: mean, variance: variance.isFinite ? variance : nil)
  }

  static func meansWithoutEach(_ stations: [Station]) -> [Estimate] {
    stations.indices.compactMap { row in
      var others = stations
      others.remove(at: row)
      return mean(others)
    }
  }

  static func verdict(
    _ question: String, _ unit: String, _ method: Method, _ count: Int, _ validation: CrossValidation?
  ) -> Verdict {
    guard method != .nothing else {
      return Verdict(
        question: question, level: .cannot, because: "No station has a usable value.",
        askFor: "observations that are young enough and not flagged as bad")
    }
    let stations = count == 1 ? "1 station" : "\(count) stations"
    guard let validation, case .kriging = method else {
      let why =
        count < leastStations
        ? "no field can be drawn from fewer than \(leastStations)"
        : "their values tell nothing of how they differ by distance"
      return Verdict(
        question: question, level: .screeningOnly, because: "It is the mean of \(stations) everywhere: \(why).",
        askFor: "values of \(enoughStations) stations or more")
    }
    let errors =
      "Leaving out each of \(stations) in turn, the error is \(number(validation.rootMeanSquare)) \(unit) (root mean "
      + "square), against \(number(validation.rootMeanSquareOfMean)) \(unit) by the mean of the others"
    guard validation.rootMeanSquare <= 0.8 * validation.rootMeanSquareOfMean else {
      return Verdict(
        question: question, level: .screeningOnly, because: errors + ": the map is hardly better than one number.",
        askFor: "stations nearer to each other")
    }
    guard count >= enoughStations else {
      return Verdict(
        question: question, level: .screeningOnly,
        because: errors + "; how they differ by distance is uncertain with fewer than \(enoughStations).",
        askFor: "values of \(enoughStations) stations or more")
    }
    return Verdict(question: question, level: .fit, because: errors + ".")
  }

  /// Some names, and how many more there are.
  static func list(_ names: [String]) -> String {
    names.count <= 5
      ? names.joined(separator: ", ") : names.prefix(5).joined(separator: ", ") + " and \(names.count - 5) more"
  }

  /// A number to three digits that count.
  static func number(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100, scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
