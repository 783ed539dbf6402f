internal import Foundation
internal import Modelling
internal import Observations

/// A call that writes, waiting for its turn.
struct WriteRequest: Sendable {
  /// Rows it brings.
  var rows: Int
  /// Whether it is done by itself, between groups.
  var isAlone = false
  /// Does it within the open transactions. What it throws of `StoreError` it throws before it changes anything; it is done again where the group is.
  var work: @Sendable (Editor) throws -> Void
  /// Is told when it is kept, or why not.
  var finish: @Sendable (StoreError?) -> Void
}

/// The only thread that writes.
///
/// It takes what waits, up to 5,000 rows, does it in one transaction of each month and syncs; what comes meanwhile is the
/// next group. A lone request is committed at once; where several came together, the thread waits up to a millisecond for as
/// many again, and they share the sync. Sendable because what several threads touch is touched with `condition` locked, and
/// everything else by the writer's own thread, or before that starts.
final class Writer: @unchecked Sendable {
  private let condition = NSCondition()
  private var waiting: [WriteRequest] = []
  private var isStopping = false
  private var hasStopped = true
  private let editor: Editor
  private let files: MonthFiles
  private let summaries: Summaries
  private let catalogue: Catalogue
  /// What is done while nobody waits: a piece at a time, until it answers that nothing is left.
  private var upkeep: [(Editor) throws -> Bool] = []
  /// Edits that were promised but did not get into their months: they go first.
  private var owed: (number: Int64, edits: [Edit])?
  /// Whether a month may have its part of them already.
  private var isPaying = false
  private static let groupRows = 5_000
  /// Months with an open transaction, above which no further request joins a group.
  private static let groupMonths = 24
  private var commits = 0
  /// How many requests the last group had.
  private var crowd = 1
  /// A crowd is waited for at most so many times so many microseconds.
  private static let naps = 10
  private static let nap: UInt32 = 100

  private let lock: FolderLock
  private var thread: Thread?

  init(_ files: MonthFiles, _ summaries: Summaries, _ catalogue: Catalogue, _ lock: FolderLock) {
    self.lock = lock
    self.files = files
    self.summaries = summaries
    self.catalogue = catalogue
    editor = Editor(files, summaries)
  }

  /// Starts the thread.
  func start() {
    let thread = Thread { self.run() }
    thread.name = "observations"
    thread.stackSize = 4 << 20
    condition.withLock { (self.thread, hasStopped) = (thread, false) }
    thread.start()
  }

  /// Puts a request behind those that wait.
  func add(_ request: WriteRequest) {
    let isTooLate = condition.withLock {
      guard !isStopping else { return true }
      waiting.append(request)
      condition.signal()
      return false
    }
    if isTooLate { request.finish(.storage(MonthFiles.closed)) }
  }

  /// Does what waits and ends the thread; waits for that, but on the thread itself.
  func stop() {
    condition.withLock {
      isStopping = true
      condition.broadcast()
      guard Thread.current !== thread else { return }
      while !hasStopped { condition.wait() }
    }
  }

  /// Adds upkeep; on the writer's thread.
  func addUpkeep(_ piece: @escaping (Editor) throws -> Bool) { upkeep.append(piece) }

  private func run() {
    while true {
      let group = next()
      if let group {
        if group.isEmpty { keepUp() } else { perform(group) }
      } else {
        editor.closeAll()
        files.closeAll()
        catalogue.close()
        lock.release()
        return condition.withLock {
          (thread, hasStopped) = (nil, true)
          condition.broadcast()
        }
      }
    }
  }

  /// The next group; an empty one where there is time for upkeep, nothing at the end.
  private func next() -> [WriteRequest]? {
    condition.withLock {
      while waiting.isEmpty, !isStopping, upkeep.isEmpty { condition.wait() }
      gather()
      guard let first = waiting.first else { return isStopping ? nil : [] }
      var count = 0
      var rows = 0
      if first.isAlone {
        count = 1
      } else {
        while count < waiting.count, !waiting[count].isAlone, count == 0 || rows + waiting[count].rows <= Self.groupRows
        {
          rows += waiting[count].rows
          count += 1
        }
      }
      let group = Array(waiting.prefix(count))
      waiting.removeFirst(count)
      crowd = count
      return group
    }
  }

  /// Waits a moment for those who came with the last group and were answered just now, with `condition` held; nobody waits for a lone one.
  ///
  /// By naps and not by a wait with an end, because the system counts that by a clock that people may set back.
  private func gather() {
    guard crowd > 1, !waiting.isEmpty else { return }
    for _ in 0..<Self.naps where waiting.count < crowd && !isStopping {
      condition.unlock()
      usleep(Self.nap)
      condition.lock()
    }
  }

  // MARK: - Groups

  /// Does requests together, or in several parts where they reach over many months.
  private func perform(_ group: [WriteRequest], mayMend: Bool = true) {
    var rest = group[...]
    while !rest.isEmpty { rest = rest.dropFirst(performSome(Array(rest), mayMend)) }
  }

  /// Does the first requests together; where a file fails, those that are not kept one by one. Answers how many it did.
  private func performSome(_ group: [WriteRequest], _ mayMend: Bool) -> Int {
    var refused: [Int: StoreError] = [:]
    var changed: [Set<Month>] = []
    var committed: Set<Month> = []
    var count = 0
    do {
      try payOwed()
      while count < group.count, count == 0 || editor.open.count <= Self.groupMonths {
        count += 1
        do {
          try group[count - 1].work(editor)
        } catch let error as StoreError {
          refused[count - 1] = error
        }
        changed.append(editor.endCall())
      }
      try commit(&committed)
      for number in 0..<count { group[number].finish(refused[number]) }
    } catch {
      count = max(count, 1)
      let failure = StorageFailure(error, path: files.folder)
      editor.rollback()
      forgetOwed(unless: committed)
      var left: [WriteRequest] = []
      for number in 0..<count {
        if !committed.isEmpty, changed[number].isSubset(of: committed) {
          group[number].finish(refused[number])
        } else if owed != nil, number < changed.count, changed[number].count > 1 {
          group[number].finish(failure.unfinished)
        } else {
          left.append(group[number])
        }
      }
      if failure.isDamage, mayMend, mend(failure) {
        perform(left, mayMend: false)
      } else if count > 1 {
        for request in left { perform([request]) }
      } else {
        for request in left { request.finish(failure.storeError) }
      }
    }
    return count
  }

  /// Commits all open months; edits that belong together over several are kept as a list before, so that a crash between leaves all or none.
  ///
  /// Pages are written before the first month is committed, so that a full disk stops all; where a disk fails later still, the list is owed:
  /// nothing else is written until its months have it.
  private func commit(_ committed: inout Set<Month>) throws {
    let months = editor.open
    let edits = editor.kept
    for month in months { try month.flush() }
    if months.count > 1 { for month in months { try month.spill() } }
    if !edits.isEmpty {
      let number = try catalogue.keep(edits)
      owed = (number, edits)
      for month in months { try month.mark(redo: number) }
      for month in months { try month.spill() }
    }
    for month in months {
      summaries.publish(try month.commit())
      committed.insert(month.file.month)
    }
    owed = nil
    editor.settle()
    if !months.isEmpty { condition.withLock { commits += 1 } }
  }

  /// How many groups were committed.
  var committedGroups: Int { condition.withLock { commits } }

  /// Forgets the list of edits where no month has its part and the catalogue can be written; otherwise it stays owed.
  private func forgetOwed(unless committed: Set<Month>) {
    guard owed != nil, committed.isEmpty, !isPaying else { return }
    if (try? catalogue.forgetEdits()) != nil { owed = nil }
  }

  /// Finishes a list of edits of which some months have their part.
  func payOwed() throws {
    guard let (number, edits) = owed else { return }
    isPaying = true
    var months: [Month: [Edit]] = [:]
    for edit in edits { months[editor.month(of: edit.time), default: []].append(edit) }
    for month in months.keys.sorted() {
      let writer = try editor.writer(month)
      guard try writer.redoNumber() < number else { continue }
      for edit in months[month] ?? [] where summaries.contains(edit.stream) { try editor.apply(edit) }
      try writer.flush()
      try writer.mark(redo: number)
    }
    for writer in editor.open { summaries.publish(try writer.commit()) }
    (owed, isPaying) = (nil, false)
    editor.settle()
  }

  /// Takes up what a crash left; before the thread starts.
  func recover() throws {
    owed = try catalogue.edits()
    try payOwed()
    try catalogue.forgetEdits()
    let gone = try catalogue.removedStreams()
    for stream in gone {
      guard summaries.contains(stream) else {
        cleanLater(stream)
        continue
      }
      summaries.change(adding: [], removing: [stream])
      try clean(stream)
      summaries.change(adding: [stream], removing: [])
    }
  }

  /// Sets a damaged month aside. Answers whether that was possible.
  private func mend(_ failure: StorageFailure) -> Bool {
    guard let month = files.months.first(where: { files.path($0) == failure.path }) else { return false }
    editor.close(month.number)
    do {
      try files.setAside(month)
    } catch {
      return false
    }
    summaries.drop(month)
    return true
  }

  // MARK: - Upkeep

  private func keepUp() {
    guard let piece = upkeep.first else { return }
    var committed: Set<Month> = []
    do {
      try payOwed()
      let isMore = try piece(editor)
      _ = editor.endCall()
      try commit(&committed)
      if !isMore { upkeep.removeFirst() }
    } catch {
      // It is tried again when the store opens; a damaged or full disk is no reason to stop what goes on.
      editor.rollback()
      forgetOwed(unless: committed)
      upkeep.removeFirst()
      let failure = StorageFailure(error, path: files.folder)
      if failure.isDamage, let month = files.months.first(where: { files.path($0) == failure.path }) {
        files.complain(failure, month)
      }
    }
  }

  /// Removes the rows of a stream that was taken away, while nobody waits.
  func cleanLater(_ stream: Int64) {
    addUpkeep { [self] editor in
      guard !summaries.contains(stream), try catalogue.removedStreams().contains(stream) else { return false }
      for month in files.months where try files.file(month) != nil {
        if try editor.writer(month).clean(stream, atMost: Self.groupRows) { return true }
      }
      try catalogue.forgetRemoved(stream)
      return false
    }
  }

  /// Removes the rows of a stream that was taken away at once, because one with its number comes.
  func clean(_ stream: Int64) throws {
    for month in files.months where try files.file(month) != nil {
      while try editor.writer(month).clean(stream, atMost: .max) {}
    }
    var committed: Set<Month> = []
    try commit(&committed)
    editor.forget(stream)
    try catalogue.forgetRemoved(stream)
  }

  /// Deletes the months that are over for all their streams; what else streams keep no longer is removed while nobody waits. `bound` tells
  /// before which moment a stream keeps nothing. Answers the names of the months.
  func expire(_ bound: (Int64) -> Int64?) throws -> [String] {
    let bounds = Dictionary(
      uniqueKeysWithValues: summaries.streams().compactMap { stream in bound(stream).map { (stream, $0) } })
    var deleted: [String] = []
    for month in files.months {
      let end = month.range(utcOffset: files.utcOffset).upperBound.milliseconds
      let streams = summaries.streams(in: month)
      guard !streams.isEmpty, streams.allSatisfy({ (bounds[$0] ?? .min) >= end }) else { continue }
      editor.close(month.number)
      summaries.drop(month)
      try files.delete(month)
      deleted.append(month.name)
    }
    // What is kept of the last call over several months would make the file again.
    if !deleted.isEmpty, owed == nil { try catalogue.forgetEdits() }
    for (stream, bound) in bounds.sorted(by: { $0.key < $1.key }) { expireLater(stream, before: bound) }
    return deleted
  }

  /// Removes rows of a stream before a moment, whole local days, while nobody waits.
  func expireLater(_ stream: Int64, before bound: Int64) {
    addUpkeep { [self] editor in
      guard let months = summaries.months(of: EntityID(stream)) else { return false }
      for summary in months where summary.count > 0 && summary.first < bound {
        let month = Month(number: Int(summary.month))
        guard try files.file(month) != nil else { continue }
        let found = try editor.writer(month).names(stream, before: bound, atMost: Self.groupRows)
        // One whose own month was dropped has no name any more and stays.
        let removed = try found.filter { try editor.remove($0) }
        if !removed.isEmpty { return true }
      }
      return false
    }
  }
}
