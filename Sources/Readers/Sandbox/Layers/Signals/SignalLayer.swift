import Geography
import Replica

/// Gives junctions with signals a fixed-time plan, all but those that another stands so close to that one controller has to rule both: of these
/// no plan is on record.
enum SignalLayer {
  /// Appends the plans of a city's signals. Nothing is left to chance: the network alone decides. O(segments × log).
  static func add(to city: inout City) {
    let streets = city.streets
    var junctions = Junction.all(streets)
    let close = Junction.close(streets)
    junctions.removeAll { close.contains($0.node) }
    for number in junctions.indices { junctions[number].time(streets) }
    Progression(streets, junctions).coordinate(&junctions)
    city.streets.signals = junctions.map(\.signal)
  }
}
