import Geography
import Modelling
import Replica

/// Where the things of a city lie on the grids of some water.
struct ThingsInWater {
  private var streets, buildings, places: TouchedCells.Finder

  init(_ city: City, threads: Int) {
    streets = TouchedCells.Finder { try TouchedCells(along: city.streets.segments, on: $0, threads: threads) }
    buildings = TouchedCells.Finder { try TouchedCells(under: city.buildings, on: $0, threads: threads) }
    places = TouchedCells.Finder { TouchedCells(at: city.places, on: $0) }
  }

  /// The cells of all things on a grid.
  mutating func cells(on grid: Grid) throws -> ThingCells {
    ThingCells(
      streets: try streets.cells(on: grid), buildings: try buildings.cells(on: grid), places: try places.cells(on: grid)
    )
  }
}

/// The cells of all things on one shape of grid.
struct ThingCells: Sendable {
  var streets, buildings, places: TouchedCells
}

/// The depths all things stand in, by the row.
struct ThingDepths: Sendable {
  var segments, buildings, places: [Float]
  /// Metres of each segment in water deeper than the threshold.
  var wet: [Double]
  /// Metres of street in each class of depth.
  var metresByClass = [Double](repeating: 0, count: DepthClass.beginnings.count)

  /// Depths on one grid.
  init(_ cells: ThingCells, in grid: Grid, threshold: Float) {
    segments = cells.streets.greatest(in: grid)
    buildings = cells.buildings.greatest(in: grid)
    places = cells.places.greatest(in: grid)
    var wet = [Double](repeating: 0, count: cells.streets.count)
    var byClass = metresByClass
    cells.streets.forEach(in: grid) { row, depth, metres in
      guard depth > 0 else { return }
      if depth > threshold { wet[row] += metres }
      if let number = DepthClass.number(of: depth) { byClass[number] += metres }
    }
    self.wet = wet
    metresByClass = byClass
  }

  /// Takes the deeper of two waters, thing by thing.
  mutating func deepen(_ other: ThingDepths) {
    for row in segments.indices {
      segments[row] = max(segments[row], other.segments[row])
      wet[row] = max(wet[row], other.wet[row])
    }
    for row in buildings.indices { buildings[row] = max(buildings[row], other.buildings[row]) }
    for row in places.indices { places[row] = max(places[row], other.places[row]) }
    for number in metresByClass.indices {
      metresByClass[number] = max(metresByClass[number], other.metresByClass[number])
    }
  }
}

/// What stands in one water.
struct StandingInWater: Sendable {
  /// In water deeper than the threshold.
  var people = 0.0, buildings = 0.0, places = 0.0, kilometres = 0.0
  /// The same by class of depth.
  var peopleByClass, buildingsByClass, placesByClass, kilometresByClass: [Double]
  /// Kilometres of street too deep for each vehicle class that may use them.
  var closed = [Double](repeating: 0, count: VehicleClass.allCases.count)

  /// Nothing.
  init() {
    let none = [Double](repeating: 0, count: DepthClass.beginnings.count)
    (peopleByClass, buildingsByClass, placesByClass, kilometresByClass) = (none, none, none, none)
  }

  /// Counts what stands at some depths.
  init(_ depths: ThingDepths, _ city: City, threshold: Float) {
    self.init()
    for row in depths.buildings.indices where depths.buildings[row] > 0 {
      let depth = depths.buildings[row]
      // A table edited by hand may lack a number: unknown people are nobody.
      let residents = city.buildings.people[row] > 0 ? city.buildings.people[row] : 0
      if depth > threshold {
        buildings += 1
        people += residents
      }
      if let number = DepthClass.number(of: depth) {
        buildingsByClass[number] += 1
        peopleByClass[number] += residents
      }
    }
    for depth in depths.places where depth > 0 {
      if depth > threshold { places += 1 }
      if let number = DepthClass.number(of: depth) { placesByClass[number] += 1 }
    }
    kilometres = depths.wet.reduce(0, +) / 1000
    kilometresByClass = depths.metresByClass.map { $0 / 1000 }
    closed = Self.closed(depths.segments, city.streets)
  }

  /// Kilometres of street, once and not per direction, too deep for each vehicle class that may use them.
  static func closed(_ depths: [Float], _ streets: Streets) -> [Double] {
    var metres = [Double](repeating: 0, count: VehicleClass.allCases.count)
    for row in depths.indices where depths[row] > 0 && !streets.segments.areRemoved[row] {
      let stopped = WadingDepth.stopped(at: depths[row])
      if stopped.isEmpty { continue }
      let users = streets.users(of: row)
      for vehicle in VehicleClass.allCases where stopped.contains(vehicle) && users.contains(vehicle) {
        metres[Int(vehicle.rawValue)] += streets.segments.lengths[row]
      }
    }
    return metres.map { $0 / 1000 }
  }
}

extension Streets {
  /// Who may use a segment now, in one direction or both.
  func users(of segment: Int) -> VehicleSet {
    let id = SegmentID(segment)
    return links.open(id.forward).union(links.open(id.backward))
  }
}
