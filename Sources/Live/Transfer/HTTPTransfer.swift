internal import CCurl

/// A request by HTTP or HTTPS.
public struct HTTPRequest: Hashable, Sendable {
  /// The address, `https://…` or `http://…`.
  public var url: String
  /// What is posted; nothing to get.
  public var body: [UInt8]?
  /// Lines of the request by name. `Content-Type` of what is posted is one of them.
  public var headers: [String: String] = [:]
  /// Asks for an answer only if it is another than the one with this tag.
  public var etag: String?
  /// Asks for an answer only if it changed since, as the server said then.
  public var lastModified: String?
  /// Bytes the answer may have, unpacked.
  public var largest = 20_000_000
  /// Seconds all of it may take.
  public var seconds = 30.0

  /// A request to get an address, or to post to it.
  public init(_ url: String, posting body: [UInt8]? = nil) {
    self.url = url
    self.body = body
  }
}

/// An answer by HTTP, of any status.
public struct HTTPAnswer: Hashable, Sendable {
  /// The number: 200, 304, 404 …
  public var status: Int
  /// Its lines, by names in small letters; of a line that stands twice the last.
  public var headers: [String: String]
  /// Its bytes, unpacked.
  public var body: [UInt8]
  /// Seconds after which the server wants to be asked again, 1 to a year.
  public var retryAfter: Int64?

  /// An answer.
  public init(status: Int, headers: [String: String] = [:], body: [UInt8] = [], retryAfter: Int64? = nil) {
    self.status = status
    self.headers = headers
    self.body = body
    self.retryAfter = retryAfter
  }

  /// Its entity tag.
  public var etag: String? { headers["etag"] }
  /// When it changed last, as the server says.
  public var lastModified: String? { headers["last-modified"] }
}

/// Fetches addresses and posts to them. Every call blocks its thread.
public struct HTTPTransfer: Sendable {
  /// What every transfer is held to.
  public var settings: TransferSettings

  /// Transfers under some settings.
  public init(_ settings: TransferSettings = TransferSettings()) { self.settings = settings }

  /// Makes a request and waits for its answer, at most as long as it says. Blocks; not for a thread of Swift's own pool.
  ///
  /// An answer that leads elsewhere is followed when something is fetched, not when something is posted; from https never to http, and to another
  /// host without the request's own headers. Throws a sentence; an answer of 404 is an answer.
  public func answer(to request: HTTPRequest) throws(TransferError) -> HTTPAnswer {
    var url = request.url
    var headers = request.headers
    for _ in 0...max(0, settings.redirects) {
      let (answer, next) = try once(request, url, headers)
      guard let next, request.body == nil else { return answer }
      let host = Self.host(url)
      guard next.hasPrefix("https://") || next.hasPrefix("http://") && url.hasPrefix("http://") else {
        throw TransferError(.redirects, "\(host) leads to an address that is not followed: only from https to https.")
      }
      if Self.origin(next) != Self.origin(url) { headers = [:] }
      url = next
    }
    throw TransferError(
      .redirects, "\(Self.host(request.url)) leads on from address to address, more than \(settings.redirects) times.")
  }

  private func once(
    _ request: HTTPRequest, _ url: String, _ headers: [String: String]
  ) throws(TransferError) -> (HTTPAnswer, next: String?) {
    let host = Self.host(url)
    guard url.hasPrefix("http://") || url.hasPrefix("https://"), url.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
      throw TransferError(.address, "An address begins with http:// or https:// and has no spaces in it.")
    }
    let handle = try CurlHandle(settings, largest: request.largest, seconds: request.seconds)
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_URL, url)
    handle.set(CURLOPT_USERAGENT, settings.userAgent)
    // Whatever libcurl can unpack: gzip, deflate and what else was built in.
    handle.set(CURLOPT_ACCEPT_ENCODING, "")
    var lines = headers
    if let etag = request.etag { lines["If-None-Match"] = etag }
    if let date = request.lastModified { lines["If-Modified-Since"] = date }
    if let body = request.body {
      handle.set(CURLOPT_POST, 1)
      handle.set(CURLOPT_POSTFIELDSIZE, body.count)
      handle.send(body)
      // Libcurl would wait for a server's leave to go on.
      lines["Expect"] = ""
      if !lines.keys.contains(where: { $0.lowercased() == "content-type" }) {
        lines["Content-Type"] = "application/octet-stream"
      }
    }
    handle.set(CURLOPT_HTTPHEADER, lines: try Self.lines(lines))
    try handle.perform(host)
    let status = handle.number(CURLINFO_RESPONSE_CODE)
    let wish = handle.size(CURLINFO_RETRY_AFTER)
    let answer = HTTPAnswer(
      status: status, headers: handle.headers, body: handle.body, retryAfter: wish > 0 ? min(wish, 31_536_000) : nil)
    return (answer, [301, 302, 303, 307, 308].contains(status) ? handle.text(CURLINFO_REDIRECT_URL) : nil)
  }

  private static func lines(_ headers: [String: String]) throws(TransferError) -> [String] {
    var lines: [String] = []
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }),
        value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 })
      else {
        throw TransferError(
          .address,
          "The header \"\(name.filter { $0.isLetter || $0 == "-" })\" has a break "
            + "or another letter that cannot be in one."
        )
      }
      lines.append("\(name):\(value.isEmpty ? "" : " ")\(value)")
    }
    return lines
  }

  /// The host of an address, and its port, as sentences name it.
  static func host(_ url: String) -> String {
    let rest = url.split(separator: "/").dropFirst().first ?? "the address"
    let name = rest.split(separator: "@").last ?? rest
    return String(name.prefix { !"?#".contains($0) }.prefix(100))
  }

  private static func origin(_ url: String) -> String {
    url.split(separator: "/", maxSplits: 2).prefix(2).joined(separator: "//").lowercased()
  }
}
