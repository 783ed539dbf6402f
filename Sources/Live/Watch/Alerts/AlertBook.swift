internal import Foundation
internal import Modelling
internal import Observations

/// Alerts on disk: a log of every event, and a snapshot of what the watch and the notifier remember.
///
/// The folder holds `events-2026-01.jsonl`, a line an event, only ever appended to and synced before ``append(_:)`` returns;
/// and `snapshot.json`, written beside and renamed. What was told after the snapshot is in the log: nothing acknowledged is
/// lost. For one owner at a time, not for several threads.
public final class AlertBook {
  /// What the watch remembered last, the log's events taken in.
  public private(set) var state = WatchState()
  /// What the notifier remembered last; events after ``NotifierState/lastEvent`` are to be handed to it again.
  public private(set) var deliveries = NotifierState()
  /// What was found damaged and left out, in sentences.
  public private(set) var remarks: [String] = []

  private let folder: String
  private var logName: String
  private var handle: FileHandle?

  private struct Snapshot: Codable {
    var format = 1
    var watch: WatchState
    var deliveries: NotifierState
  }

  /// Opens a folder, made where there is none, and reads what is in it. O(snapshot + events since the last month that has
  /// one before it).
  public init(folder: String) throws {
    self.folder = folder
    logName = ""
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if let data = FileManager.default.contents(atPath: path("snapshot.json")) {
      do {
        let snapshot = try Self.decoder.decode(Snapshot.self, from: data)
        guard snapshot.format == 1 else {
          throw AlertBookError(
            path("snapshot.json"), "is of format \(snapshot.format): take a newer version of Kembar.")
        }
        (state, deliveries) = (snapshot.watch, snapshot.deliveries)
      } catch let error as AlertBookError {
        throw error
      } catch {
        remarks.append(
          "\(path("snapshot.json")) cannot be read and is kept as snapshot.damaged: the log tells the alerts.")
        try? FileManager.default.removeItem(atPath: path("snapshot.damaged"))
        try FileManager.default.moveItem(atPath: path("snapshot.json"), toPath: path("snapshot.damaged"))
      }
    }
    let logs = logs
    logName = logs.last ?? ""
    if !logName.isEmpty { try mendEnd(of: logName) }
    for event in try events(after: state.lastEvent) { state.apply(event) }
  }

  /// The events with a greater number, in order. O(events of the months that have any).
  public func events(after number: Int) throws -> [AlertEvent] {
    var found: [AlertEvent] = []
    for name in logs.reversed() {
      let (events, _) = try read(name)
      found = events.filter { $0.number > number } + found
      if let first = events.first, first.number <= number { break }
    }
    return found
  }

  /// Writes events down; they outlast a loss of power when this returns. Those that stand there are left out. O(events).
  public func append(_ events: [AlertEvent]) throws {
    var rest = events.filter { $0.number > state.lastEvent }[...]
    while let first = rest.first {
      let name = max(logName, log(of: first))
      let part = rest.prefix { log(of: $0) <= name }
      var lines: [UInt8] = []
      for event in part {
        lines += try Self.encoder.encode(event)
        lines.append(10)
      }
      try write(lines, to: name)
      for event in part { state.apply(event) }
      rest = rest.dropFirst(part.count)
    }
  }

  private func log(of event: AlertEvent) -> String { "events-\(event.at.text().prefix(7)).jsonl" }

  /// Keeps what the watch and the notifier remember, in place of the last snapshot: wholly or not at all.
  public func keep(_ watch: WatchState, _ deliveries: NotifierState) throws {
    let data = try Self.encoder.encode(Snapshot(watch: watch, deliveries: deliveries))
    let new = path("snapshot.new")
    guard FileManager.default.createFile(atPath: new, contents: data) else {
      throw AlertBookError(new, "cannot be written: is the disk full, is the folder another's?")
    }
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: new))
    try file.synchronize()
    try file.close()
    guard rename(new, path("snapshot.json")) == 0 else {
      throw AlertBookError(path("snapshot.json"), "cannot be replaced: look at the folder's rights.")
    }
    try syncFolder()
    (state, self.deliveries) = (watch, deliveries)
  }

  // MARK: - Files

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  private func path(_ name: String) -> String { folder + "/" + name }

  private var logs: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("events-") && $0.hasSuffix(".jsonl") }.sorted()
  }

  /// The events of a log, and how many bytes its whole lines have.
  private func read(_ name: String) throws -> (events: [AlertEvent], whole: Int) {
    guard let data = FileManager.default.contents(atPath: path(name)) else {
      throw AlertBookError(path(name), "cannot be read: look at its owner and rights.")
    }
    let whole = data.lastIndex(of: 10).map { $0 + 1 } ?? 0
    var events: [AlertEvent] = []
    for (number, line) in data.prefix(whole).split(separator: 10).enumerated() {
      if let event = try? Self.decoder.decode(AlertEvent.self, from: line) {
        events.append(event)
      } else {
        let sentence = "\(path(name)): line \(number + 1) is no event and is left out."
        if !remarks.contains(sentence) { remarks.append(sentence) }
      }
    }
    return (events, whole)
  }

  /// Cuts a last line off that was not wholly written: nobody was told that it was.
  private func mendEnd(of name: String) throws {
    let (_, whole) = try read(name)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path(name)))
    if try file.seekToEnd() > UInt64(whole) { try file.truncate(atOffset: UInt64(whole)) }
    try file.close()
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    guard !bytes.isEmpty else { return }
    if name != logName || handle == nil {
      try handle?.close()
      handle = nil
      if !FileManager.default.fileExists(atPath: path(name)) {
        guard FileManager.default.createFile(atPath: path(name), contents: nil) else {
          throw AlertBookError(path(name), "cannot be made: is the disk full, is the folder another's?")
        }
        try syncFolder()
      }
      handle = try FileHandle(forUpdating: URL(fileURLWithPath: path(name)))
      logName = name
    }
    guard let handle else { return }
    let end = try handle.seekToEnd()
    do {
      try handle.write(contentsOf: Data(bytes))
      try handle.synchronize()
    } catch {
      try? handle.truncate(atOffset: end)
      throw AlertBookError(path(name), "cannot be appended to: is the disk full? (\(error.localizedDescription))")
    }
  }

  private func syncFolder() throws {
    let number = open(folder, O_RDONLY)
    guard number >= 0 else { throw AlertBookError(folder, "cannot be opened: look at its owner and rights.") }
    defer { close(number) }
    guard fsync(number) == 0 else { throw AlertBookError(folder, "cannot be synced: look at the disk.") }
  }
}

/// Why alerts could not be read or kept: a sentence that begins with the file.
public struct AlertBookError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence for people.
  public let description: String

  init(_ path: String, _ reason: String) { description = "\(path) \(reason)" }
}
