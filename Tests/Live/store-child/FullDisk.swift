import Foundation
import Modelling
import Observations
import Store

/// Writes until there is no room, looks that nothing is half there, makes room and goes on.
struct FullDisk {
  let folder: String

  /// Does it again and again, with so many bytes of room each time.
  func run(fill: (String, Int) throws -> Void, empty: (String) throws -> Void) throws {
    var sent = 0
    do {
      let store = try MonthlyStore(folder: folder)
      try Town.furnish(store, streams: 3)
      for (round, room) in [300_000, 0, 20_000, 60_000, 8_000, 90_000, 30_000, 4_096, 45_000, 12_000].enumerated() {
        try fill(folder, room)
        let refused = try write(store, &sent)
        guard refused.contains("full"), refused.contains("is kept") else { throw Wrong("it says \(refused)") }
        if refused.contains("Nothing of this call is kept") { try compare(store, sent, "when the disk is full") }
        // An entity and a month that needs a file of its own are refused as well, or done.
        try? store.put(Thing(id: EntityID(7), name: String(repeating: "x", count: 20_000), description: ""))
        _ = try? store.append([Sample(stream: EntityID(1), time: Instant(milliseconds: Int64(round)), value: 1)])
        _ = try? store.remove(ObservationID(stream: EntityID(1), time: Instant(milliseconds: Int64(round))))
        try empty(folder)
        // Again, because the last call may have been answered with an error.
        try store.remove(ObservationID(stream: EntityID(1), time: Instant(milliseconds: Int64(round))))
        try store.append(Self.batch(sent))
        sent += 1
        try compare(store, sent, "when there is room again")
      }
    }
    try compare(try MonthlyStore(folder: folder), sent, "opened again")
    let complaints = try MonthlyStore(folder: folder).complaints
    guard complaints.isEmpty else { throw Wrong("\(complaints)") }
  }

  /// Writes batches until one is refused; answers the sentence.
  private func write(_ store: MonthlyStore, _ sent: inout Int) throws -> String {
    while sent < 5_000 {
      do {
        try store.append(Self.batch(sent))
        sent += 1
      } catch StoreError.storage(let sentence) {
        return sentence
      }
    }
    throw Wrong("the disk was never full")
  }

  /// 300 samples over three streams, every fourth batch in two months.
  private static func batch(_ number: Int) -> [Sample] {
    (0..<300).map { row in
      let time = Town.moment(number * 100 + row / 3).milliseconds + (number % 4 == 3 && row >= 150 ? 8_000_000_000 : 0)
      return Sample(
        stream: EntityID(Int64(row % 3 + 1)), time: Instant(milliseconds: time + Int64(number % 4)),
        value: Double(number) + Double(row) / 7)
    }
  }

  /// Looks that exactly the batches that were taken are there.
  private func compare(_ store: MonthlyStore, _ sent: Int, _ when: String) throws {
    var expected: [Int64: [Int64: Double]] = [:]
    for number in 0..<sent {
      for sample in Self.batch(number) {
        expected[sample.stream.rawValue, default: [:]][sample.time.milliseconds] = sample.value
      }
    }
    let ever = Observation.keptTimes
    for stream in Int64(1)...3 {
      let series = try store.series(of: EntityID(stream), in: ever)
      let found = Dictionary(uniqueKeysWithValues: zip(series.times.map(\.milliseconds), series.values))
      guard found == expected[stream] ?? [:] else {
        throw Wrong("\(when): \(found.count) of stream \(stream), \(expected[stream]?.count ?? 0) sent")
      }
      let count = try store.summary(of: EntityID(stream))?.count ?? 0
      let summed = try store.rollups(of: EntityID(stream), in: ever, per: .hour).reduce(0) { $0 + $1.count }
      guard count == found.count, summed == found.count else {
        throw Wrong("\(when): summary \(count), roll-ups \(summed) of \(found.count)")
      }
    }
  }

  // MARK: - Making the disk full

  /// Writes a file until the disk is full, and leaves some room.
  static func fill(_ folder: String, _ room: Int) throws {
    let ballast = open(folder + "/ballast", O_WRONLY | O_CREAT | O_APPEND, 0o644)
    let page = [UInt8](repeating: 1, count: 4_096)
    var size = 0
    while true {
      let count = Foundation.write(ballast, page, page.count)
      guard count > 0 else { break }
      size += count
    }
    ftruncate(ballast, off_t(max(0, size - room)))
    close(ballast)
  }

  static func empty(_ folder: String) throws { try FileManager.default.removeItem(atPath: folder + "/ballast") }

  /// Lets files become no longer than the longest there is, and some.
  static func limit(_ folder: String, _ room: Int) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let sizes = files.compactMap {
      (try? FileManager.default.attributesOfItem(atPath: folder + "/" + $0))?[.size] as? Int
    }
    try limit(rlim_t((sizes.max() ?? 0) + room))
  }

  static func unlimit(_ folder: String) throws { try limit(rlim_t.max) }

  private static func limit(_ size: rlim_t) throws {
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    limits.rlim_cur = min(size, limits.rlim_max)
    guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits) == 0 else { throw Wrong("no limit") }
  }
}
