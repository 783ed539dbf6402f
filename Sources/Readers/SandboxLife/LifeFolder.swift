import Foundation
import Geography
import Modelling
import Observations
import Replica

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a life could not be written: the file, and a sentence.
public struct LifeWriteError: Error, Equatable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What is wrong and how to mend it.
  public let why: String

  /// The sentence for people.
  public var description: String { "\(path) \(why)" }

  static func now(_ path: String, _ code: Int32 = errno) -> LifeWriteError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      LifeWriteError(
        path: path, why: "cannot be written, the disk is full: make room and try again. What was there is untouched.")
    case EROFS, EACCES, EPERM:
      LifeWriteError(
        path: path, why: "cannot be written, the folder is read-only: choose another or change its rights.")
    default: LifeWriteError(path: path, why: "cannot be written: \(String(cString: strerror(code))).")
    }
  }
}

/// What was written.
public struct WrittenLife: Sendable, Equatable {
  /// Readings.
  public var readings = 0
  /// Streams.
  public var streams = 0
  /// Incidents.
  public var incidents = 0
  /// Flood marks.
  public var floodMarks = 0
  /// Rows of hand counts.
  public var counts = 0
  /// Bytes of all files.
  public var bytes = 0
}

extension CityLife {
  /// Writes the year: `observations/` with a CSV a month, `things.json`, `incidents.csv`, `flood-marks.csv` and
  /// `counts.csv`; `truth/` with a CSV a month and the lists of faults, sensors and daily traffic.
  ///
  /// Every file is written beside (`….part`), and when all are whole they are renamed: a failure leaves what was there.
  /// Throws a ``LifeWriteError``. The bytes do not depend on `threads`.
  @discardableResult
  public func write(to folder: String, threads: Int = 2) throws -> WrittenLife {
    for name in ["observations", "truth"] { try Self.makeFolder(folder + "/" + name) }
    let files = WrittenFiles()
    do {
      try parallel(over: 12, chunk: 1, threads: threads) { range in
        for month in range {
          let readings = readings(month: month)
          let name = "\(CalendarDate(year: year, month: month + 1, day: 1).text.prefix(7)).csv"
          let text = ReadingsText(life: self, readings: readings)
          var rows = 0
          try files.write(folder + "/observations/" + name) { file in rows = try text.writeReadings(to: file) }
          try files.write(folder + "/truth/" + name) { file in try text.writeTruth(to: file) }
          files.add(rows: rows)
        }
      }
      try writeFloodDays(to: folder, files)
      var written = try writeLists(to: folder, files)
      try files.rename()
      written.readings = files.rows
      written.streams = streams.count
      written.bytes = files.bytes
      return written
    } catch {
      files.abandon()
      throw error
    }
  }

  /// What rain, river and tide gauges read on the days of marked floods before this year, and on the days beside them: of earlier years a
  /// town keeps the floods.
  private func writeFloodDays(to folder: String, _ files: WrittenFiles) throws {
    var days: Set<Int> = []
    for flood in floods() { days.formUnion(flood.day - 1...flood.day + 1) }
    let dates = days.map { CalendarDate(daysSince1970: $0) }.filter {
      $0.year < year && $0.year >= Self.years.lowerBound
    }
    for (ofYear, dates) in Dictionary(grouping: dates, by: \.year).sorted(by: { $0.key < $1.key }) {
      let life = inYear(ofYear)
      for (month, dates) in Dictionary(grouping: dates, by: \.month).sorted(by: { $0.key < $1.key }) {
        let readings = life.readings(month: month - 1, of: [.rainGauge, .riverGauge, .tideGauge])
        let text = ReadingsText(life: life, readings: readings)
        let name = "\(CalendarDate(year: ofYear, month: month, day: 1).text.prefix(7)).csv"
        try files.write(folder + "/observations/" + name) { file in
          files.add(rows: try text.writeReadings(to: file, of: Set(dates.map(\.text))))
        }
      }
    }
  }

  private func writeLists(to folder: String, _ files: WrittenFiles) throws -> WrittenLife {
    var written = WrittenLife()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let things = try encoder.encode(network)
    try files.write(folder + "/observations/things.json") { try $0.write(Array(things)) }
    func list(_ path: String, _ lines: [String]) throws {
      try files.write(folder + "/" + path) { try $0.write(Array((lines.joined(separator: "\n") + "\n").utf8)) }
    }
    let tables = LifeTables(life: self)
    let incidents = tables.incidents
    let marks = tables.floodMarks
    let counts = tables.counts
    try list("observations/incidents.csv", incidents)
    try list("observations/flood-marks.csv", marks)
    try list("observations/counts.csv", counts)
    try list("truth/faults.csv", tables.faults)
    try list("truth/sensors.csv", tables.sensors)
    try list("truth/streets.csv", tables.streets)
    written.incidents = incidents.count - 1
    written.floodMarks = marks.count - 1
    written.counts = counts.count - 1
    return written
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
        throw LifeWriteError(path: path, why: "is a file where a folder is needed: move it away.")
      }
      throw LifeWriteError.now(path, errno == 0 ? EACCES : errno)
    }
  }
}

/// A file that is being written beside its place.
struct PartFile {
  let path: String
  fileprivate let descriptor: Int32
  fileprivate let files: WrittenFiles

  /// Adds bytes.
  func write(_ bytes: [UInt8]) throws {
    files.add(bytes: bytes.count)
    try bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        let count = Glibc.write(descriptor, base + done, buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw LifeWriteError.now(path) }
        done += count
      }
    }
  }
}

/// The files of one writing, which come into place together.
///
/// Sendable because every access to its variables holds `lock`.
final class WrittenFiles: @unchecked Sendable {
  private let lock = NSLock()
  private var paths: [String] = []
  private(set) var rows = 0
  private(set) var bytes = 0

  func add(rows count: Int) { lock.withLock { rows += count } }
  func add(bytes count: Int) { lock.withLock { bytes += count } }

  /// Writes a file beside its place.
  func write(_ path: String, _ body: (PartFile) throws -> Void) throws {
    let descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw LifeWriteError.now(path) }
    lock.withLock { paths.append(path) }
    do {
      try body(PartFile(path: path, descriptor: descriptor, files: self))
    } catch {
      close(descriptor)
      throw error
    }
    // What the system could not keep it tells at the latest when the file is closed.
    guard close(descriptor) == 0 else { throw LifeWriteError.now(path) }
  }

  func rename() throws {
    for path in paths.sorted() {
      guard Glibc.rename(path + ".part", path) == 0 else { throw LifeWriteError.now(path) }
    }
  }

  func abandon() {
    for path in paths { unlink(path + ".part") }
  }
}
