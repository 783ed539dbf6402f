import Foundation
import Geography
import State

/// The shared data sets for kriging: beside the repository, or where KEMBAR_SHARED says.
enum SharedKriging {
  static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["KEMBAR_SHARED"] { return named + "/data/kriging" }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    return root.path + "/shared/data/kriging"
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/meuse.csv") }

  /// The rows of a table as dictionaries of its columns.
  static func rows(_ name: String) throws -> [[String: Double]] {
    let lines = try String(contentsOfFile: folder + "/" + name, encoding: .utf8).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
      return Dictionary(uniqueKeysWithValues: zip(names, cells))
    }
  }

  /// The logarithm of zinc in the soil beside the river Meuse, at 155 places.
  static func logZinc() throws -> [Station] {
    try rows("meuse.csv").enumerated().map { row, cells in
      Station("meuse \(row + 1)", at: Point(x: cells["x"]!, y: cells["y"]!), value: log(cells["zinc"]!))
    }
  }

  /// A day of the Spatial Interpolation Comparison 2004: 200 places to learn from and 808 to answer for.
  static func comparison(_ day: String) throws -> (known: [Station], asked: [Station]) {
    func stations(_ name: String) throws -> [Station] {
      try rows(name).map { Station("\(Int($0["record"]!))", at: Point(x: $0["x"]!, y: $0["y"]!), value: $0[day]!) }
    }
    return (try stations("sic2004_val.csv"), try stations("sic2004_test.csv"))
  }
}
