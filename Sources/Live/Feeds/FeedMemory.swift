public import Modelling

/// What a feed remembers from one pull to the next.
public struct FeedMemory: Hashable, Sendable, Codable {
  /// A file as it was read.
  public struct File: Hashable, Sendable, Codable {
    /// Bytes.
    public var size: Int64
    /// When it was written last.
    public var written: Instant
    /// The name of its bytes (FNV-1a).
    public var digest: UInt64

    /// A file.
    public init(size: Int64, written: Instant, digest: UInt64) {
      self.size = size
      self.written = written
      self.digest = digest
    }
  }

  /// What an address said of its answer, to be asked whether it has changed.
  public struct Validator: Hashable, Sendable, Codable {
    /// Its entity tag.
    public var etag: String?
    /// When it changed last, as it said.
    public var lastModified: String?

    /// What an answer said.
    public init(etag: String?, lastModified: String?) {
      self.etag = etag
      self.lastModified = lastModified
    }
  }

  /// Fingerprints that are remembered, at most.
  static let longest = 100_000

  /// Validators by address.
  public var validators: [String: Validator] = [:]
  /// Files by name.
  public var files: [String: File] = [:]
  /// Fingerprints of the readings of the last pulls, the newest last: what stands among them is not new.
  public var seen: [UInt64] = []

  /// Nothing remembered.
  public init() {}

  /// Remembers the readings of a pull: all of them, and older ones as far as there is room for twice as many.
  mutating func remember(_ fresh: [UInt64]) {
    guard !fresh.isEmpty else { return }
    let new = Set(fresh)
    let room = min(Self.longest, max(10_000, 2 * fresh.count))
    seen = Array((seen.filter { !new.contains($0) } + fresh).suffix(room))
  }

  private enum Keys: String, CodingKey { case validators, files, seen }

  /// Reads what was remembered; fingerprints are a text of hexadecimal digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    validators = try container.decodeIfPresent([String: Validator].self, forKey: .validators) ?? [:]
    files = try container.decodeIfPresent([String: File].self, forKey: .files) ?? [:]
    var digits = Substring(try container.decodeIfPresent(String.self, forKey: .seen) ?? "")
    while digits.utf8.count >= 16 {
      if let number = UInt64(digits.prefix(16), radix: 16) { seen.append(number) }
      digits = digits.dropFirst(16)
    }
  }

  /// Writes what is remembered.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(validators, forKey: .validators)
    try container.encode(files, forKey: .files)
    var digits: [UInt8] = []
    digits.reserveCapacity(16 * seen.count)
    let letters = Array("0123456789abcdef".utf8)
    for number in seen {
      for shift in stride(from: 60, through: 0, by: -4) { digits.append(letters[Int(number >> UInt64(shift) & 15)]) }
    }
    try container.encode(String(decoding: digits, as: UTF8.self), forKey: .seen)
  }
}
