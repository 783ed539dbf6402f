internal import Foundation
internal import Modelling

extension CityOnDisk {
  private var scenarioFolder: String { file("scenarios") }

  /// The names of the scenarios, sorted, without `.yaml`; none when the folder is missing.
  public func scenarios() throws -> [String] {
    guard Disk.exists(scenarioFolder) else { return [] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: scenarioFolder) else {
      throw CityFolderError(scenarioFolder, "may not be read: check its rights.")
    }
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.filter(Self.isSafe).sorted()
  }

  /// Files among the scenarios that are not taken for one because of their names, sorted.
  public func otherScenarioFiles() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: scenarioFolder)) ?? []
    return names.filter { $0.first != "." && !($0.hasSuffix(".yaml") && Self.isSafe(String($0.dropLast(5)))) }.sorted()
  }

  /// The text of a scenario. Throws a ``CityFolderError``.
  public func scenario(_ name: String) throws -> String {
    let path = try scenarioPath(name)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CityFolderError(
        path, "there is no such scenario." + NearestName.question(name, among: try scenarios(), count: 1))
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Writes a scenario beside the old one and renames it into place. Throws a ``CityFolderError``.
  ///
  /// `check` is given the text that is there, nothing where there is none, and throws where that may not be written over: nobody else writes
  /// between the two.
  public func writeScenario(
    _ text: String, named name: String, unless check: (String?) throws -> Void = { _ in }
  ) throws {
    let path = try scenarioPath(name)
    guard text.utf8.count <= 1_000_000 else {
      throw CityFolderError(path, "is longer than a million bytes, which no scenario needs: cut it down.")
    }
    try alone(in: "scenarios") {
      try check(FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) })
      try Disk.write(Data(text.utf8), to: path)
    }
  }

  /// Does something while nobody else does in a folder of the city's, which is made where need be; others wait, those of other programs too.
  package func alone<Answer>(in folder: String, _ act: () throws -> Answer) throws -> Answer {
    try Disk.makeFolder(file(folder))
    let lock = try FolderLock(file(folder), forWriting: true)
    defer { withExtendedLifetime(lock) {} }
    return try act()
  }

  /// Takes a scenario away. Throws a ``CityFolderError`` when it is not there.
  public func deleteScenario(named name: String) throws {
    let path = try scenarioPath(name)
    guard (try? FileManager.default.removeItem(atPath: path)) != nil else {
      throw CityFolderError(path, "cannot be taken away: it is not there, or the folder is read-only.")
    }
  }

  private func scenarioPath(_ name: String) throws -> String {
    guard Self.isSafe(name) else {
      throw CityFolderError(
        scenarioFolder,
        "\u{201C}\(name.prefix(60))\u{201D} cannot name a scenario: take letters, digits, spaces, - _ and dots, at most 100 bytes."
      )
    }
    return "\(scenarioFolder)/\(name).yaml"
  }

  /// Whether a name, without `.yaml`, can be a file's here and nothing else: no folder, nothing hidden.
  public static func isSafe(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 100 && name.first != "." && name.first != " " && name.last != " "
      && !name.hasSuffix(".yaml")
      && name.allSatisfy { $0.isLetter || $0.isNumber || " -_.".contains($0) }
  }
}
