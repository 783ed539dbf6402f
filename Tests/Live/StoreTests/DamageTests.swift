import Foundation
import Modelling
import Observations
import Store
import StoreConformance
import Testing

/// What is done to a file.
enum Harm: CaseIterable {
  case overwritten, truncated, empty, garbage

  func apply(_ path: String) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var random = SplitMix(seed: 3)
    switch self {
    case .overwritten:
      let middle = bytes.count / 2
      for place in middle..<min(bytes.count, middle + 65_536) { bytes[place] = UInt8(random.next() & 255) }
    case .truncated: bytes.removeLast(bytes.count / 2)
    case .empty: bytes = []
    case .garbage: bytes = bytes.map { _ in UInt8(random.next() & 255) }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}

@Suite("A store whose files are damaged")
struct DamageTests {
  static let streams: Int64 = 3
  /// Local midnights of the first days of December 2026, January and February 2027.
  static let starts = ["2026-12-01", "2027-01-01", "2027-02-01"].map { Instant(text: $0 + "T00:00:00+08:00") }

  /// Samples of a month, a thousand a stream, ten minutes apart.
  static func samples(_ month: Int) throws -> [Sample] {
    let start = try #require(starts[month])
    return (0..<3_000).map { row -> Sample in
      let time = start.milliseconds + Int64(row / 3) * 600_000
      let stream = EntityID<Datastream>(Int64(row % 3 + 1))
      return Sample(stream: stream, time: Instant(milliseconds: time), value: Double(row) / 7)
    }
  }

  static func furnished(_ scratch: Scratch) throws {
    let store = try scratch.open()
    try StoreMatch(seed: 1).furnish(store)
    for month in 0..<3 { try store.append(samples(month)) }
  }

  static func range(_ month: Int) throws -> Range<Instant> {
    let start = try #require(starts[month])
    return start..<Instant(milliseconds: start.milliseconds + 28 * 86_400_000)
  }

  @Test("serves the other months, names the damaged one and takes new observations", arguments: Harm.allCases)
  func harm(_ harm: Harm) throws {
    let scratch = Scratch(in: Scratch.inMemory)
    try Self.furnished(scratch)
    try harm.apply(scratch.path + "/2027-01.sqlite")
    var latest: Sample?
    for again in 0..<2 {
      let store = try scratch.open()
      for stream in Int64(1)...Self.streams {
        let id = EntityID<Datastream>(stream)
        for month in [0, 2] {
          let expected = try Self.samples(month).filter { $0.stream == id }.map(\.value)
          let series = try store.series(of: id, in: Self.range(month))
          #expect(Array(series.values.prefix(1_000)) == expected, "month \(month) is not whole")
          let hours = try store.rollups(of: id, in: Self.range(month), per: .hour)
          #expect(hours.prefix(150).allSatisfy { $0.count == 6 })
        }
        // Of the damaged month any part may be there, but nothing that was never sent.
        let sent = try Set(Self.samples(1).filter { $0.stream == id }.map(\.value))
        let part = try store.series(of: id, in: Self.range(1))
        if harm != .overwritten { #expect(sent.union([7]).isSuperset(of: part.values)) }
        _ = try store.rollups(of: id, in: Self.range(1), per: .day)
        _ = try store.summary(of: id)
      }
      if again == 0 {
        let sentence = try #require(store.complaints.first, "nothing is said")
        #expect(store.complaints.count == 1 && sentence.contains("2027-01") && sentence.contains(".recover"))
        // Writing goes on, in the damaged month too.
        let start = try #require(Self.starts[1])
        for row in 0..<200 {
          let time = Instant(milliseconds: start.milliseconds + Int64(row) * 11_000_000 + 1)
          latest = Sample(stream: EntityID(1), time: time, value: 7)
          try store.append([try #require(latest)])
        }
      }
      let last = try #require(latest)
      let found = try store.observation(ObservationID(stream: last.stream, time: last.time))
      #expect(found?.observation == Observation(last), "what came after the damage is not there")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    if harm != .overwritten { #expect(files.contains("2027-01.damaged-1.sqlite"), "\(files)") }
  }

  @Test("refuses files of a newer program and of another city's days, with a sentence")
  func refusals() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    try Self.furnished(scratch)
    for name in ["catalogue", "2027-01"] {
      let path = scratch.path + "/\(name).sqlite"
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      var newer = whole
      // The header of a SQLite file has `user_version` in bytes 60 to 63.
      newer.replaceSubrange(60..<64, with: [0, 0, 0, 9])
      try newer.write(to: URL(fileURLWithPath: path))
      #expect(refusal { try scratch.open() }.contains("format 9"))
      #expect(refusal { try scratch.open() }.contains("\(name).sqlite"))
      try whole.write(to: URL(fileURLWithPath: path))
    }
    #expect(refusal { try MonthlyStore(folder: scratch.path, utcOffset: 0) }.contains("28800 seconds east"))
    let asideOnes = Scratch(in: Scratch.inMemory)
    try FileManager.default.copyItem(atPath: scratch.path, toPath: asideOnes.path)
    try Data("street".utf8).write(to: URL(fileURLWithPath: asideOnes.path + "/counts.csv"))
    let aside = try MonthlyStore.setAside(in: asideOnes.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: aside).contains("catalogue.sqlite"))
    #expect(!MonthlyStore.hasObservations(in: asideOnes.path) && MonthlyStore.hasObservations(in: aside))
    #expect(FileManager.default.fileExists(atPath: asideOnes.path + "/counts.csv"))
    // A folder without observations takes any city's clock.
    for offset in [0, 3600] {
      let empty = try MonthlyStore(folder: asideOnes.path, utcOffset: offset)
      #expect(empty.utcOffset == offset && empty.complaints.isEmpty)
      empty.close()
    }
    #expect(try MonthlyStore(folder: aside, utcOffset: StoreChecks.utcOffset).latest().count == 3)
    let store = try scratch.open()
    #expect(refusal { try scratch.open() }.contains("used by another process"))
    #expect(try store.latest().count == 3 && store.complaints.isEmpty)
    let file = scratch.path + "/a file"
    try Data().write(to: URL(fileURLWithPath: file))
    #expect(refusal { try MonthlyStore(folder: file) }.contains(file))
  }

  @Test("refuses a damaged catalogue with a sentence and leaves the months alone")
  func catalogue() throws {
    let scratch = Scratch(in: Scratch.inMemory)
    try Self.furnished(scratch)
    let path = scratch.path + "/catalogue.sqlite"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for harm in [Harm.empty, .garbage, .truncated] {
      try harm.apply(path)
      #expect(refusal { try scratch.open() }.contains("catalogue.sqlite is damaged"), "\(harm)")
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(refusal { try scratch.open() }.contains("no catalogue.sqlite"))
    try whole.write(to: URL(fileURLWithPath: path))
    #expect(try scratch.open().latest().count == 3)
  }

  private func refusal(_ open: () throws -> MonthlyStore) -> String {
    do {
      _ = try open()
      return "it was opened"
    } catch let error as StoreError {
      return error.description
    } catch {
      return "another error: \(error)"
    }
  }
}

@Suite("A store that cannot write")
struct DiskTests {
  @Test("refuses a folder it may not write, with a sentence")
  func readOnly() throws {
    let scratch = Scratch()
    try DamageTests.furnished(scratch)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path) }
    let (text, status) = try Child(["readonly", scratch.path]).end()
    #expect(status == 1 && text.contains("\(scratch.path) cannot be written") && text.contains("Give the folder"))
  }

  @Test("takes files that may not grow as a full disk: nothing is half there, and it goes on where there is room")
  func limited() throws {
    let scratch = Scratch()
    let (text, status) = try Child(["limited", scratch.path]).end()
    #expect(status == 0, "\(text)")
  }

  /// A way to run a process with a small disk of its own, or nothing where this machine does not allow it.
  static let smallDisk: [String]? = {
    let wrapper = ["/usr/bin/unshare"] + (getuid() == 0 ? ["-m"] : ["-r", "-m"])
    guard FileManager.default.isExecutableFile(atPath: wrapper[0]) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: wrapper[0])
    process.arguments = Array(wrapper.dropFirst()) + ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? wrapper : nil
  }()

  @Test("meets a full disk: nothing is half there, and it goes on where there is room", .enabled(if: smallDisk != nil))
  func full() throws {
    let scratch = Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
    let mount = "mount -t tmpfs -o size=8m tmpfs '\(scratch.path)' && exec \"$0\" \"$@\""
    let wrapper = try #require(Self.smallDisk) + ["/bin/sh", "-c", mount]
    let (text, status) = try Child(["full", scratch.path], under: wrapper).end()
    #expect(status == 0, "\(text)")
  }
}
