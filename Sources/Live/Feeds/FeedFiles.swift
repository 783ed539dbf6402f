internal import Foundation

/// The feeds of a city's folder: `feeds/*.yaml`.
public struct FeedFiles: Sendable {
  /// Those that can be used, by name.
  public var feeds: [Feed] = []
  /// Why others cannot, by the name of the file without `.yaml`.
  public var broken: [String: FeedError] = [:]

  /// No feeds.
  public init() {}

  /// Reads the files of a city's folder; one that cannot be used does not keep the others from being used.
  public static func read(city: String) -> FeedFiles {
    var files = FeedFiles()
    let folder = city + "/feeds"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // The city's own brokers stand there too; they are listened to, not fetched.
    for name in names.sorted()
    where !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) && name != "brokers.yaml" {
      let stem = String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
      guard let data = FileManager.default.contents(atPath: folder + "/" + name),
        let text = String(validating: data, as: UTF8.self)
      else {
        files.broken[stem] = FeedError("feeds/\(name)", "cannot be read as UTF-8 text.")
        continue
      }
      do {
        files.feeds.append(try Feed.parse(text, file: "feeds/\(name)"))
      } catch {
        files.broken[stem] = error
      }
    }
    return files
  }
}
