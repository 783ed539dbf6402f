internal import Foundation
public import Hummingbird

extension Response {
  /// An answer of some bytes.
  public init(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) {
    self.init(
      status: status, headers: [.contentType: type, .contentLength: "\(bytes.count)"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// An answer of a JSON value.
  public init(_ json: JSON, status: HTTPResponse.Status = .ok) {
    self.init(json.bytes, type: "application/json", status: status)
  }

  /// An answer of an encodable value as JSON, fields sorted by name so that equal values give equal bytes.
  public init(encoding value: some Encodable, status: HTTPResponse.Status = .ok) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .throw
    self.init([UInt8](try encoder.encode(value)), type: "application/json", status: status)
  }

  /// An answer of some bytes under a tag, as gzip for who takes it; a few packets' worth is sent as it is.
  public static func packed(
    _ bytes: [UInt8], type: String, tag: String, for request: Request, lasting: Bool = false
  ) -> Response {
    let isWorthIt = bytes.count > 4000 && request.headers[.acceptEncoding]?.contains("gzip") ?? false
    let packed = isWorthIt ? gzipped(bytes) : nil
    var response = Response(packed ?? bytes, type: type)
      .tagged(packed == nil ? tag : tag + "-gz", for: request, lasting: lasting)
    if packed != nil, response.status == .ok { response.headers[.contentEncoding] = "gzip" }
    response.headers[.vary] = "Accept-Encoding"
    return response
  }

  /// The answer with an entity tag; *not modified* and without a body when the request already holds that tag.
  ///
  /// `lasting` answers may be kept for ever (their address holds a digest); others are asked for again each time.
  public func tagged(_ tag: String, for request: Request, lasting: Bool = false) -> Response {
    var response = self
    let quoted = "\"\(tag)\""
    let held = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if let held, held.contains(where: { $0 == quoted || $0 == "W/\(quoted)" || $0 == "*" }) {
      response = Response(status: .notModified)
    }
    response.headers[.eTag] = quoted
    response.headers[.cacheControl] = lasting ? "public, max-age=31536000, immutable" : "no-cache"
    return response
  }
}
