import Replica

/// The ways of all trips: links of the city, one after the other.
struct RouteTable: Sendable, Equatable {
  /// Where each trip's way begins in ``links``, and their count at the end; a trip without a way has none.
  private(set) var starts: [Int32] = [0]
  /// Rows of links.
  private(set) var links: [Int32] = []

  /// How many trips.
  var count: Int { starts.count - 1 }

  /// The way of a trip.
  subscript(trip: Int) -> ArraySlice<Int32> { links[Int(starts[trip])..<Int(starts[trip + 1])] }

  mutating func append(_ way: some Collection<Int32>) {
    links += way
    starts.append(Int32(links.count))
  }

  mutating func reserve(trips: Int, links count: Int) {
    starts.reserveCapacity(trips + 1)
    links.reserveCapacity(count)
  }
}
