import Foundation
import Measuring
import Modelling
import Replica
import Sandbox
import Traffic

/// A town's whole day of traffic, from its map to the answer.
enum DayRuns {
  static func run(_ words: [String]) throws {
    switch words.first {
    case "map" where words.count == 2:
      let began = processorSeconds()
      let city = try germanTown(words[1])
      try day(city, "Bad Hersfeld, map alone", reading: processorSeconds() - began, repeats: true, limit: 20)
    case "sandbox" where words.count == 2:
      guard let people = Int(words[1]), people > 0 else { throw Trouble(description: "give a number of people") }
      let city = try SandboxCity(people: people, seed: 1).build(threads: 2).city
      try day(city, "sandbox, \(people) people", reading: 0, repeats: people <= 200_000, limit: nil)
    default: throw Trouble(description: "give map FILE or sandbox PEOPLE")
    }
  }

  /// `repeats` runs it on one thread as well and compares.
  private static func day(_ city: City, _ name: String, reading: Double, repeats: Bool, limit: Double?) throws {
    var conditions = Conditions()
    try conditions.set(CityBefore(city), from: "city")
    func timed(_ threads: Int) throws -> (outcome: Outcome, processor: Double, wall: Double) {
      let (began, wall) = (processorSeconds(), wallSeconds())
      let outcome = try TrafficModel().run(on: city, under: conditions, in: Alone(threads: threads))
      return (outcome, processorSeconds() - began, wallSeconds() - wall)
    }
    let two = try timed(2)
    func number(_ id: String) -> Double {
      two.outcome.indicators.first { $0.id == "traffic.\(id)" && $0.place.isEmpty }?.value.number ?? .nan
    }
    func row(_ bar: String, _ unit: String, _ ours: Double, limit: Double? = nil, isLeast: Bool? = nil) throws {
      try Row(
        bar: bar, case: name, unit: unit, ours: ours, limit: limit, isLeast: isLeast,
        note: bar == "gridlocks" ? two.outcome.remarks.joined(separator: " ") : nil
      ).print()
    }
    try row("a day's answer, CPU", "s", reading + two.processor, limit: limit)
    try row("trips", "", number("trips"))
    try row("trips left out, with which streets lock", "", number("trips-left-out"), limit: 0)
    try row("trips that do not arrive", "", number("trips-not-arrived"), limit: 0)
    try row("gridlocks", "", number("gridlocks"), limit: 0)
    try row("relative gap", "%", number("relative-gap"), limit: 5)
    let hours = number("vehicle-hours")
    try row("share of time lost", "%", 100 * number("delay-hours") / hours, limit: 40)
    try row("memory, with the city", "GB", mostMemory() / 1024, limit: 6)
    guard repeats else { return }
    let one = try timed(1)
    try row("two threads, whole answer (wall)", "×", one.wall / two.wall, limit: 1.6, isLeast: true)
    guard one.outcome.indicators == two.outcome.indicators, Prints.of(one.outcome) == Prints.of(two.outcome) else {
      throw Trouble(description: "two threads gave another answer than one")
    }
  }
}
