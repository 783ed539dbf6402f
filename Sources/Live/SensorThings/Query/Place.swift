internal import CGEOS

/// A context of GEOS with its readers: what all its functions need, and no two threads at once.
final class PlaceContext {
  let handle: GEOSContextHandle_t
  private let wellKnownText: OpaquePointer
  private let geoJSON: OpaquePointer
  private let complaint = Complaint()

  /// What GEOS said last.
  private final class Complaint {
    var text = ""
  }

  init() throws(QueryFault) {
    guard let handle = GEOS_init_r() else { throw Self.noMemory }
    guard let wellKnownText = GEOSWKTReader_create_r(handle) else {
      GEOS_finish_r(handle)
      throw Self.noMemory
    }
    guard let geoJSON = GEOSGeoJSONReader_create_r(handle) else {
      GEOSWKTReader_destroy_r(handle, wellKnownText)
      GEOS_finish_r(handle)
      throw Self.noMemory
    }
    (self.handle, self.wellKnownText, self.geoJSON) = (handle, wellKnownText, geoJSON)
    // The complaint lives as long as the handle, which is finished before it goes.
    _ = GEOSContext_setErrorMessageHandler_r(
      handle,
      { message, box in
        guard let message, let box else { return }
        Unmanaged<Complaint>.fromOpaque(box).takeUnretainedValue().text = String(cString: message)
      }, Unmanaged.passUnretained(complaint).toOpaque())
  }

  deinit {
    GEOSWKTReader_destroy_r(handle, wellKnownText)
    GEOSGeoJSONReader_destroy_r(handle, geoJSON)
    GEOS_finish_r(handle)
  }

  /// A geometry of a text of either kind, which whoever asks destroys; or why there is none.
  func geometry(_ text: String) -> (geometry: OpaquePointer?, complaint: String) {
    complaint.text = ""
    guard !text.utf8.contains(0) else { return (nil, "it holds a character of value zero") }
    guard Self.depth(of: text) <= Self.deepest else { return (nil, "its brackets are nested too deep") }
    guard text.first(where: { !$0.isWhitespace }) == "{" else {
      let text = Self.plain(text)
      guard Self.isWhole(text) else { return (nil, "it goes on after its end") }
      return (GEOSWKTReader_read_r(handle, wellKnownText, text), complaint.text)
    }
    // Up to GEOS 3.12, heights are not understood.
    let geometry =
      GEOSGeoJSONReader_readGeometry_r(handle, geoJSON, text)
      ?? GEOSGeoJSONReader_readGeometry_r(handle, geoJSON, Self.flat(text))
    return (geometry, complaint.text)
  }

  /// How deep brackets may be nested: the readers of GEOS go down on the stack.
  private static let deepest = 32

  private static func depth(of text: String) -> Int {
    var depth = 0
    var most = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: continue
      }
      most = max(most, depth)
    }
    return most
  }

  /// Well-known text without what OData puts before it (`SRID=4326;`), and the point of the standard's own example, `POINT (-122, 43)`, without its comma.
  private static func plain(_ text: String) -> String {
    var rest = text[...]
    if rest.uppercased().hasPrefix("SRID="), let end = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: end)...]
    }
    rest = rest.drop { $0.isWhitespace }
    guard rest.prefix(5).uppercased() == "POINT", rest.count(where: { $0 == "," }) == 1 else { return String(rest) }
    return String(rest.map { $0 == "," ? " " : $0 })
  }

  /// Whether well-known text ends where its brackets do; GEOS reads no further.
  private static func isWhole(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "(")) else {
      return text.split(whereSeparator: \.isWhitespace).last?.uppercased() == "EMPTY"
    }
    var depth = 0
    var isOver = false
    for byte in text.utf8 where byte > UInt8(ascii: " ") {
      if isOver { return false }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") {
        depth -= 1
        isOver = depth <= 0
      }
    }
    return isOver
  }

  /// GeoJSON in which lists of more than two numbers are cut after the second.
  private static func flat(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var found: [UInt8] = []
    found.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      found.append(byte)
      guard byte == UInt8(ascii: "[") else { continue }
      let inner = rest.prefix { !"[]{}\"".utf8.contains($0) }
      rest = rest.dropFirst(inner.count)
      let numbers = inner.split(separator: UInt8(ascii: ","), maxSplits: 2)
      let isPosition = rest.first == UInt8(ascii: "]") && numbers.count > 2
      found += isPosition ? numbers[0] + [UInt8(ascii: ",")] + numbers[1] : inner
    }
    return String(decoding: found, as: UTF8.self)
  }

  private static let noMemory = QueryFault("There is no memory to compare places with.", kind: .notImplemented)
}

/// A geometry, in degrees, and the same prepared for being held against many once that is worth it.
final class Place {
  let context: PlaceContext
  let geometry: OpaquePointer
  private(set) var prepared: OpaquePointer?

  init(_ geometry: OpaquePointer, in context: PlaceContext, isPrepared: Bool) {
    (self.geometry, self.context) = (geometry, context)
    prepared = isPrepared ? GEOSPrepare_r(context.handle, geometry) : nil
  }

  deinit {
    if let prepared { GEOSPreparedGeom_destroy_r(context.handle, prepared) }
    GEOSGeom_destroy_r(context.handle, geometry)
  }

  var isEmpty: Bool { GEOSisEmpty_r(context.handle, geometry) != 0 }

  /// Whether it is a collection of geometries of any kind, of which most questions have no answer.
  var isCollection: Bool { GEOSGeomTypeId_r(context.handle, geometry) == Int32(GEOS_GEOMETRYCOLLECTION.rawValue) }
}
