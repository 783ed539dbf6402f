package import Geography
import Modelling

/// How high a river stands along its way at a discharge: steady, gradually varied flow from its lower end up.
///
/// The standard step (V. T. Chow, Open-Channel Hydraulics, 1959, chapter 10): from station to station the level rises by what friction takes,
/// Δz = ½ Δx Q² (1 ⁄ K₁² + 1 ⁄ K₂²), with the conveyance K = Σ Δy h^⁵⁄₃ ⁄ n of the sections as the terrain has them, from the bed to the first
/// ground above the water on either side, no farther than ``beyond(width:)`` the banks. Manning's n is 0.03 between the banks and 0.06 beyond them
/// (Chow, table 5-6: clean straight streams; flood plains with brush). Changes of the velocity head are left out, and so is time: the
/// river has the same discharge all along. One-dimensional and without momentum — not the way a flood model comes to its levels.
package struct RiverProfile: Sendable {
  /// A place along the river.
  package struct Station: Sendable {
    /// The middle of the river.
    package var point: Point
    /// Metres from its upper end.
    package var along: Double
    /// The lowest ground in m above the datum.
    package var bed: Double
    /// Conveyance in m³/s every ``rise`` metres above the bed.
    fileprivate var conveyances: [Double]

    fileprivate func conveyance(at level: Double) -> Double {
      let place = (level - bed) / RiverProfile.rise
      guard place > 0 else { return 0 }
      let step = min(conveyances.count - 2, Int(place))
      return conveyances[step] + (conveyances[step + 1] - conveyances[step]) * (place - Double(step))
    }
  }
  /// Downstream.
  package let stations: [Station]
  /// Metres from bank to bank.
  package let width: Double

  /// Metres between stations; between points of a section; between levels of a conveyance, and up to which height (all assumed).
  static let spacing = 25.0, aside = 5.0, rise = 0.2, height = 12.0
  /// Metres beyond the banks of a river of a width in m over which water still flows along it: four widths, as far as no section of a bend
  /// meets another, and 60 at least (assumed).
  static func beyond(width: Double) -> Double { max(60, 4 * width) }
  /// Manning's n between the banks and beyond them.
  static let bedRoughness = 0.03, plainRoughness = 0.06
  /// The least fall at the lower end in m/m (assumed).
  static let leastFall = 1e-4

  /// A river along a line; nothing where the terrain has fewer than six of its stations. A line drawn upstream is turned. O(length).
  package init?(along line: [Point], width: Double, terrain: Grid) {
    self.width = width
    var stations: [Station] = []
    var along = 0.0
    var next = 0.0
    for (a, b) in zip(line, line.dropFirst()) {
      let length = a.distance(to: b)
      guard length > 0 else { continue }
      let across = Point(x: -(b.y - a.y) / length, y: (b.x - a.x) / length)
      while next <= along + length {
        let point = a.interpolated(to: b, fraction: (next - along) / length)
        if let station = Self.station(point, across, next, width, terrain) { stations.append(station) }
        next += Self.spacing
      }
      along += length
    }
    guard stations.count > 5 else { return nil }
    let third = stations.count / 3
    let upper = stations.prefix(third).reduce(0) { $0 + $1.bed }
    if stations.suffix(third).reduce(0, { $0 + $1.bed }) > upper {
      stations.reverse()
      for number in stations.indices { stations[number].along = along - stations[number].along }
    }
    self.stations = stations
  }

  private static func station(
    _ point: Point, _ across: Point, _ along: Double, _ width: Double, _ terrain: Grid
  ) -> Station? {
    let half = width / 2
    var sides: [[(aside: Double, ground: Double)]] = [[], []]
    for side in 0..<2 {
      for step in (side == 0 ? 0 : 1)...Int((half + beyond(width: width)) / aside) {
        let metres = Double(step) * aside
        let turn = side == 0 ? metres : -metres
        let place = Point(x: point.x + across.x * turn, y: point.y + across.y * turn)
        let ground = Double(terrain.interpolatedValue(at: place))
        guard ground.isFinite else { break }
        sides[side].append((metres, ground))
      }
    }
    let inside = sides.flatMap { $0 }.filter { $0.aside <= half }
    guard let bed = inside.map(\.ground).min() else { return nil }
    var conveyances = [0.0]
    for number in 1...Int(height / rise) {
      let level = bed + Double(number) * rise
      var sum = 0.0
      for side in sides {
        for part in side {
          guard part.ground < level else {
            if part.aside <= half { continue }
            break
          }
          sum += aside * power(level - part.ground) / (part.aside <= half + aside ? bedRoughness : plainRoughness)
        }
      }
      conveyances.append(sum)
    }
    return Station(point: point, along: along, bed: bed, conveyances: conveyances)
  }

  /// h^⁵⁄₃ at every twentieth of a metre.
  private static let powers = (0...280).map { Portable.pow(Double($0) / 20, 5.0 / 3) }

  private static func power(_ depth: Double) -> Double {
    let place = min(depth * 20, Double(powers.count) - 1.001)
    let step = Int(place)
    return powers[step] + (powers[step + 1] - powers[step]) * (place - Double(step))
  }

  /// The station nearest to a place. O(stations).
  package func nearest(to place: Point) -> Int {
    var best = (metres: Double.infinity, number: 0)
    for (number, station) in stations.enumerated() {
      let metres = station.point.distance(to: place)
      if metres < best.metres { best = (metres, number) }
    }
    return best.number
  }

  /// Whether its lower end lies in a sea with the level 0.
  package var reachesSea: Bool { stations[stations.count - 1].bed < 0 }

  /// Levels in m above the datum at a discharge in m³/s by station, from one on downstream; above it they are those of that station.
  ///
  /// At the lower end the river stands at `below`, or as high as uniform flow where that is higher. O(stations).
  package func levels(_ discharge: Double, below: Double? = nil, from first: Int = 0) -> [Double] {
    let last = stations.count - 1
    var levels = [Double](repeating: 0, count: stations.count)
    let start = max(0, last - Int(1_000 / Self.spacing))
    let way = stations[last].along - stations[start].along
    let fall = way > 0 ? max(Self.leastFall, (stations[start].bed - stations[last].bed) / way) : Self.leastFall
    let needed = discharge / fall.squareRoot()
    var level = Self.root(from: stations[last].bed, to: stations[last].bed + Self.height) {
      stations[last].conveyance(at: $0) - needed
    }
    if let below { level = max(level, below) }
    levels[last] = level
    for number in stride(from: last - 1, through: first, by: -1) {
      let (here, there) = (stations[number], stations[number + 1])
      let half = 0.5 * (there.along - here.along) * discharge * discharge
      let lower = there.conveyance(at: level)
      let base = level + (lower > 0 ? half / (lower * lower) : 0)
      level = Self.root(from: max(level, here.bed), to: max(level, here.bed) + Self.height) {
        let own = here.conveyance(at: $0)
        return own > 0 ? $0 - base - half / (own * own) : -1
      }
      levels[number] = level
    }
    for number in 0..<first { levels[number] = level }
    return levels
  }

  /// m³/s at which a station stands at a level; 0 where the water below alone stands as high. O(stations).
  package func discharge(at number: Int, level: Double, below: Double? = nil) -> Double {
    func height(_ discharge: Double) -> Double { levels(discharge, below: below, from: number)[number] - level }
    var most = 1.0
    while most < 1e5, height(most) < 0 { most *= 2 }
    return Self.root(from: 0, to: most, height)
  }

  /// Where a rising function passes 0, by halving: 40 times.
  private static func root(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
