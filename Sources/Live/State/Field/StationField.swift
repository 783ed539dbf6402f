public import Geography
public import Modelling

/// A field made of stations: hotspots set aside and named, the rest kriged, and what it may be trusted with said.
///
/// Whatever is given, it answers: with fewer than four places, or where all values are the same, it is their mean. It never
/// answers a number that is none.
public struct StationField: Sendable {
  /// How it answers.
  public enum Method: Sendable, Hashable {
    /// By ordinary kriging with a variogram.
    case kriging(Variogram)
    /// By the mean of the stations.
    case mean
    /// Not at all: there is no station.
    case nothing
  }

  /// How it answers.
  public let method: Method
  /// The stations it is made of, one a place.
  public let stations: [Station]
  /// The stations that stand out; they are not in the field.
  public let outliers: [OutlierScreen.Outlier]
  /// The errors found by leaving each station out; nothing for fewer than two.
  public let validation: CrossValidation?
  /// What it may be trusted with, and why.
  public let verdict: Verdict
  /// What a reader must know: stations left out or put together.
  public let remarks: [String]
  private let kriging: Kriging?
  private let plain: Estimate?

  /// A field from stations, for a question as people ask it: `PM2.5 in µg/m³ here?`
  ///
  /// Stations whose place or value is no finite number, or beyond 10¹⁰⁰, are left out; those within `together` metres of another are put together by
  /// their mean. Without a variogram the best of three forms is fitted. O(n³) up to `Kriging.greatestSystem` stations.
  public init(
    _ given: [Station], question: String, unit: String, variogram: Variogram? = nil, together: Double = 0.5,
    isScreened: Bool = true
  ) {
    var remarks: [String] = []
    let finite = given.filter(\.isUsable)
    if finite.count < given.count {
      let names = given.filter { !$0.isUsable }.map(\.name)
      remarks.append("Left out, having no finite place and value: \(Self.list(names)).")
    }
    let places = Self.putTogether(finite, within: together, &remarks)
    let (background, outliers) = isScreened ? OutlierScreen.screen(places) : (places, [])
    for outlier in outliers {
      remarks.append(
        "\(outlier.station.name) stands out with \(Self.number(outlier.station.value)) \(unit) among neighbours around "
          + "\(Self.number(outlier.around)) and is not in the field: look there first.")
    }
    self.outliers = outliers
    stations = background
    let curve = variogram ?? Self.fitted(background)
    kriging = background.count < Self.leastStations ? nil : curve.flatMap { Kriging(background, $0) }
    plain = Self.mean(background)
    if let kriging, let curve {
      method = .kriging(curve)
      validation = CrossValidation(background, kriging.withoutEach())
      if kriging.stiffening > 0 {
        remarks.append("The variogram leaves stations alike in all digits: a trace of nugget was added to part them.")
      }
    } else {
      method = plain == nil ? .nothing : .mean
      validation = CrossValidation(background, Self.meansWithoutEach(background))
    }
    self.remarks = remarks
    verdict = Self.verdict(question, unit, method, background.count, validation)
  }

  /// Stations below which no curve can be drawn.
  static let leastStations = 4

  /// The estimate at a place; nothing where there is no station or the place is not finite.
  public func estimate(at point: Point) -> Estimate? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    return kriging?.estimate(at: point) ?? plain
  }

  /// The estimates at places, on up to so many threads; the same with any number of them.
  public func estimates(at points: [Point], threads: Int = 1) -> [Estimate?] {
    guard let kriging, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return points.map(estimate) }
    return kriging.estimates(at: points, threads: threads)
  }

  /// The field and its standard errors over a box, in square cells of at least `cell` metres, by the middle of each; NaN, which in
  /// a grid is "no data", where nothing is told. At most a million cells: larger ones are made where there would be more.
  public func grid(over box: Box, cell: Double, threads: Int = 1) -> (values: Grid, standardErrors: Grid)? {
    guard !box.isEmpty, box.width.isFinite, box.height.isFinite, cell > 0 else { return nil }
    let least = max(max(box.width, 1) / 1000, max(box.height, 1) / 1000)
    let side = max(cell, least)
    let columns = max(1, Int((box.width / side).rounded(.up)))
    let rows = max(1, Int((box.height / side).rounded(.up)))
    let north = box.minY + Double(rows) * side
    var points: [Point] = []
    points.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        points.append(Point(x: box.minX + (Double(column) + 0.5) * side, y: north - (Double(row) + 0.5) * side))
      }
    }
    let answers = estimates(at: points, threads: threads)
    let placement = Placement.affine(
      AffinePlacement(west: box.minX, north: north, cellWidth: side, cellHeight: side))
    func grid(_ value: (Estimate) -> Double?) -> Grid {
      Grid(
        columns: columns, rows: rows, values: answers.map { $0.flatMap(value).map { Float($0) } ?? .nan },
        placement: placement)
    }
    return (grid { $0.value }, grid { $0.standardError })
  }
}
