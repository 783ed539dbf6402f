internal import Foundation
public import Modelling
internal import Observations

/// One pull of a feed: fetches, reads, and hands on what is new.
///
/// It changes nothing but through its sink; what is to be remembered is in its result, to be kept once the readings are stored.
public struct FeedPull: Sendable {
  /// Why a file was left out that was changed within the last two seconds.
  static let stillWritten = "it is still being written; it is read next time"

  /// What a pull did.
  public struct Result: Sendable {
    /// What it did.
    public var report: FeedReport
    /// What the next pull is to know.
    public var memory: FeedMemory
    /// Whether there was nothing new to read: every answer said it had not changed, every file stood as it was.
    public var isUnchanged: Bool
  }

  private let feed: Feed
  private let city: String
  private let secrets: [String: String]
  private let fetch: FeedFetch

  /// A pull of a feed. `city` is the path of the city's folder, `secrets` fill in `{secret:NAME}`.
  public init(_ feed: Feed, city: String, secrets: [String: String] = [:], fetch: @escaping FeedFetch) {
    self.feed = feed
    self.city = city
    self.secrets = secrets
    self.fetch = fetch
  }

  /// Pulls. Blocks until done; call it on a thread that may wait.
  ///
  /// `sink` gets batches of at most 5,000 readings and stores each before it returns; what it throws ends the pull. Throws ``PullFailure`` where nothing could be
  /// read; where a part could, the report remarks on the others.
  public func run(_ memory: FeedMemory, at now: Instant, _ sink: @escaping (FeedBatch) throws -> Void) throws -> Result
  {
    var harvest = Harvest(feed, known: Set(memory.seen), at: now, sink)
    var memory = memory
    var isUnchanged = false
    switch feed.source {
    case .address(let address): isUnchanged = try pull(address, &memory, &harvest)
    case .folder(let path, let files): isUnchanged = try pull(path, files, &memory, &harvest)
    case .topic(let topic): throw PullFailure("The feed listens to the topic \(topic) and is not pulled.")
    }
    let report = try harvest.finish()
    memory.remember(harvest.fresh)
    return Result(report: report, memory: memory, isUnchanged: isUnchanged)
  }

  // MARK: - Addresses

  private func pull(_ address: Template, _ memory: inout FeedMemory, _ harvest: inout Harvest) throws -> Bool {
    var failures: [PullFailure] = []
    var unchanged = 0
    var addresses: Set<String> = []
    let requests = feed.requests.isEmpty ? [[:]] : feed.requests
    for given in requests {
      let url = try filled(address, given, at: harvest.now, isAddress: true)
      addresses.insert(validatorKey(url))
      do {
        if try pull(url, given, &memory, &harvest) { unchanged += 1 }
      } catch let failure as PullFailure {
        failures.append(failure)
        if requests.count > 1 { harvest.remark("Of \(requests.count) requests one failed: \(failure)") }
        // A server that asks for patience gets it from every request.
        if failure.retryAfter != nil { break }
      }
    }
    if let first = failures.first, failures.count == requests.count || first.retryAfter != nil { throw first }
    memory.validators = memory.validators.filter { addresses.contains($0.key) }
    return unchanged == requests.count
  }

  /// Pulls one address. Answers whether it had not changed.
  private func pull(
    _ url: String, _ given: [String: String], _ memory: inout FeedMemory, _ harvest: inout Harvest
  ) throws -> Bool {
    var request = FeedRequest(url: url, largest: feed.largest, timeout: feed.timeout)
    for (name, value) in feed.headers {
      request.headers[name] = try filled(value, given, at: harvest.now, isAddress: false)
    }
    let key = validatorKey(url)
    request.etag = memory.validators[key]?.etag
    request.lastModified = memory.validators[key]?.lastModified
    let answer: FeedAnswer
    do { answer = try fetch(request) } catch { throw PullFailure("\(error)") }
    switch answer.status {
    case 304: return true
    case 200..<300: break
    case let status:
      throw PullFailure("\(host(url)) answered \(status): \(Self.meaning(status))", retryAfter: answer.retryAfter)
    }
    guard answer.body.count <= feed.largest else {
      throw PullFailure(
        "\(host(url)) answered with more than \(feed.largest) bytes: raise \"largest\" if that is right.")
    }
    harvest.count(bytes: answer.body.count)
    do {
      try FeedBody(feed, given: given).read(answer.body, into: &harvest)
    } catch let fault as UnreadableAnswer {
      throw PullFailure("The answer of \(host(url)) cannot be read: \(fault.reason)")
    }
    if answer.etag != nil || answer.lastModified != nil {
      memory.validators[key] = .init(etag: answer.etag, lastModified: answer.lastModified)
    } else {
      memory.validators[key] = nil
    }
    return false
  }

  private static func meaning(_ status: Int) -> String {
    switch status {
    case 401, 403: "it does not let us in; look at the key in \"headers\" or the address."
    case 404, 410: "there is nothing at the address; has it moved?"
    case 429: "we ask too often; raise \"every\"."
    case 500...: "it has troubles of its own; we ask again later."
    default: "look at the address in the feed's file."
    }
  }

  /// An address is remembered by a name that does not give away what was filled in.
  private func validatorKey(_ url: String) -> String {
    var print = Fingerprint()
    print.feed(url.utf8)
    return String(print.value, radix: 16)
  }

  /// The host of an address: what sentences name, for the rest may hold a key.
  private func host(_ url: String) -> String {
    let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? "The address"
    return rest.split(separator: "@").last.map(String.init) ?? String(rest)
  }

  private func filled(
    _ template: Template, _ given: [String: String], at now: Instant, isAddress: Bool
  ) throws(PullFailure) -> String {
    let zone = LocalZone(feed.mapping?.time.zone ?? "UTC")
    var missing = ""
    let filled = template.filled { name in
      let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
      var value = given[name]
      if value == nil, parts.count == 2, let zone {
        switch parts[0] {
        case "secret": value = secrets[parts[1]]
        case "now": value = TimePattern(parts[1])?.text(now, in: zone)
        case "from":
          value = TimePattern(parts[1])?.text(Instant(milliseconds: now.milliseconds - feed.window), in: zone)
        default: break
        }
      }
      if value == nil { missing = name }
      return isAddress ? value.map(Self.encoded) : value
    }
    guard let filled else {
      throw PullFailure(
        missing.hasPrefix("secret:")
          ? "The secret \"\(missing.dropFirst(7))\" is not known: put it where the city keeps its secrets."
          : "Nothing fills in {\(missing)}: look at the feed's file.")
    }
    guard filled.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
      throw PullFailure("A value that is filled in has a line break or another control character.")
    }
    return filled
  }

  /// A value as a part of an address (RFC 3986, 2.3).
  private static func encoded(_ value: String) -> String {
    var encoded = ""
    for byte in value.utf8 {
      let character = Character(Unicode.Scalar(byte))
      if byte < 128, character.isLetter || character.isNumber || "-._~".contains(character) {
        encoded.append(character)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return encoded
  }

  // MARK: - Folders

  /// Reads the files that are new or changed. Answers whether there were none.
  private func pull(
    _ path: String, _ files: String, _ memory: inout FeedMemory, _ harvest: inout Harvest
  ) throws -> Bool {
    let folder = try FeedFolder(path, files: files, in: city)
    let entries = try folder.entries { harvest.skip("file", because: "it is no plain file", example: $0) }
    let there = Set(entries.map(\.name))
    memory.files = memory.files.filter { there.contains($0.key) }
    var read = 0
    for entry in entries {
      let before = memory.files[entry.name]
      if before?.size == entry.size, before?.written == entry.written { continue }
      guard entry.written.milliseconds <= harvest.now.milliseconds - 2_000 || entry.written > harvest.now else {
        harvest.skip("file", because: Self.stillWritten, example: entry.name)
        continue
      }
      guard entry.size <= feed.largest else {
        harvest.skip("file", because: "it is larger than \(feed.largest) bytes", example: entry.name)
        continue
      }
      do {
        let digest = try Self.digest(entry)
        if before?.digest != digest {
          try FeedBody(feed, given: ["file": Self.stem(entry.name)]).read(entry, into: &harvest)
          harvest.count(bytes: Int(entry.size))
          read += 1
        }
        memory.files[entry.name] = .init(size: entry.size, written: entry.written, digest: digest)
      } catch let fault as UnreadableAnswer {
        harvest.remark("\(entry.name): \(fault.reason)")
        harvest.skip("file", because: "it cannot be read to its end", example: entry.name)
        // What is wrong in it stays wrong until it is written again.
        memory.files[entry.name] = .init(size: entry.size, written: entry.written, digest: 0)
      }
    }
    return read == 0
  }

  private static func digest(_ entry: FeedFolder.Entry) throws -> UInt64 {
    var print = Fingerprint()
    try FeedFolder.read(entry) { print.feed($0) }
    return print.value
  }

  private static func stem(_ name: String) -> String {
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
    return String(name[..<point])
  }
}
