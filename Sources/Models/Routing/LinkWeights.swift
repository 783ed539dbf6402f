import Modelling
public import Replica

/// What each link takes now, in whole milliseconds: the hour's speeds, closures and water put into one number.
///
/// Whole numbers, so that the sum along a way is the same in whatever order it is added. Weights are for one class of vehicle:
/// the water that stops a motorcycle lets an ambulance through (``WadingDepth``).
public struct LinkWeights: Hashable, Sendable {
  /// m/s above which a speed is an error.
  public static let fastest = 100.0
  /// Milliseconds a link; ``StreetGraph/longest`` where nobody may go.
  public let milliseconds: [Int32]

  /// Weights of one's own: 0 or more each; ``StreetGraph/longest`` or more closes a link.
  ///
  /// - Throws: ``RoutingError`` when a weight is below 0.
  public init(milliseconds: [Int32]) throws {
    if let link = milliseconds.firstIndex(where: { $0 < 0 }) {
      throw RoutingError.weight(link: link, milliseconds: Int(milliseconds[link]))
    }
    self.milliseconds = milliseconds.map { min($0, StreetGraph.longest) }
  }

  /// The weights of a mode on the streets as they are: length over speed (``TravelMode``), rounded to the millisecond.
  ///
  /// - Parameters:
  ///   - vehicle: whose access and wading depth count; nothing takes the mode's own vehicle.
  ///   - speeds: m/s a link as vehicles really go now, above 0 and at most ``fastest``, taken as they are; NaN, or nothing,
  ///     where the mode's usual speed holds. Links with none but free-flow knowledge are NaN.
  ///   - water: metres of water a segment; nothing where all is dry.
  /// - Throws: ``RoutingError`` when a list has the wrong length or a speed is none.
  public init(
    _ streets: Streets, mode: TravelMode, vehicle: VehicleClass? = nil, speeds: [Float]? = nil, water: [Float]? = nil
  ) throws {
    let segments = streets.segments
    let vehicle = vehicle ?? mode.vehicle
    if let speeds, speeds.count != streets.links.count {
      throw RoutingError.count(of: "speeds", given: speeds.count, needed: streets.links.count)
    }
    if let water, water.count != segments.count {
      throw RoutingError.count(of: "depths", given: water.count, needed: segments.count)
    }
    let limit = WadingDepth.limit(of: vehicle)
    var milliseconds = [Int32](repeating: StreetGraph.longest, count: streets.links.count)
    for link in milliseconds.indices {
      let segment = link >> 1
      var speed = Double.nan
      if let given = speeds?[link], !given.isNaN {
        speed = Double(given)
        guard speed > 0, speed <= Self.fastest else {
          throw RoutingError.speed(link: link, metresPerSecond: speed)
        }
      }
      guard streets.links.open(LinkID(link)).contains(vehicle), !segments.areRemoved[segment] else { continue }
      if let depth = water?[segment], depth >= limit { continue }
      if speed.isNaN { speed = mode.speed(on: segments.classes[segment], linkSpeed: streets.links.speeds[link]) }
      let time = (segments.lengths[segment] / speed * 1000).rounded()
      milliseconds[link] = time < Double(StreetGraph.longest) ? Int32(time) : StreetGraph.longest
    }
    self.milliseconds = milliseconds
  }
}
