import Flood
import Foundation
import Geography
import Measuring
import Modelling
import Replica
import Sandbox
import ShallowWater

/// What an ensemble costs: `ensemble WATER CELL MEMBERS [KILOMETRES [PEOPLE]] [no-drains]`, one line of JSON.
///
/// A square of a made-up city with a tide, six hours long, under 100 mm of rain in three hours (WATER is `rain`) or with a wave in every river
/// (`river`): the whole answer of the model, every member on cells of the same width as the run itself, on one thread.
enum EnsembleSpeed {
  private struct Cost: Encodable {
    /// How wide and how high the square is, in km.
    var kilometres: [Double]
    /// Cells of the model.
    var cells: Int
    /// Seconds of the processor for the whole answer.
    var processor: Double
    /// The most memory the process held, in MB, the made-up city included.
    var memory: Double
    /// Members that were told.
    var members: Int
    var note: String
  }

  static func run(_ words: [String]) throws {
    guard words.count >= 3, ["rain", "river"].contains(words[0]), let cell = Double(words[1]),
      let members = Int(words[2])
    else {
      throw Trouble(description: "give rain or river, CELL MEMBERS [KILOMETRES [PEOPLE]] [no-drains]")
    }
    let side = (words.count > 3 ? Double(words[3]) ?? 20 : 20) * 1000
    let city = SandboxCity(people: words.count > 4 ? Int(words[4]) ?? 500_000 : 500_000, seed: 1).make()
    guard let terrain = city.terrain else { throw Trouble(description: "the made-up city has no terrain") }
    var settings = FloodSettings()
    settings.cell = cell
    settings.memberCell = cell
    settings.members = members
    settings.hours = 6
    settings.drains = words.last != "no-drains"
    settings.mostCells = 5_000_000
    let whole = TownBasin.grid(of: city, terrain: terrain, settings: settings)
    let middle = Point(
      x: whole.west + Double(whole.columns) * cell / 2, y: whole.north - Double(whole.rows) * cell / 2)
    settings.area = MultiPolygon(
      Box(minX: middle.x - side / 2, minY: middle.y - side / 2, maxX: middle.x + side / 2, maxY: middle.y + side / 2))
    let grid = TownBasin.grid(of: city, terrain: terrain, settings: settings)
    var conditions = Conditions()
    if words[0] == "rain" {
      try conditions.set(Rain(DesignStorm(depth: 0.1, duration: 10_800)), from: "benchmark")
    } else {
      try conditions.set(waves(in: city, on: grid), from: "benchmark")
    }
    try conditions.set(SeaLevel(mean: 0, range: 2), from: "benchmark")
    try conditions.set(settings, from: "benchmark")
    let began = processorSeconds()
    let outcome = try FloodModel().run(on: city, under: conditions, in: Alone(threads: 1))
    let cost = Cost(
      kilometres: [Double(grid.columns) * cell / 1000, Double(grid.rows) * cell / 1000], cells: grid.count,
      processor: processorSeconds() - began, memory: mostMemory(),
      members: outcome.offered[WaterEnsemble.self]?.peaks.count ?? 0,
      note: outcome.indicators.map { "\($0.id) \($0.value)" }.joined(separator: "; "))
    FileHandle.standardOutput.write(try JSONEncoder().encode(cost) + Data("\n".utf8))
  }

  /// A wave of three times the full channel's discharge, Q = (w ⁄ 7.2)² (Moody and Troutman 2002), where a river begins or enters the square.
  private static func waves(in city: City, on grid: TownGrid) -> Inflows {
    let ways = city.waterways
    let sources = (0..<ways.count).filter { ways.kinds[$0] == .river }.compactMap { row -> Inflows.Source? in
      let width = ways.widths[row].isNaN ? 20 : Double(ways.widths[row])
      let inside = ways.lines[row].filter { grid.index(at: $0) != nil }
      guard let first = inside.first, let last = inside.last, let terrain = city.terrain else { return nil }
      let start = terrain.value(at: last) > terrain.value(at: first) ? last : first
      let peak = 3 * (width / 7.2) * (width / 7.2)
      let rates = Series(seconds: [0, 7200, 21_600], values: [0, peak, 0], course: .linear)
      return Inflows.Source(point: start, reach: width / 2, rates: rates, name: ways.names[row])
    }
    return Inflows(sources: sources)
  }
}
