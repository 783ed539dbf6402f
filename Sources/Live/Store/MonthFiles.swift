internal import Foundation
internal import Modelling
internal import Observations

/// The months' files of a folder: which there are, which are open, which are damaged.
///
/// Sendable because its variables are touched with `lock` held only.
final class MonthFiles: @unchecked Sendable {
  let folder: String
  let utcOffset: Int
  private let lock = NSLock()
  /// Held while a file is opened or put away, before `lock`.
  private let opening = NSLock()
  private var known: [Month] = []
  /// One object a file, as long as the store lives, so that nobody reads a file that is put away.
  private var files: [Month: MonthFile] = [:]
  /// Files with connections and when they were used last.
  private var open: [Month: Int] = [:]
  private var uses = 0
  private var isClosed = false
  /// What is answered when the store is closed.
  static let closed = "The store of observations is closed."
  private var sentences: [String] = []
  /// Files that are open at most; each has a few connections.
  private static let openAtMost = 14
  /// Months of a folder at most: a hundred years.
  static let atMost = 1_200

  /// Looks which months a folder has.
  init(folder: String, utcOffset: Int) throws {
    self.folder = folder
    self.utcOffset = utcOffset
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      if name.contains(".sqlite" + Connection.unfinished) { unlink("\(folder)/\(name)") }
      guard name.hasSuffix(".sqlite") else { continue }
      if let month = Month(name: name.dropLast(7)) {
        known.append(month)
      } else if name.contains(".damaged") {
        sentences.append(Self.asideSentence("\(folder)/\(name)", name.prefix(7)))
      }
    }
    known.sort()
  }

  /// What is wrong with files, one sentence each.
  var complaints: [String] { lock.withLock { sentences } }

  /// All months, ascending.
  var months: [Month] { lock.withLock { known } }

  /// Whether a month has a file.
  func contains(_ month: Month) -> Bool { lock.withLock { known.contains(month) } }

  /// The file of a month, nothing where there is none.
  func file(_ month: Month) throws(StorageFailure) -> MonthFile? {
    if let known = used(month) { return known }
    return try opening.holding { () throws(StorageFailure) in contains(month) ? try opened(month) : nil }
  }

  /// The file of a month, made where there is none.
  func made(_ month: Month) throws -> MonthFile {
    if let known = used(month) { return known }
    let isNew = !contains(month)
    if isNew, months.count >= Self.atMost {
      throw StoreError.storage(
        "\(folder) has observations of \(Self.atMost) months, as many as it may: an observation of \(month.name) would be one more. Look at the device's clock."
      )
    }
    let file = try opening.holding { () throws(StorageFailure) in try opened(month) }
    guard isNew else { return file }
    lock.withLock {
      known.append(month)
      known.sort()
    }
    return file
  }

  /// Opens a file, with `opening` held.
  private func opened(_ month: Month) throws(StorageFailure) -> MonthFile {
    if let known = used(month) { return known }
    guard !lock.withLock({ isClosed }) else { throw StorageFailure(StoreError.storage(Self.closed), path: folder) }
    let file = try MonthFile(month, folder: folder, utcOffset: utcOffset)
    lock.withLock { files[month] = file }
    _ = used(month)
    return file
  }

  /// Notes that a file is used and lets the connections go of the one not used longest.
  private func used(_ month: Month) -> MonthFile? {
    let (file, oldest) = lock.withLock { () -> (MonthFile?, MonthFile?) in
      guard !isClosed, let file = files[month] else { return (nil, nil) }
      uses += 1
      open[month] = uses
      guard open.count > Self.openAtMost, let oldest = open.min(by: { $0.value < $1.value })?.key else {
        return (file, nil)
      }
      open[oldest] = nil
      return (file, files[oldest])
    }
    oldest?.closeIdle()
    return file
  }

  /// Remembers that a file is damaged in places: what can be read of it is served.
  func complain(_ failure: StorageFailure, _ month: Month) {
    let sentence =
      "\(path(month)) is damaged (\(failure.message)): observations of \(month.name) that cannot be read are left out. Stop the server and look at the file with `sqlite3 \(path(month)) .recover`, or put it back from a backup."
    lock.withLock {
      if !sentences.contains(where: { $0.hasPrefix(path(month) + " is damaged") }) { sentences.append(sentence) }
    }
  }

  /// Gives a damaged file another name, so that the month begins anew; nothing is deleted.
  func setAside(_ month: Month) throws(StorageFailure) {
    let manager = FileManager.default
    let from = path(month)
    var number = 1
    func to(_ ending: String) -> String { "\(folder)/\(month.name).damaged-\(number).sqlite\(ending)" }
    while manager.fileExists(atPath: to("")) { number += 1 }
    putAway(month)
    do {
      // The file last: where this breaks off, the next one that opens it goes on.
      for ending in ["-wal", "-shm", ""] where manager.fileExists(atPath: from + ending) {
        try manager.moveItem(atPath: from + ending, toPath: to(ending))
      }
    } catch {
      throw StorageFailure(error, path: from)
    }
    lock.withLock {
      sentences.removeAll { $0.hasPrefix(from + " is damaged") }
      sentences.append(Self.asideSentence(to(""), month.name.prefix(7)))
    }
  }

  private static func asideSentence(_ path: String, _ month: Substring) -> String {
    "Observations of \(month) are missing: their file was damaged and lies aside as \(path). What can be saved of it, `sqlite3 \(path) .recover` tells; when you need it no more, delete it."
  }

  /// Deletes a month's file.
  func delete(_ month: Month) throws(StorageFailure) {
    putAway(month)
    let manager = FileManager.default
    do {
      // The log first: without it the file is only older, without the file it would be a riddle.
      for ending in ["-wal", "-shm", ""] where manager.fileExists(atPath: path(month) + ending) {
        try manager.removeItem(atPath: path(month) + ending)
      }
    } catch {
      throw StorageFailure(error, path: path(month))
    }
  }

  /// Ends all reading of a month's file.
  private func putAway(_ month: Month) {
    opening.holding { () throws(Never) in
      let file = lock.withLock {
        known.removeAll { $0 == month }
        open[month] = nil
        return files.removeValue(forKey: month)
      }
      file?.retire()
    }
  }

  /// Closes all files for good.
  func closeAll() {
    opening.holding { () throws(Never) in
      let all = lock.withLock {
        isClosed = true
        return Array(files.values)
      }
      for file in all { file.retire() }
    }
  }

  func path(_ month: Month) -> String { "\(folder)/\(month.name).sqlite" }
}

extension NSLock {
  /// Does something with the lock held, and throws what it throws.
  fileprivate func holding<Answer, Failure: Error>(_ body: () throws(Failure) -> Answer) throws(Failure) -> Answer {
    lock()
    defer { unlock() }
    return try body()
  }
}
