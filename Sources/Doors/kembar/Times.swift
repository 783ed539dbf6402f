import Access
public import ArgumentParser
import CityFolder
import Foundation
import Geography
import Replica
public import Routing

/// Tells seconds from points to the nearest place of a kind: for checks against other programs, by the rules of
/// Docs/models/access.md.
struct TimesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "times", abstract: "Seconds from points to the nearest place of a kind.",
    discussion: "Points are read from a file, or from - standard input: a line for each, \"longitude,latitude\".",
    shouldDisplay: false)

  @Argument(help: "The city's folder.")
  var folder: String

  @Argument(help: "The file of points, or - for standard input.")
  var points: String

  @Option(help: "The kind of place: clinic, school …")
  var to: String

  @Option(help: "walk, cycle or car.")
  var by = TravelMode.walk

  func run() throws {
    let loaded = try CityOnDisk(path: folder).load()
    let data =
      points == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: points))
    let projection = loaded.city.profile.projection
    var origins: [Point] = []
    for (number, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
      let numbers = line.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
      if number == 0, numbers.contains(nil) { continue }  // a header
      guard numbers.count == 2, let longitude = numbers[0], let latitude = numbers[1],
        Coordinate(longitude: longitude, latitude: latitude).isValid
      else {
        throw ValidationError("\(points), line \(number + 1): \"longitude,latitude\" in degrees, not \"\(line)\".")
      }
      origins.append(projection.project(Coordinate(longitude: longitude, latitude: latitude)))
    }
    let seconds = AccessModel.seconds(from: origins, to: PlaceKind(rawValue: to), by: by, on: loaded.city)
    try Talk.showJSON(seconds.map { $0.isFinite ? $0 : nil })
  }
}

extension TravelMode: ExpressibleByArgument {}
