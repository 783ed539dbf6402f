internal import CExpat
internal import CZlib
internal import Datasets

/// An element as it begins; only good while its handler runs.
struct XMLElement {
  /// Its name, as in `<name`.
  let name: String
  /// The line it begins on, counted from 1.
  let line: Int
  /// How many elements it stands in; 0 for the outermost.
  let depth: Int
  fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// The text of an attribute, or nothing when the element has none of that name. O(attributes).
  subscript(name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

  /// The bytes of an attribute up to a 0, or nothing when the element has none of that name. O(attributes).
  func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
    guard var place = attributes else { return nil }
    while let key = place[0] {
      if Self.equal(key, name) { return place[1] }
      place += 2
    }
    return nil
  }

  private static func equal(_ key: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    let start = name.utf8Start
    for place in 0..<count where UInt8(bitPattern: key[place]) != start[place] { return false }
    return key[count] == 0
  }
}

/// A file of XML, plain or gzip (told apart by content), read once from its beginning to its end.
struct XMLFile {
  /// The file as it was named.
  let name: String
  private let file: PlainFile

  /// The file at a path. Throws a ``SumoError`` when there is none.
  init(_ path: String) throws {
    name = path
    do { file = try PlainFile(path) } catch let error as DatasetError {
      throw SumoError(file: error.file, line: 0, problem: "it \(error.why)".replacingStart("it there", "there"))
    }
  }

  /// Calls `start` for each element as it begins and `end` as it ends, in the order of the file. O(bytes).
  ///
  /// - Throws: what a handler throws; a ``SumoError`` for a file that is cut off or no XML.
  func read(start: @escaping (XMLElement) throws -> Void, end: @escaping (String) throws -> Void = { _ in }) throws {
    guard let stream = gzopen(file.resolved, "rb") else { throw error("it cannot be opened: check its rights.") }
    defer { gzclose(stream) }
    gzbuffer(stream, 1 << 17)
    guard let parser = XML_ParserCreate(nil) else { throw error("there is no memory left to read it.") }
    defer { XML_ParserFree(parser) }
    let listener = Listener(parser, start: start, end: end)
    XML_SetUserData(parser, Unmanaged.passUnretained(listener).toOpaque())
    XML_SetElementHandler(
      parser,
      { owner, name, attributes in
        guard let owner, let name else { return }
        Unmanaged<Listener>.fromOpaque(owner).takeUnretainedValue().begin(name, attributes)
      },
      { owner, name in
        guard let owner, let name else { return }
        Unmanaged<Listener>.fromOpaque(owner).takeUnretainedValue().finish(name)
      })
    try withExtendedLifetime(listener) {
      var isDone = false
      while !isDone {
        let size: Int32 = 1 << 16
        guard let buffer = XML_GetBuffer(parser, size) else { throw error("there is no memory left to read it.") }
        let count = gzread(stream, buffer, UInt32(size))
        guard count >= 0 else { throw damaged(stream) }
        isDone = count == 0
        if isDone { try checkEnd(stream) }
        if XML_ParseBuffer(parser, count, isDone ? 1 : 0) == XML_STATUS_ERROR {
          if let failure = listener.failure { throw failure }
          throw broken(parser)
        }
      }
    }
  }

  func error(_ problem: String, line: Int = 0) -> SumoError { SumoError(file: name, line: line, problem: problem) }

  private func checkEnd(_ stream: gzFile) throws {
    var code: Int32 = 0
    _ = gzerror(stream, &code)
    if code != Z_OK && code != Z_STREAM_END { throw damaged(stream) }
  }

  private func damaged(_ stream: gzFile) -> SumoError {
    error("the gzip archive is cut off or damaged: download or pack it again.")
  }

  private func broken(_ parser: XML_Parser) -> SumoError {
    let line = Int(XML_GetCurrentLineNumber(parser))
    switch XML_GetErrorCode(parser) {
    case XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_UNCLOSED_CDATA_SECTION, XML_ERROR_PARTIAL_CHAR:
      return error("the XML ends too early: the file is cut off; download or write it again.", line: line)
    case let code:
      let text = XML_ErrorString(code).map { String(cString: $0) } ?? "unknown"
      return error("this is no proper XML (\(text)): mend that line or write the file again.", line: line)
    }
  }

  private final class Listener {
    private let parser: XML_Parser
    private let start: (XMLElement) throws -> Void
    private let end: (String) throws -> Void
    private var depth = 0
    private(set) var failure: (any Error)?

    init(
      _ parser: XML_Parser, start: @escaping (XMLElement) throws -> Void, end: @escaping (String) throws -> Void
    ) {
      self.parser = parser
      self.start = start
      self.end = end
    }

    func begin(_ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
      guard failure == nil else { return }
      let line = Int(XML_GetCurrentLineNumber(parser))
      attempt {
        try start(XMLElement(name: String(cString: name), line: line, depth: depth, attributes: attributes))
      }
      depth += 1
    }

    func finish(_ name: UnsafePointer<CChar>) {
      guard failure == nil else { return }
      depth -= 1
      attempt { try end(String(cString: name)) }
    }

    private func attempt(_ work: () throws -> Void) {
      do { try work() } catch {
        failure = error
        XML_StopParser(parser, 0)
      }
    }
  }
}

extension String {
  fileprivate func replacingStart(_ start: String, _ with: String) -> String {
    hasPrefix(start) ? with + dropFirst(start.count) : self
  }
}
