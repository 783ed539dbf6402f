internal import CityFolder
internal import Foundation

/// The stories in a city's folder, a file each.
struct StoryFolder: Sendable {
  /// Bytes of a story at most.
  static let greatestSize = 1 << 20
  private let city: CityOnDisk
  private var path: String { "\(city.path)/stories" }

  init(of city: CityOnDisk) { self.city = city }

  /// Their names, sorted, without `.json`; none when the folder is missing.
  var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.filter(CityOnDisk.isSafe).sorted()
  }

  /// The bytes of one; nothing where there is none of this name. `name` is safe.
  func bytes(of name: String) -> Data? { FileManager.default.contents(atPath: file(name)) }

  /// Writes one beside the old and renames it into place; answers its bytes.
  ///
  /// `check` is given the bytes that are there, nothing where there are none, and throws where those may not be written over: nobody else
  /// writes between the two.
  func write(_ story: Story, named name: String, unless check: (Data?) throws -> Void) throws -> Data {
    let bytes = story.file + Data("\n".utf8)
    try city.alone(in: "stories") {
      try check(self.bytes(of: name))
      try bytes.write(to: URL(fileURLWithPath: file(name)), options: .atomic)
    }
    return bytes
  }

  /// Takes one away.
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

  private func file(_ name: String) -> String { "\(path)/\(name).json" }
}
