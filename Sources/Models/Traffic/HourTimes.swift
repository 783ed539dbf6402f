import Modelling
import Queues
import Replica
import Routing

/// What each link takes by the hour, waits at its end included, as a day of queues found it.
struct HourTimes: Sendable {
  /// Hours of a day.
  static let hours = 24
  /// Seconds a link takes at an hour, at `link * hours + hour`; NaN where nobody drove.
  private(set) var seconds: [Float]

  /// Nothing is known yet.
  init(links: Int) { seconds = [Float](repeating: .nan, count: links * Self.hours) }

  /// Known times, `link * hours + hour`, of a city with `links` links, of which the last may not have been there; nothing where there are too many.
  init?(seconds known: [Float], links: Int) {
    guard known.count <= links * Self.hours else { return nil }
    seconds = known + [Float](repeating: .nan, count: links * Self.hours - known.count)
  }

  /// The times of a day: vehicle-seconds on a link over the vehicles that left it. Where some stood and none left, all they stood.
  init(_ hours: LinkHours) {
    seconds = hours.seconds.indices.map { row in
      hours.seconds[row] > 0 ? hours.seconds[row] / max(1, hours.vehicles[row]) : .nan
    }
  }

  /// The mean of two days' times, the newer one with a weight of `share`; where one of them knows nothing, the other's.
  func mixed(with newer: HourTimes, share: Float) -> HourTimes {
    var mixed = self
    for row in seconds.indices {
      let (old, new) = (seconds[row], newer.seconds[row])
      mixed.seconds[row] = new.isNaN ? .nan : old.isNaN ? new : old + share * (new - old)
    }
    return mixed
  }

  /// Weights for ways at an hour: never less than the free times, and where nobody drove what `waited` holds in milliseconds beyond them.
  func weights(hour: Int, free: [Int32], waited: (Int) -> Float = { _ in 0 }) throws -> LinkWeights {
    var milliseconds = free
    for link in free.indices where free[link] < StreetGraph.longest {
      let known = seconds[link * Self.hours + hour]
      let time = known > 0 ? known * 1000 : Float(free[link]) + waited(link)
      milliseconds[link] = max(free[link], Int32(min(86_400_000, time.rounded())))
    }
    return try LinkWeights(milliseconds: milliseconds)
  }
}
