internal import Foundation
internal import Geography
public import Modelling
internal import Observations
public import SensorThings

/// What devices say that nobody has told the twin of: each topic once, with its last message, until a person makes a thing of it.
///
/// It is kept in a file, so that a device that says something once a day is not forgotten; written a second after it changed. At most
/// ``most`` topics are held, those heard last. Values that came before a decision are taken over: the last ``kept`` of each topic.
///
/// Sendable because every access to its variables holds `lock`.
public final class Inbox: @unchecked Sendable {
  /// Topics held, at most.
  public static let most = 1_000
  /// Messages of a topic that are taken over when it becomes a thing, at most.
  public static let kept = 100
  /// Bytes of a message that are shown.
  private static let shown = 400
  /// The longest message that is looked into, in bytes.
  private static let longest = 65_536

  private struct Kept: Codable {
    var entries: [InboxEntry] = []
    var next = 1
  }

  private let path: String?
  private let clock: @Sendable () -> Instant
  private let lock = NSLock()
  private var entries: [String: InboxEntry] = [:]
  private var waiting: [String: [(Instant, [UInt8])]] = [:]
  private var next = 1
  private var isWriting = false
  private let writing = DispatchQueue(label: "inbox.writing")
  private var listeners: [@Sendable (InboxEntry) -> Void] = []

  /// An inbox that is kept in a file, or in memory alone. A file that cannot be read is left as it is and begun anew.
  public init(path: String?, clock: @escaping @Sendable () -> Instant = SensorThingsService.now) {
    self.path = path
    self.clock = clock
    guard let path, let data = FileManager.default.contents(atPath: path),
      let kept = try? JSONDecoder().decode(Kept.self, from: data)
    else { return }
    entries = Dictionary(kept.entries.map { ($0.topic, $0) }) { first, _ in first }
    next = max(kept.next, (kept.entries.map(\.id).max() ?? 0) + 1)
  }

  /// What is in it, heard last first; what was dismissed only where it is asked for.
  public func all(dismissed: Bool = false) -> [InboxEntry] {
    lock.withLock { entries.values.filter { dismissed || !$0.isDismissed } }
      .sorted { ($0.lastSeen, $1.id) > ($1.lastSeen, $0.id) }
  }

  /// Tells of entries that are new or heard again, on the thread that brings them.
  package func listen(_ body: @escaping @Sendable (InboxEntry) -> Void) { lock.withLock { listeners.append(body) } }

  /// Takes a message that belongs to no stream. Messages that cannot be read are counted and shown as such.
  func take(_ body: [UInt8], on topic: String, from client: String) {
    let now = clock()
    let payload = DevicePayload(body.count <= Self.longest ? body : [])
    let (entry, all) = lock.withLock {
      var entry =
        entries[topic]
        ?? InboxEntry(
          id: next, topic: topic, client: client, name: Self.name(of: topic), firstSeen: now, lastSeen: now, count: 0,
          message: nil, fields: [], time: nil, place: nil)
      if entry.id == next { next += 1 }
      entry.client = client
      entry.lastSeen = now
      entry.count += 1
      entry.message =
        String(validating: body.prefix(Self.shown), as: UTF8.self)
        ?? String(validating: body.prefix(Self.shown - 3), as: UTF8.self)
      entry.fields = payload.fields.compactMap { Self.field($0, of: payload, on: topic) }
      entry.time = payload.timeWay
      entry.place = payload.place ?? entry.place
      entries[topic] = entry
      if !entry.isDismissed, !entry.fields.isEmpty {
        waiting[topic, default: []].append((now, body))
        if waiting[topic, default: []].count > Self.kept { waiting[topic]?.removeFirst() }
      }
      if entries.count > Self.most, let oldest = entries.values.min(by: { $0.lastSeen < $1.lastSeen }) {
        entries[oldest.topic] = nil
        waiting[oldest.topic] = nil
      }
      return (entry, listeners)
    }
    for listener in all where !entry.isDismissed { listener(entry) }
    writeSoon()
  }

  private static func field(_ way: String, of payload: DevicePayload, on topic: String) -> InboxEntry.Field? {
    guard let value = payload.value(at: way) else { return nil }
    let last =
      way.isEmpty
      ? topic.split(separator: "/").last.map(String.init) ?? "" : way.split(separator: ".").last.map(String.init) ?? way
    // A field called "value" tells nothing; the topic does.
    let telling =
      ["value", "val", "data", "state", "reading"].contains(last.lowercased())
      ? topic.split(separator: "/").last.map(String.init) ?? last : last
    let guess = PropertyGuess(telling)
    return InboxEntry.Field(
      field: way, value: value, property: guess.name, definition: guess.definition, unit: guess.unit)
  }

  /// What a thing on a topic might be called: the level before one that names what is measured, otherwise the last.
  private static func name(of topic: String) -> String {
    let levels = topic.split(separator: "/").map(String.init).filter {
      !["up", "state", "value", "sensor", "data", "event", "events"].contains($0.lowercased())
    }
    guard let last = levels.last else { return topic }
    if levels.count > 1, !PropertyGuess(last).unit.isEmpty { return levels[levels.count - 2] }
    return last
  }

  /// Hides an entry until a person asks for what was dismissed. Answers whether it was there.
  public func dismiss(_ id: Int, _ isDismissed: Bool = true) -> Bool {
    let found = lock.withLock {
      guard var entry = entries.values.first(where: { $0.id == id }) else { return false }
      entry.isDismissed = isDismissed
      entries[entry.topic] = entry
      if isDismissed { waiting[entry.topic] = nil }
      return true
    }
    if found { writeSoon() }
    return found
  }

  // MARK: - Decisions

  /// Makes a thing and its streams of an entry, wires them to its topic, and takes over the messages that came so far. Answers the thing's number.
  public func decide(_ id: Int, _ decision: InboxDecision, in service: SensorThingsService) async throws -> Int64 {
    guard let entry = lock.withLock({ entries.values.first { $0.id == id } }) else {
      throw InboxRefusal(
        isMissing: true, description: "Nothing in the inbox has the number \(id): it may have been taken already.")
    }
    let body = try InboxThing(entry, decision)
    let made = try await body.make(in: service)
    let messages = lock.withLock {
      entries[entry.topic] = nil
      return waiting.removeValue(forKey: entry.topic) ?? []
    }
    writeSoon()
    var readings: [DeviceReading] = []
    for (moment, bytes) in messages {
      let payload = DevicePayload(bytes)
      for (field, stream) in made.streams {
        guard let value = payload.value(at: field) else { continue }
        readings.append(DeviceReading(stream: stream, value: value, time: payload.time(at: entry.time) ?? moment))
      }
    }
    if !readings.isEmpty { try await service.create(readings) }
    return made.thing
  }

  // MARK: - The file

  private func writeSoon() {
    guard path != nil else { return }
    let begins = lock.withLock {
      defer { isWriting = true }
      return !isWriting
    }
    guard begins else { return }
    writing.asyncAfter(deadline: .now() + 1) { [weak self] in self?.write() }
  }

  /// Writes the file now, as at the end of the program.
  public func write() {
    guard let path else { return }
    let kept = lock.withLock {
      isWriting = false
      return Kept(entries: entries.values.sorted { $0.id < $1.id }, next: next)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // An inbox that cannot be written is still there in memory; the next message tries again.
    try? encoder.encode(kept).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
