import Geography
public import Modelling
public import Replica

/// What stands in some water, kept for a city so that a changed one is answered at once.
///
/// It counts as ``ExposureModel`` does, in the greatest depths over time; the water stays as it is, whatever is built in its way.
public struct KeptExposure: Sendable {
  /// What stands in water deeper than the threshold.
  public struct Count: Sendable, Equatable {
    /// People who live in the buildings, and the buildings.
    public var people, buildings: Double
    /// Hospitals, schools, shops …
    public var places: Double
    /// Kilometres of street, once and not per direction.
    public var kilometres: Double
  }

  /// The city that is kept.
  public let city: City
  /// Metres of water beyond which something is counted.
  public let threshold: Float
  /// What holds on it.
  public let count: Count
  private let peaks: [Grid]
  private let depths: ThingDepths

  /// Finds where the things of a city stand. O(cells touched).
  public init(_ city: City, in water: WaterDepth, threshold: Float = WaterThreshold.usual, threads: Int) throws {
    self.city = city
    self.threshold = threshold
    peaks = water.peaks
    depths = try Self.depths(of: city, in: peaks, threshold, threads)
    count = Self.count(depths, city, threshold)
  }

  /// The same of a city that came of the kept one by changes: only what is new is looked for.
  public func count(of changed: City, threads: Int) throws -> Count {
    if changed.streets.segments != city.streets.segments || changed.buildings.count < city.buildings.count {
      return Self.count(try Self.depths(of: changed, in: peaks, threshold, threads), changed, threshold)
    }
    var depths = depths
    var new = Buildings()
    for row in city.buildings.count..<changed.buildings.count {
      new.append(Building(), key: changed.buildings.keys[row], footprint: changed.buildings.footprints[row])
    }
    var places = Places()
    for row in city.places.count..<changed.places.count {
      places.append(
        key: changed.places.keys[row], kind: changed.places.kinds[row], name: "", at: changed.places.points[row])
    }
    var found = [Float](repeating: 0, count: new.count)
    var under = [Float](repeating: 0, count: places.count)
    for peak in peaks {
      let cells = try TouchedCells(under: new, on: peak).greatest(in: peak)
      for row in found.indices { found[row] = max(found[row], cells[row]) }
      let spots = TouchedCells(at: places, on: peak).greatest(in: peak)
      for row in under.indices { under[row] = max(under[row], spots[row]) }
    }
    depths.buildings += found
    depths.places += under
    for row in depths.buildings.indices where changed.buildings.areRemoved[row] { depths.buildings[row] = 0 }
    for row in depths.places.indices where changed.places.areRemoved[row] { depths.places[row] = 0 }
    return Self.count(depths, changed, threshold)
  }

  private static func depths(
    of city: City, in peaks: [Grid], _ threshold: Float, _ threads: Int
  ) throws -> ThingDepths {
    var things = ThingsInWater(city, threads: threads)
    var depths = ThingDepths(try things.cells(on: peaks[0]), in: peaks[0], threshold: threshold)
    for peak in peaks.dropFirst() {
      depths.deepen(ThingDepths(try things.cells(on: peak), in: peak, threshold: threshold))
    }
    return depths
  }

  private static func count(_ depths: ThingDepths, _ city: City, _ threshold: Float) -> Count {
    let found = StandingInWater(depths, city, threshold: threshold)
    return Count(
      people: found.people, buildings: found.buildings, places: found.places, kilometres: found.kilometres)
  }
}
