import Geography
import Replica

/// Gives every junction with signals a fixed-time plan.
enum SignalLayer {
  /// Appends the plans of a city's signals. Nothing is left to chance: the network alone decides. O(segments × log).
  static func add(to city: inout City) {
    let streets = city.streets
    var junctions = Junction.all(streets)
    for number in junctions.indices { junctions[number].time(streets) }
    Progression(streets, junctions).coordinate(&junctions)
    city.streets.signals = junctions.map(\.signal)
  }
}
