import Access
import Flood
import Foundation
import Geography
import Measuring
import Modelling
import Replica
import Sandbox
import Traffic

/// The chain from rain to ambulances: 100 mm in three hours, water on the streets, traffic around them, minutes of ambulances — in one run, and
/// once more one by one with files between. The town's dry day is settled before, as it is beside every scenario; it is counted apart.
enum ChainRuns {
  static func run(_ words: [String]) throws {
    guard let people = Int(words.first ?? "100000"), people > 0 else {
      throw Trouble(description: "give a number of people")
    }
    let city = try SandboxCity(people: people, seed: 1).build(threads: 2).city
    let name = "sandbox, \(people) people"
    var given = Conditions()
    try given.set(CityBefore(city), from: "city")
    var conditions = given
    try conditions.set(Rain(DesignStorm(depth: 0.1, duration: 10_800)), from: "rain")
    func timed(_ model: some Model, _ conditions: Conditions) throws -> (outcome: Outcome, seconds: Double) {
      let began = processorSeconds()
      return (try model.run(on: city, under: conditions, in: Alone(threads: 2)), processorSeconds() - began)
    }

    let dry = try timed(TrafficModel(), given)
    let values = BaselineValues(
      TrafficModel.fromBaseline, of: dry.outcome.indicators, run: "dry", kept: dry.outcome.kept)

    // One run.
    try conditions.set(values, from: "baseline")
    let flood = try timed(FloodModel(), conditions)
    try conditions.merge(flood.outcome.offered)
    let traffic = try timed(TrafficModel(), conditions)
    try conditions.merge(traffic.outcome.offered)
    let access = try timed(AccessModel(), conditions)
    func row(_ bar: String, _ seconds: Double, limit: Double? = nil) throws {
      try Row(bar: bar, case: name, unit: "s", ours: seconds, limit: limit).print()
    }
    try row("chain: the dry day before, CPU", dry.seconds)
    try row("chain: flood, CPU", flood.seconds)
    try row("chain: traffic, CPU", traffic.seconds)
    try row("chain: access, CPU", access.seconds)
    try row("chain beside the flood, the dry day known, CPU", traffic.seconds + access.seconds, limit: 60)
    try row("chain beside the flood, with the dry day, CPU", dry.seconds + traffic.seconds + access.seconds, limit: 60)

    // One by one.
    guard let water = flood.outcome.offered[WaterDepth.self], let speeds = traffic.outcome.offered[LinkSpeeds.self]
    else {
      throw Trouble(description: "the flood offers no water, or traffic no speeds")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kembar-chain-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let waterFile = folder.appendingPathComponent("water-depth")
    let speedFile = folder.appendingPathComponent("link-speeds")
    let keptFile = folder.appendingPathComponent("kept")
    try Data(values.kept).write(to: keptFile)
    try FrameFile.write(water.frames.map { ($0.seconds, $0.depth.values) }, to: waterFile)
    try FrameFile.write(speeds.frames.map { ($0.seconds, $0.speeds) }, to: speedFile)
    var single = given
    try single.set(
      BaselineValues(values.numbers, run: values.run, kept: Array(try Data(contentsOf: keptFile))), from: "file")
    let grids = try zip(water.frames, FrameFile.read(waterFile)).map { frame, read in
      var depth = frame.depth
      depth.values = read.values
      return WaterDepth.Frame(seconds: read.seconds, depth: depth)
    }
    try single.set(WaterDepth(frames: grids), from: "file")
    let trafficAlone = try timed(TrafficModel(), single)
    try single.set(
      LinkSpeeds(frames: FrameFile.read(speedFile).map { LinkSpeeds.Frame(seconds: $0.seconds, speeds: $0.values) }),
      from: "file")
    let accessAlone = try timed(AccessModel(), single)
    let differences = [(traffic, trafficAlone), (access, accessAlone)].count { together, alone in
      together.outcome.indicators != alone.outcome.indicators || Prints.of(together.outcome) != Prints.of(alone.outcome)
    }
    try Row(
      bar: "chain: models that answer otherwise alone", case: name, unit: "", ours: Double(differences), limit: 0
    ).print()
  }
}

/// Numbers over time in a file: seconds, how many, the numbers.
private enum FrameFile {
  static func write(_ frames: [(Double, [Float])], to file: URL) throws {
    var data = Data()
    for (seconds, values) in frames {
      withUnsafeBytes(of: seconds) { data.append(contentsOf: $0) }
      withUnsafeBytes(of: values.count) { data.append(contentsOf: $0) }
      values.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try data.write(to: file)
  }

  static func read(_ file: URL) throws -> [(seconds: Double, values: [Float])] {
    let data = try Data(contentsOf: file)
    return data.withUnsafeBytes { bytes in
      var frames: [(Double, [Float])] = []
      var at = 0
      while at < bytes.count {
        let seconds = bytes.loadUnaligned(fromByteOffset: at, as: Double.self)
        let count = bytes.loadUnaligned(fromByteOffset: at + 8, as: Int.self)
        let values = (0..<count).map { bytes.loadUnaligned(fromByteOffset: at + 16 + 4 * $0, as: Float.self) }
        frames.append((seconds, values))
        at += 16 + 4 * count
      }
      return frames
    }
  }
}
