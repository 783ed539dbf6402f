/// Why a routing graph, its weights or its stored order cannot be used, in a sentence.
public enum RoutingError: Error, Hashable, CustomStringConvertible {
  /// A turn's two links do not meet, or do not exist.
  case turnApart(from: Int, to: Int)
  /// A turn was given two costs.
  case turnTwice(from: Int, to: Int)
  /// A turn's cost is below zero or above ``StreetGraph/longest``.
  case turnCost(from: Int, to: Int, milliseconds: Int)
  /// A list has another length than what it is for.
  case count(of: String, given: Int, needed: Int)
  /// A link's weight is below zero.
  case weight(link: Int, milliseconds: Int)
  /// A turn's new cost is below zero.
  case turnWeight(row: Int, milliseconds: Int)
  /// A link's speed is none a vehicle drives.
  case speed(link: Int, metresPerSecond: Double)
  /// Stored bytes are no order, are cut off or are damaged.
  case orderDamaged(String)
  /// Stored bytes are an order in a format of another program version.
  case orderVersion(Int)
  /// A stored order belongs to another graph.
  case orderOfAnotherGraph(given: String, needed: String)

  public var description: String {
    switch self {
    case .turnApart(let from, let to):
      "the turn from link \(from) to link \(to) is none: the second does not start where the first ends, or the streets "
        + "have no such link; give two links that follow each other."
    case .turnTwice(let from, let to):
      "the turn from link \(from) to link \(to) has two costs; give one."
    case .turnCost(let from, let to, let milliseconds):
      "the turn from link \(from) to link \(to) costs \(milliseconds) ms; it takes 0 to \(StreetGraph.longest) ms, and one "
        + "that nobody may take is a ban."
    case .count(let what, let given, let needed):
      "\(given) \(what) were given where \(needed) are needed; make the list from the same streets."
    case .weight(let link, let milliseconds):
      "link \(link) takes \(milliseconds) ms; a weight is 0 or more, and \(StreetGraph.longest) ms or more closes the link."
    case .turnWeight(let row, let milliseconds):
      "the cost of turn \(row) is \(milliseconds) ms; it is 0 or more."
    case .speed(let link, let speed):
      "link \(link) has a speed of \(speed) m/s; give one above 0 and at most \(LinkWeights.fastest) m/s, NaN where it is "
        + "not known, and close the link where nobody moves."
    case .orderDamaged(let how):
      "the stored routing order cannot be read: \(how). Delete it; it is computed again."
    case .orderVersion(let version):
      "the stored routing order has format \(version), this program reads \(ContractionOrder.format). Delete it; it is "
        + "computed again."
    case .orderOfAnotherGraph(let given, let needed):
      "the stored routing order is of other streets (\(given.prefix(12)), not \(needed.prefix(12))). Delete it; it is "
        + "computed again."
    }
  }
}
