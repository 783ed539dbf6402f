import ArgumentParser
import CityFolder
import Foundation
import Modelling
import Observations
import SandboxLife

/// Tells what made-up devices of a city report, when it is due.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Tell what made-up devices of a city report, at any speed.",
    discussion:
      "Prints \"stream,time,value\" as the readings come due. The devices and their readings are made up from the "
      + "city and the seed: the same ones that kembar sandbox writes into observations/.")

  @Argument(help: "The city's folder.")
  var folder: String

  @Option(help: "The same seed gives the same readings.")
  var seed: UInt64 = 1

  @Option(help: "The first moment, such as 2025-03-01T00:00:00+08:00; now when left out.")
  var from: String?

  @Option(help: "The moment to stop at; without an end when left out.")
  var until: String?

  @Option(help: "Seconds of the city a second: 1 as it happens, 60 an hour a minute, 0 all at once.")
  var speed = 1.0

  @Option(help: "How many streams; as many as a town of its size has when left out.")
  var sensors: Int?

  func validate() throws {
    guard speed >= 0, speed.isFinite else {
      throw ValidationError("--speed \(speed): 0 for all at once, or a number above it.")
    }
    guard sensors.map({ CityLife.streamRange.contains($0) }) ?? true else {
      let range = CityLife.streamRange
      throw ValidationError("--sensors: \(range.lowerBound) to \(range.upperBound).")
    }
    _ = try moments()
    guard speed > 0 || until != nil else {
      throw ValidationError("--speed 0 without --until would never end: name the moment to stop at.")
    }
  }

  /// The moments asked for.
  private func moments() throws -> (from: Instant, until: Instant) {
    func moment(_ text: String, _ option: String) throws -> Instant {
      guard let moment = Instant(text: text) else {
        throw ValidationError("\(option) \(text): write a moment with its offset, such as 2025-03-01T00:00:00+08:00.")
      }
      let years = CityLife.years
      guard years.contains(CalendarDate(daysSince1970: Int(moment.milliseconds / 86_400_000)).year) else {
        throw ValidationError("\(option) \(text): the years \(years.lowerBound) to \(years.upperBound) can be told.")
      }
      return moment
    }
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    let first = try from.map { try moment($0, "--from") } ?? now
    let last = try until.map { try moment($0, "--until") } ?? Instant(milliseconds: .max)
    guard first < last else { throw ValidationError("--until must lie after --from.") }
    return (first, last)
  }

  func run() async throws {
    let (first, last) = try moments()
    Interrupt.listen()
    let city = try CityOnDisk(path: folder).load().city
    let year = CalendarDate(daysSince1970: Int(first.milliseconds / 86_400_000)).year
    let life = CityLife(city: city, seed: seed, year: year, sensors: sensors)
    let keys = life.streamKeys
    let decimals = life.network.datastreams.map(\.decimals)
    var text = "stream,time,value\n"
    for try await sample in Replay(life: life, from: first, until: last, speed: speed == 0 ? .infinity : speed) {
      let stream = Int(sample.stream.rawValue) - 1
      let value = String(format: "%.\(decimals[stream])f", sample.value)
      text += "\(keys[stream]),\(sample.time.text(utcOffset: life.utcOffset)),\(value)\n"
      if speed > 0 || text.utf8.count > 1 << 16 {
        FileHandle.standardOutput.write(Data(text.utf8))
        text = ""
      }
      if Interrupt.wasAsked { break }
    }
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}

extension Datastream {
  /// Digits after the point with which its values are told.
  fileprivate var decimals: Int {
    if case .number(let digits) = properties["decimals"] { Int(digits) } else { 3 }
  }
}
