import Foundation
import Measuring
import Modelling
import Replica
import Sandbox
import Traffic

/// What a change costs to look at when the day without it is known, and how much of the difference is chance.
enum WhatIfRuns {
  static func run(_ words: [String]) throws {
    switch words.first {
    case "map" where words.count == 2: try changes(of: germanTown(words[1]), "Bad Hersfeld, map alone")
    case "sandbox" where words.count == 2:
      guard let people = Int(words[1]), people > 0 else { throw Trouble(description: "give a number of people") }
      try changes(of: SandboxCity(people: people, seed: 1).build(threads: 2).city, "sandbox, \(people) people")
    default: throw Trouble(description: "give map FILE or sandbox PEOPLE")
    }
  }

  private static func changes(of city: City, _ name: String) throws {
    let before = try answer(city, of: city, beside: nil)
    let values = BaselineValues(
      TrafficModel.fromBaseline, of: before.outcome.indicators, run: "before", kept: before.outcome.kept)
    func row(_ bar: String, _ unit: String, _ ours: Double, limit: Double? = nil) throws {
      try Row(bar: bar, case: name, unit: unit, ours: ours, limit: limit).print()
    }
    try row("the day without changes, CPU", "s", before.seconds)
    try row("kept of it", "MB", Double(before.outcome.kept.count) / 1e6)
    let same = try answer(city, of: city, beside: values)
    try row("no change at all, CPU", "s", same.seconds)
    let numbers = zip(before.outcome.indicators, same.outcome.indicators)
    try row(
      "numbers that differ without any change", "", Double(numbers.count { $0.value != $1.value && $0.unit != "%" }),
      limit: 0)

    guard let flow = before.outcome.fields.first(where: { $0.name == "traffic.flow" }) else { return }
    let links = city.streets.links.count
    var flows = [Float](repeating: 0, count: city.streets.segments.count)
    for (place, value) in flow.values.enumerated() where value > 0 { flows[(place % links) >> 1] += value }
    let order = flows.indices.filter {
      flows[$0] > 0 && city.streets.segments.classes[$0].rawValue > StreetClass.primary.rawValue
    }.sorted { (-flows[$0], $0) < (-flows[$1], $1) }
    // Begun anew a change costs a whole day's learning, and its difference is chance as well.
    let anew = BaselineValues(values.numbers, run: "before")
    for (words, share) in [("the busiest street", 0.0), ("a busy street", 0.02), ("a quiet street", 0.6)] {
      let segment = order[Int(Double(order.count - 1) * share)]
      var closed = city
      for link in [SegmentID(segment).forward, SegmentID(segment).backward] {
        closed.streets.links.closed[link.index].formUnion(.motor)
      }
      for (side, values) in [("", values), (", begun anew", anew)] {
        let after = try answer(closed, of: city, beside: values)
        try row("\(words) closed\(side), CPU", "s", after.seconds)
        let (old, new) = (hours(before.outcome), hours(after.outcome))
        try Row(
          bar: "\(words) closed\(side), hours on the way", case: name, unit: "h", ours: new.value - old.value,
          note: "\(Int(flows[segment])) vehicles a day; \(old.words) without, \(new.words) with"
        ).print()
      }
    }
  }

  /// Hours on the way of all trips, and in words with their interval.
  private static func hours(_ outcome: Outcome) -> (value: Double, words: String) {
    guard let row = outcome.indicators.first(where: { $0.id == "traffic.vehicle-hours" }),
      case .number(let value, let low, let high) = row.value
    else { return (.nan, "none") }
    return (value, "\(Int(value)) (\(Int(low ?? value))–\(Int(high ?? value)))")
  }

  /// A day of `city`, as it would be asked for beside the one without changes.
  private static func answer(
    _ city: City, of before: City, beside values: BaselineValues?
  ) throws -> (outcome: Outcome, seconds: Double) {
    var conditions = Conditions()
    try conditions.set(CityBefore(before), from: "city")
    if let values { try conditions.set(values, from: "baseline") }
    let began = processorSeconds()
    let outcome = try TrafficModel().run(on: city, under: conditions, in: Alone(threads: 2))
    return (outcome, processorSeconds() - began)
  }
}
