internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Serving

/// The page's files: those of its folder and no others, read when they are asked for.
///
/// A path is looked up in a list made at the start, so that no path leaves the folder. Browsers that take it are sent
/// what set-up compressed (`name.gz` beside a file) as it is, and other text as it was packed when first asked for.
struct Web: Sendable {
  private let files: [String: URL]
  private let packedFiles = PackedFiles()
  private let missing: String?

  /// What the page cannot do without.
  private static let libraries = ["vendor/maplibre-gl.js", "vendor/vue.js"]

  /// The page in a folder; without a folder it is looked for beside and above the program.
  init(_ folder: String?) {
    let root = folder.map { URL(filePath: $0) } ?? Self.found()
    guard let root else {
      files = [:]
      missing = "The folder of the page was not found: name it with --web. The API works without it."
      return
    }
    var files: [String: URL] = [:]
    let prefix = root.resolvingSymlinksInPath().path
    let all = FileManager.default.enumerator(
      at: root.resolvingSymlinksInPath(), includingPropertiesForKeys: [.isRegularFileKey], options: .skipsHiddenFiles)
    for case let url as URL in all ?? FileManager.DirectoryEnumerator() {
      guard (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false else { continue }
      files[String(url.path.dropFirst(prefix.count + 1))] = url
    }
    self.files = files
    if files["index.html"] == nil {
      missing = "There is no page in \(prefix): name its folder with --web. The API works without it."
    } else if let absent = Self.libraries.first(where: { files[$0] == nil }) {
      missing =
        "The page's libraries are not there (\(absent)): run Scripts/set-up-web.sh once, then start again. "
        + "The API works without them."
    } else {
      missing = nil
    }
  }

  /// Where a package puts it, `share/kembar/web` beside the `lib` the program is in; otherwise the sources above the program or
  /// above where it was called.
  private static func found() -> URL? {
    let program = (Bundle.main.executableURL ?? URL(filePath: ".")).resolvingSymlinksInPath()
    let folder = program.deletingLastPathComponent()
    let installed = folder.appending(path: "../../share/kembar/web").standardizedFileURL
    if FileManager.default.fileExists(atPath: installed.appending(path: "index.html").path) { return installed }
    for start in [folder, URL(filePath: FileManager.default.currentDirectoryPath)] {
      var place = start
      for _ in 0..<8 {
        let web = place.appending(path: "Sources/Doors/Web")
        if FileManager.default.fileExists(atPath: web.appending(path: "index.html").path) { return web }
        place = place.deletingLastPathComponent()
      }
    }
    return nil
  }

  /// Whether the page can be shown; otherwise why not.
  var complaint: String? { missing }

  /// A file of the page, or the page itself for the empty path.
  func answer(_ request: Request, _ path: String) throws -> Response {
    let path = path.isEmpty ? "index.html" : path.removingPercentEncoding ?? path
    if let missing {
      guard path == "index.html" else { throw Problem(.notFound, missing) }
      return Response([UInt8]("\(missing)\n".utf8), type: "text/plain; charset=utf-8", status: .serviceUnavailable)
    }
    guard let url = files[path], !path.hasSuffix(".gz") else {
      throw Problem(.notFound, "There is nothing called \(path.prefix(120)) here; the page is at the root.")
    }
    let takesGzip = request.headers[.acceptEncoding]?.contains("gzip") ?? false
    let compressed = takesGzip ? files[path + ".gz"] : nil
    guard var bytes = FileManager.default.contents(atPath: (compressed ?? url).path).map({ [UInt8]($0) }) else {
      throw Problem(.notFound, "\(path.prefix(120)) has been taken away since the server started.")
    }
    let changed =
      (try? url.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate) ?? .distantPast
    var tag = "\(Int(changed.timeIntervalSince1970 * 1000))-\(bytes.count)"
    var isPacked = compressed != nil
    if takesGzip, !isPacked, let packed = packedFiles.packed(path, tag: tag, bytes) {
      bytes = packed
      isPacked = true
    }
    if isPacked { tag += "-gz" }
    var response = Response(bytes, type: Self.type(of: path)).tagged(tag, for: request)
    if isPacked, response.status == .ok { response.headers[.contentEncoding] = "gzip" }
    response.headers[.vary] = "Accept-Encoding"
    return response
  }

  private static func type(of path: String) -> String {
    switch path.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "json": "application/json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "woff2": "font/woff2"
    default: "text/plain; charset=utf-8"
    }
  }
}
