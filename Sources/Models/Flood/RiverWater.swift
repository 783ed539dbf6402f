import Geography
import Modelling
import Replica
import ShallowWater

/// What rivers carry into a town and hold at the start of a run: what is given, otherwise their base flow.
///
/// A base flow stands for a river on an ordinary day: a third of the depth of the full channel (assumed; `flood-settings: base-flow`),
/// which is 0.16 of its full flow. An inflow given at a river's upper end takes its place there.
struct RiverWater: Sendable {
  /// What comes in: cells and m³/s.
  private(set) var inflows: [Inflow] = []
  /// m³/s at the start, by river of the town.
  private(set) var flows: [Double]
  /// m³/s that the rivers bring which nobody gave.
  private(set) var base = 0.0
  /// The rivers whose levels are given: the number of the source, that of its inflow, and metres from there to the gauge.
  private(set) var gauged: [(source: Int, inflow: Int, metres: Double)] = []
  /// What a reader must know.
  private(set) var remarks: [String] = []

  /// Throws ``FloodError`` for water that enters nowhere, and for levels read where no river is.
  init(_ given: Inflows?, share: Double, factor: Double, in town: TownBasin) throws {
    flows = town.rivers.map { $0.isContinued ? 0 : $0.flow(filled: share) }
    var isGiven = [Bool](repeating: false, count: town.rivers.count)
    for (place, source) in (given?.sources ?? []).enumerated() {
      var source = source
      source.point = Self.entrance(of: source, in: town)
      let cells = Self.cells(around: source, in: town)
      guard !cells.isEmpty else {
        throw FloodError(
          "the inflow at \(source.name) lies outside the part of the city that is looked at: move it, or widen the area.",
          change: "inflow")
      }
      let rates = try rates(of: source, in: town)
      inflows.append(Inflow(cells: cells, rate: rates.scaled(by: factor)))
      if let gauge = source.gauge {
        gauged.append((place, inflows.count - 1, Self.metres(from: source.point, to: gauge, in: town)))
      }
      guard let number = Self.river(entering: source.point, reach: source.reach, in: town) else { continue }
      isGiven[number] = true
      // A wave that begins with nothing still runs into a river with water in it.
      flows[number] = max(flows[number], SeaLevel.value(of: rates, at: 0) * factor)
    }
    for (number, river) in town.rivers.enumerated() where !river.isContinued && !isGiven[number] {
      let rate = flows[number]
      guard rate > 0, let first = river.stations.first(where: { !$0.cells.isEmpty }) else { continue }
      let cells = first.cells.filter { !town.isSea[$0] && !town.basin.bed[$0].isNaN }
      guard !cells.isEmpty else { continue }
      base += rate
      inflows.append(Inflow(cells: cells.map { Int32($0) }.sorted(), rate: Series(constant: rate * factor)))
    }
    // What goes on from another river is filled by its own measure: the water itself comes from above.
    for (number, river) in town.rivers.enumerated() where river.isContinued {
      flows[number] = river.flow(filled: share)
    }
    if base > 0 {
      remarks.append(
        "Rivers carry \(Words.number(base)) m³/s of base flow in all: channels filled to "
          + "\(Words.number((share * 100).rounded())) % of their depth (assumed; flood-settings: base-flow, or an inflow)."
      )
    }
  }

  /// m³/s of a source; levels at a gauge are turned into them by the section there.
  private mutating func rates(of source: Inflows.Source, in town: TownBasin) throws -> Series {
    guard source.gauge != nil else { return source.rates }
    var source = source
    try source.readFlow(in: town)
    if let reading = source.reading { remarks.append(reading) }
    return source.flow?.scaled(by: source.scale) ?? source.rates
  }

  /// Metres along the river that is nearest to a gauge from where its water comes in, and no less than straight on.
  private static func metres(from point: Point, to gauge: Point, in town: TownBasin) -> Double {
    let nearest = town.rivers.min { $0.nearest(to: gauge).metres < $1.nearest(to: gauge).metres }
    let along = nearest.map { abs($0.nearest(to: gauge).number - $0.nearest(to: point).number) } ?? 0
    return max(point.distance(to: gauge), Double(along) * town.grid.cell / 2)
  }

  /// The water without that of a river whose levels are given, which a ``GaugeFollower`` brings.
  mutating func leaveOut(inflow number: Int) { inflows[number].rate = Series(constant: 0) }

  /// Where a source enters: its place, or where its river first lies inside the model: a river begins at the edge of a map, and the
  /// edge is no cell.
  private static func entrance(of source: Inflows.Source, in town: TownBasin) -> Point {
    func isInside(_ point: Point) -> Bool { town.grid.index(at: point).map { !town.basin.bed[$0].isNaN } ?? false }
    if isInside(source.point) { return source.point }
    for (a, b) in zip(source.course, source.course.dropFirst()) {
      let parts = max(1, Int(a.distance(to: b) / (town.grid.cell / 2)))
      for part in 0...parts {
        let point = a.interpolated(to: b, fraction: Double(part) / Double(parts))
        if isInside(point) { return point }
      }
    }
    return source.point
  }

  /// The river whose upper end a source meets.
  private static func river(entering point: Point, reach: Double, in town: TownBasin) -> Int? {
    let starts = town.rivers.enumerated().compactMap { number, river in
      river.stations.first.map { (number, $0.point.distance(to: point), reach + river.width + 2 * town.grid.cell) }
    }
    return starts.filter { $0.1 <= $0.2 }.min { $0.1 < $1.1 }?.0
  }

  /// The cells of open ground within a source's reach, or the one under it; where some of them are a river's or a pond's, these
  /// alone: a river comes in between its banks.
  private static func cells(around source: Inflows.Source, in town: TownBasin) -> [Int32] {
    let reach = Int((source.reach / town.grid.cell).rounded(.up))
    var cells: [Int32] = []
    for v in -reach...reach {
      for u in -reach...reach {
        let point = Point(
          x: source.point.x + Double(u) * town.grid.cell, y: source.point.y + Double(v) * town.grid.cell)
        guard let index = town.grid.index(at: point), !town.basin.bed[index].isNaN else { continue }
        if town.grid.center(index).distance(to: source.point) <= source.reach
          || town.grid.index(at: source.point) == index
        {
          cells.append(Int32(index))
        }
      }
    }
    let water = cells.filter { town.holdsWater[Int($0)] }
    return Array(Set(water.isEmpty ? cells : water)).sorted()
  }
}
