/// What a feed asks of the network.
public struct FeedRequest: Hashable, Sendable {
  /// The address.
  public var url: String
  /// Lines of the request.
  public var headers: [String: String]
  /// The entity tag of the answer that is known, to be asked whether it still holds.
  public var etag: String?
  /// When the answer that is known changed last, as the server said.
  public var lastModified: String?
  /// Bytes the answer may have.
  public var largest: Int
  /// Milliseconds to wait for it.
  public var timeout: Int64

  /// A request.
  public init(
    url: String, headers: [String: String] = [:], etag: String? = nil, lastModified: String? = nil,
    largest: Int = 20_000_000, timeout: Int64 = 30_000
  ) {
    self.url = url
    self.headers = headers
    self.etag = etag
    self.lastModified = lastModified
    self.largest = largest
    self.timeout = timeout
  }
}

/// What the network answered.
public struct FeedAnswer: Hashable, Sendable {
  /// The number of the answer: 200, 304, 404 …
  public var status: Int
  /// Its bytes, unpacked.
  public var body: [UInt8]
  /// Its entity tag.
  public var etag: String?
  /// When it changed last, as the server says.
  public var lastModified: String?
  /// Milliseconds after which the server wants to be asked again.
  public var retryAfter: Int64?

  /// An answer.
  public init(
    status: Int, body: [UInt8], etag: String? = nil, lastModified: String? = nil, retryAfter: Int64? = nil
  ) {
    self.status = status
    self.body = body
    self.etag = etag
    self.lastModified = lastModified
    self.retryAfter = retryAfter
  }
}

/// Asks the network and waits for its answer; what it throws describes itself as a sentence. Called on the feeds' own threads.
public typealias FeedFetch = @Sendable (FeedRequest) throws -> FeedAnswer

/// Why a pull brought nothing.
public struct PullFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence for people.
  public var description: String
  /// Milliseconds after which the server wants to be asked again.
  public var retryAfter: Int64?

  /// A failure.
  public init(_ description: String, retryAfter: Int64? = nil) {
    self.description = description
    self.retryAfter = retryAfter
  }
}
