internal import NIOConcurrencyHelpers
internal import Serving

/// The page's files as gzip sends them: each packed once, well, and again when it has changed.
///
/// Modules, style sheets and words are a fifth to a third of themselves so, and a first visit asks for dozens.
final class PackedFiles: Sendable {
  private let kept = NIOLockedValueBox<[String: (tag: String, bytes: [UInt8])]>([:])

  /// Files smaller than this are not worth the work.
  private static let least = 500
  private static let kinds: Set<String> = ["html", "css", "js", "json", "svg"]

  /// A file's bytes, packed; nothing where that is no use. `tag` tells one state of the file from another.
  func packed(_ path: String, tag: String, _ bytes: @autoclosure () -> [UInt8]) -> [UInt8]? {
    guard let kind = path.split(separator: ".").last, Self.kinds.contains(String(kind)) else { return nil }
    if let known = kept.withLockedValue({ $0[path] }), known.tag == tag { return known.bytes }
    let plain = bytes()
    guard plain.count >= Self.least, let packed = gzipped(plain, level: 9), packed.count < plain.count else {
      return nil
    }
    kept.withLockedValue { $0[path] = (tag, packed) }
    return packed
  }
}
