import Geography
import Modelling
import Queues
import Replica

/// What a day came to for each trip.
struct TripTimes: Sendable {
  /// The trip of each vehicle of the queues.
  let trips: [Int32]
  /// Seconds from setting out to arriving, waits at the beginning included; to the end of the run where it never arrived.
  let seconds: [Float]
  /// Seconds lost against driving freely.
  let lost: [Float]
  /// Whether each arrived.
  let arrived: [Bool]

  init(_ outcome: QueueOutcome, _ routes: RouteTable, _ day: TrafficDay) {
    let driven = (0..<routes.count).filter { !routes[$0].isEmpty }
    trips = driven.map(Int32.init)
    let away = Dictionary(outcome.turnedAway.map { ($0.vehicle, $0.time) }, uniquingKeysWith: { first, _ in first })
    seconds = driven.indices.map { vehicle in
      let end = outcome.arrived[vehicle].isFinite ? outcome.arrived[vehicle] : away[vehicle] ?? Assignment.end
      return Float(max(0, end - day.departure(driven[vehicle])))
    }
    // Who turns back before a closed street has lost a trip, not time.
    lost = driven.indices.map { away[$0] == nil ? Float(outcome.timeLoss[$0] + outcome.departureDelay[$0]) : 0 }
    arrived = driven.indices.map { outcome.arrived[$0].isFinite || away[$0] != nil }
  }

  /// Hours driven, waits included.
  var hours: Double { seconds.reduce(0) { $0 + Double($1) } / 3600 }
  /// Hours lost.
  var hoursLost: Double { lost.reduce(0) { $0 + Double($1) } / 3600 }
  /// Trips that took over twice as long as on free streets.
  var overTwice: Int { seconds.indices.count { lost[$0] > seconds[$0] - lost[$0] } }
}
