import Foundation

/// The result of a check as it is kept among a city's runs: a JSON file that a newer format leaves behind.
protocol KeptCheck: Codable {
  /// The file's name in the folder of runs.
  static var file: String { get }
  /// Which format this program writes and reads.
  static var formatNow: Int { get }
  /// Whether the file is laid out for people.
  static var isPretty: Bool { get }
  /// The format it was written in.
  var format: Int { get }
}

extension KeptCheck {
  /// Writes the result beside and renames it into place. Throws a ``CheckError``.
  func keep(inRuns folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if Self.isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try encoder.encode(self).write(to: URL(filePath: "\(folder)/\(Self.file)"), options: .atomic)
    } catch {
      throw CheckError("\(folder)/\(Self.file) cannot be written: \(error.localizedDescription)")
    }
  }

  /// The result kept in a folder of runs; nothing where there is none, or none that can be read.
  static func read(fromRuns folder: String) -> Self? {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)"),
      let check = try? JSONDecoder().decode(Self.self, from: data), check.format == formatNow
    else { return nil }
    return check
  }
}
