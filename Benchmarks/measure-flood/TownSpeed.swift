import Flood
import Foundation
import Measuring
import Modelling
import Sandbox

/// How long a flood's answer for a made-up town takes: `town [PEOPLE [THREADS [MEMBERS [HOURS [DRAINS [ENGINE [CELL]]]]]]]`, one line
/// of JSON; DRAINS is yes or no.
enum TownSpeed {
  private struct Speed: Encodable {
    /// Seconds on the wall and of the processor that an answer for one side takes.
    var wall, processor: Double
    var note: String
  }

  static func run(_ words: [String]) throws {
    let people = words.first.flatMap { Int($0) } ?? 20_000
    let threads = words.count > 1 ? Int(words[1]) ?? 2 : 2
    var settings = FloodSettings()
    if words.count > 2, let members = Int(words[2]) { settings.members = members }
    if words.count > 3 { settings.hours = Double(words[3]) }
    if words.count > 4 { settings.drains = words[4] == "yes" }
    if words.count > 5 {
      settings.engine = words[5] == "reference" ? .reference : .live
      settings.advection = words[5] == "live-advection"
    }
    if words.count > 6 { settings.cell = Double(words[6]) }
    let city = SandboxCity(people: people, seed: 1).make()
    var conditions = Conditions()
    try conditions.set(Rain(DesignStorm(depth: 0.1, duration: 10_800)), from: "benchmark")
    try conditions.set(SeaLevel(mean: 0, range: 2), from: "benchmark")
    try conditions.set(settings, from: "benchmark")
    let (began, wall) = (processorSeconds(), wallSeconds())
    let outcome = try FloodModel().run(on: city, under: conditions, in: Alone(threads: threads))
    let passed = wallSeconds() - wall
    let told = outcome.remarks.filter { $0.contains("drains") }
    let note = told.joined(separator: " ") + outcome.indicators.map { "\($0.id) \($0.value)" }.joined(separator: "; ")
    let speed = Speed(wall: passed, processor: processorSeconds() - began, note: note)
    FileHandle.standardOutput.write(try JSONEncoder().encode(speed) + Data("\n".utf8))
  }
}
