import Queues
import Replica

/// What a day came to for its buses, in the order of ``BusDay/buses``.
struct BusJourneys: Sendable {
  /// Seconds from setting out to arriving at the end of the way, stops included; to the end of the run where a bus never arrived, NaN where a
  /// street closed before it.
  let seconds: [Double]
  /// Seconds lost against driving freely, stops left out; NaN as above.
  let lost: [Double]
  private let buses: BusDay

  /// `first` is the row of the first bus among the vehicles of the queues.
  init(_ outcome: QueueOutcome, _ buses: BusDay, first: Int) {
    self.buses = buses
    let away = Set(outcome.turnedAway.map(\.vehicle))
    seconds = buses.buses.indices.map { number in
      let vehicle = first + number
      guard !away.contains(vehicle) else { return .nan }
      let end = outcome.arrived[vehicle].isFinite ? outcome.arrived[vehicle] : Assignment.end
      let bus = buses.buses[number]
      return max(0, end - bus.departure) + buses.ways[bus.way].inBays
    }
    lost = buses.buses.indices.map { number in
      let vehicle = first + number
      return away.contains(vehicle) ? .nan : outcome.timeLoss[vehicle] + outcome.departureDelay[vehicle]
    }
  }

  private static func minutes(_ seconds: [Double]) -> Double {
    let known = seconds.filter(\.isFinite)
    return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count) / 60
  }

  /// Mean minutes of a bus on its way.
  var minutes: Double { Self.minutes(seconds) }
  /// Mean minutes that a bus loses.
  var minutesLost: Double { Self.minutes(lost) }

  /// Mean minutes of a line's buses; NaN where none drives.
  func minutes(of line: Int) -> Double {
    Self.minutes(buses.buses.indices.filter { buses.buses[$0].line == line }.map { seconds[$0] })
  }
}
