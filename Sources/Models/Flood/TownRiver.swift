import Geography
import Modelling
import Replica
import ShallowWater

/// An open river, stream or canal of a town as it was carved: stations half a cell apart, downstream.
struct TownRiver: Sendable {
  /// A place along the river.
  struct Station: Sendable {
    /// The middle of the channel.
    var point: Point
    /// The lower of its banks, and the lowest ground in the channel as the terrain has it, in m above the datum.
    var bank, floor: Float
    /// The cells the channel covers here.
    var cells: [Int]
  }
  /// Its row among the city's waterways.
  var row: Int
  /// Metres from bank to bank, no less than a cell, and by the map.
  var width, mapped: Double
  /// m³/s of the full channel: the map's, or w = 7.2 √Q (J. A. Moody and B. M. Troutman, Earth Surface Processes and Landforms 27
  /// (2002) 1251–1266, doi:10.1002/esp.403).
  var full: Double
  /// Downstream, at least two.
  var stations: [Station]
  /// Whether water comes to its upper end from another mapped river.
  var isContinued = false

  /// m³/s when the channel is filled to a share of its depth: share^⁵⁄₃ of the full flow (Manning, wide channel).
  func flow(filled share: Double) -> Double { full * Portable.pow(max(0, share), 5.0 / 3) }

  /// The number of the station nearest to a place, and how far that is in m.
  func nearest(to point: Point) -> (number: Int, metres: Double) {
    var best = (number: 0, metres: Double.infinity)
    for (number, station) in stations.enumerated() {
      let metres = station.point.distance(to: point)
      if metres < best.metres { best = (number, metres) }
    }
    return best
  }

  /// The fall of the bed in m/m around a station: least squares over the stations within `reach` m along the river, 1e-4 at least
  /// (assumed: no flat bed is surer than that).
  func slope(at number: Int, beds: [Double], spacing: Double, reach: Double) -> Double {
    let beside = max(2, Int(reach / spacing))
    let range = max(0, number - beside)...min(stations.count - 1, number + beside)
    let count = Double(range.count)
    let middle = Double(range.lowerBound + range.upperBound) / 2
    var mean = 0.0
    for index in range { mean += beds[index] }
    mean /= count
    var (product, square) = (0.0, 0.0)
    for index in range {
      product += (Double(index) - middle) * (beds[index] - mean)
      square += (Double(index) - middle) * (Double(index) - middle)
    }
    guard square > 0 else { return Self.leastSlope }
    return max(Self.leastSlope, -product / square / spacing)
  }

  static let leastSlope = 1e-4

  /// The lowest bed at each station in m above the datum.
  func beds(_ bed: [Float]) -> [Double] { stations.map { Double($0.lowest(bed)) } }
}

extension TownRiver.Station {
  /// The lowest of its cells in m above the datum; its bank where there is none.
  func lowest(_ bed: [Float]) -> Float { cells.map { bed[$0] }.filter { !$0.isNaN }.min() ?? bank }
}

extension TownBasin {
  /// Metres along a river over which its slope is taken: twenty widths, and no less than 1 km (assumed).
  static func slopeReach(of river: TownRiver) -> Double { max(1000, 20 * river.mapped) }

  /// The rivers that come from outside, or rise here: those whose upper end no other mapped water meets.
  var sources: [TownRiver] { rivers.filter { !$0.isContinued } }

  /// Finds out which rivers go on from another: their line begins, within a width and a cell and a half, where another passes or
  /// ends, open or covered.
  mutating func joinRivers(_ city: City) {
    let ways = city.waterways
    let covered = (0..<ways.count).filter { ways.areCovered[$0] }.flatMap { row in
      [ways.lines[row].first, ways.lines[row].last].compactMap { $0 }
    }
    for number in rivers.indices {
      let river = rivers[number]
      guard let start = river.stations.first?.point else { continue }
      let reach = river.width / 2 + 1.5 * grid.cell
      // One that enters over the edge of the model brings its water itself.
      if let cell = grid.index(at: start), isBesideNothing(cell) { continue }
      let isMet = rivers.enumerated().contains { other in
        guard other.offset != number else { return false }
        let nearest = other.element.nearest(to: start)
        return nearest.metres < reach + other.element.width / 2 && nearest.number > 0
      }
      rivers[number].isContinued = isMet || covered.contains { $0.distance(to: start) < reach }
    }
  }

  /// Whether a cell lies at the edge of the model.
  private func isBesideNothing(_ cell: Int) -> Bool {
    if grid.isAtEdge(cell) { return true }
    var found = false
    grid.forEachNeighbour(of: cell) { if basin.bed[$0].isNaN { found = true } }
    return found
  }

  /// Adds the water of rivers to the depths of a start: from the mouth up, each station as deep as its flow runs down its own slope
  /// (Manning), never lower than the water below it and never above its banks.
  ///
  /// `flows` holds m³/s by river, 0 for a dry one. O(stations).
  func fillRivers(_ depths: inout [Float], flows: [Double]) {
    for (river, flow) in zip(rivers, flows) where flow > 0 {
      let reach = Self.slopeReach(of: river)
      let beds = river.beds(basin.bed)
      var below = -Float.infinity
      for number in river.stations.indices.reversed() {
        let station = river.stations[number]
        let bed = Float(beds[number])
        let slope = river.slope(at: number, beds: beds, spacing: grid.cell / 2, reach: reach)
        let n = station.cells.first.map { Double(basin.roughness[$0]) } ?? 0.03
        let depth = Portable.pow(flow * n / (river.width * slope.squareRoot()), 0.6)
        let level = min(max(bed + Float(depth), below), max(station.bank, bed))
        below = level
        for cell in station.cells where !isSea[cell] && !basin.bed[cell].isNaN {
          depths[cell] = max(depths[cell], level - basin.bed[cell])
        }
      }
    }
  }
}
