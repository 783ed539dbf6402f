package import Observations

import Modelling

/// Does the same to two stores, by chance, and compares all their answers.
package struct StoreMatch {
  private var random: SplitMix
  private var names: [ObservationID] = []
  private let streams: [EntityID<Datastream>]

  /// Steps drawn from a seed.
  package init(seed: UInt64) {
    random = SplitMix(seed: seed)
    streams = (1...3).map { EntityID($0) }
  }

  /// Makes in an empty store what the steps are done to.
  package func furnish(_ store: any ObservationStore) throws {
    _ = try StoreChecks.furnish(store, streams: Int64(streams.count))
  }

  /// Does so many steps to both; throws at the first answer that differs.
  package mutating func run(steps: Int, on one: any ObservationStore, and other: any ObservationStore) throws {
    for step in 0..<steps {
      let stream = streams[below(3)]
      switch below(12) {
      case 0...2:
        let samples = (0...below(6)).map { _ in Sample(stream: streams[below(3)], time: moment(), value: value()) }
        try same(step, "append", one, other) { try $0.append(samples) }
        names += samples.map { ObservationID(stream: $0.stream, time: $0.time) }
      case 3, 4:
        let observations = (0...below(4)).map { _ in observation(streams[below(3)]) }
        try same(step, "record", one, other) { try $0.record(observations) }
      case 5...7:
        let observations = (0...below(4)).map { _ in observation(streams[below(3)]) }
        let made = try same(step, "create", one, other) { try $0.create(observations) }
        names += made.map(\.id)
      case 8, 9:
        guard let name = pick() else { continue }
        let observation = observation(name.stream)
        try same(step, "replace", one, other) { try $0.replace(name, with: observation) }
      case 10:
        guard let name = pick() else { continue }
        try same(step, "remove", one, other) { try $0.remove(name) }
      default:
        guard below(10) == 0 else { continue }
        let anew = below(2) == 0
        try same(step, "remove a stream", one, other) {
          if anew {
            let entity = try $0.entity(stream)
            try $0.change(
              putting: entity.map { [$0] } ?? [], removing: [EntityReference(.datastreams, stream.rawValue)])
          } else {
            try $0.remove(stream)
            try $0.put(StoreChecks.stream(stream.rawValue, thing: 1))
          }
          return true
        }
      }
      if step % 5 == 0 { try compare(step, one, other) }
    }
    try compare(steps, one, other)
  }

  /// Asks both everything.
  package mutating func compare(_ step: Int, _ one: any ObservationStore, _ other: any ObservationStore) throws {
    try same(step, "latest", one, other) { try $0.latest() }
    try same(step, "streams", one, other) { try $0.entities(Datastream.self) }
    let bounds = [moment(), moment()].sorted()
    for stream in streams {
      for range in [StoreChecks.ever, bounds[0]..<bounds[1]] {
        let limit = below(3) == 0 ? below(9) : .max
        try same(step, "series", one, other) { try $0.series(of: stream, in: range, limit: limit) }
        try same(step, "hours", one, other) { try $0.rollups(of: stream, in: range, per: .hour) }
        try same(step, "days", one, other) { try $0.rollups(of: stream, in: range, per: .day) }
        for descending in [false, true] {
          try same(step, "scan", one, other) { store in
            var found: [StoredObservation] = []
            try store.scan(stream, in: range, descending: descending) {
              found.append($0)
              return found.count < limit
            }
            return found
          }
        }
      }
      try same(step, "summary", one, other) { try $0.summary(of: stream) }
      try same(step, "latest of one", one, other) { try $0.latest(of: stream) }
    }
    for _ in 0..<5 {
      guard let name = pick() else { return }
      try same(step, "observation \(name.text)", one, other) { try $0.observation(name) }
    }
  }

  @discardableResult
  private func same<Answer: Equatable>(
    _ step: Int, _ what: String, _ one: any ObservationStore, _ other: any ObservationStore,
    _ ask: (any ObservationStore) throws -> Answer
  ) throws -> Answer {
    let left = try ask(one)
    let right = try ask(other)
    guard left == right else {
      throw NotConforming(description: "step \(step), \(what): \(left) and \(right)")
    }
    return left
  }

  // MARK: - Draws

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

  private mutating func pick() -> ObservationID? { names.isEmpty ? nil : names[below(names.count)] }

  /// Around the ends of two months, the same ones often.
  private mutating func moment() -> Instant {
    let end = [1_740_758_400_000, 1_743_436_800_000, -5_000][below(3)]
    return Instant(milliseconds: Int64(end + (below(24) - 12) * 1_800_000 + (below(4) == 0 ? below(1_000) : 0)))
  }

  private mutating func value() -> Double { Double(below(9)) - (below(4) == 0 ? 0.25 : 3) }

  private mutating func observation(_ stream: EntityID<Datastream>) -> Observation {
    let time = moment()
    var made = Observation(datastream: stream, phenomenonTime: TimeSpan(at: time), result: .number(value()))
    switch below(8) {
    case 0: made.result = ["open", .null, .truth(true), .list([1])][below(4)]
    case 1: made.phenomenonTime = TimeSpan(time, moment())
    case 2: made.parameters = ["n": .number(value())]
    default: break
    }
    if below(3) == 0 { made.resultTime = below(2) == 0 ? time : moment() }
    return made
  }
}
