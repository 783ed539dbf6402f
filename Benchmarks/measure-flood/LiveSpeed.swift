import Foundation
import Measuring
import ShallowWater

/// How fast the live engine goes through cells: `speed SIDE THREADS SECONDS [advection] [VARIANT]`, one line of JSON.
enum LiveSpeed {
  private struct Speed: Encodable {
    /// Million cell-updates a CPU second, and a second on the wall.
    var updates, wall: Double
    var wet: Double
    var variant: String
    var steps: Int
  }

  static func run(_ words: [String]) throws {
    guard words.count >= 3, let side = Int(words[0]), let threads = Int(words[1]), let span = Double(words[2]) else {
      throw Trouble(description: "give SIDE THREADS SECONDS [advection] [VARIANT]")
    }
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 50 / 3.6e6)])
    let engine = try LiveEngine(
      LiveCases.rough(side), forcing, threads: threads, advection: words.contains("advection"),
      variant: words.lazy.compactMap { KernelVariant(rawValue: $0) }.first)
    engine.fill(depths: Array(repeating: 0.5, count: side * side))
    try engine.advance(to: 60)
    let (steps, began, wall) = (engine.steps, processorSeconds(), wallSeconds())
    try engine.advance(to: 60 + span)
    let seconds = processorSeconds() - began
    let passed = wallSeconds() - wall
    let made = Double(side * side) * Double(engine.steps - steps) / 1e6
    let wet = Double(engine.depths().count { $0 > 1e-3 }) / Double(side * side)
    let speed = Speed(
      updates: made / seconds, wall: made / passed, wet: wet, variant: engine.variant.rawValue,
      steps: engine.steps - steps)
    FileHandle.standardOutput.write(try JSONEncoder().encode(speed) + Data("\n".utf8))
  }
}
