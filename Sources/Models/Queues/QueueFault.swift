/// Why a network or vehicles cannot be run.
public enum QueueFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// A link's length is no length.
  case linkLength(link: Int, metres: Double)
  /// A speed is no speed, or a length over a junction no length.
  case speed(of: String, metresPerSecond: Double)
  /// A link has no lane.
  case noLanes(link: Int)
  /// A link has more lanes than a vehicle can choose among.
  case tooManyLanes(link: Int, lanes: Int)
  /// A closure ends before it begins.
  case closure(link: Int, from: Double, to: Double)
  /// The record's interval is no time.
  case interval(seconds: Double)
  /// A row that is not there.
  case unknownRow(what: String, row: Int, count: Int)
  /// A span of a signal lasts no time.
  case span(seconds: Double)
  /// A signal group never shows green.
  case neverGreen
  /// A vehicle class with a figure that cannot be.
  case vehicleClass(row: Int, what: String, value: Double)
  /// A vehicle departs at no time, or has no route.
  case vehicle(row: Int, what: String)

  /// What, where, and how to mend it.
  public var description: String {
    switch self {
    case .linkLength(let link, let metres):
      "Link \(link) is \(metres) m long; give a length above 0, or join it with its neighbour."
    case .speed(let what, let speed):
      "The speed of \(what) is \(speed) m/s; give a speed above 0 and a length of 0 or more."
    case .noLanes(let link): "Link \(link) has no lane; give it at least one."
    case .tooManyLanes(let link, let lanes): "Link \(link) has \(lanes) lanes; split it into links of at most 16."
    case .closure(let link, let from, let to):
      "The closure of link \(link) lasts from \(from) s to \(to) s; give an end after its beginning."
    case .interval(let seconds): "The record's interval is \(seconds) s; give a time above 0."
    case .unknownRow(let what, let row, let count):
      "There is no \(what) \(row): rows go from 0 to \(count - 1)."
    case .span(let seconds): "A colour of a signal lasts \(seconds) s; give a time above 0."
    case .neverGreen: "A signal group never shows green, so nobody could pass; give it a green, or no signal."
    case .vehicleClass(let row, let what, let value): "Vehicle class \(row) has \(what) \(value), which cannot be."
    case .vehicle(let row, let what): "Vehicle \(row) \(what)."
    }
  }
}
