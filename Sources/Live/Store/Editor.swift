internal import Modelling
internal import Observations

/// What calls do to observations, on the writer's thread, within one transaction of each month.
final class Editor {
  private let files: MonthFiles
  private let summaries: Summaries
  private var writers: [Int: MonthWriter] = [:]
  private var uses: [Int: Int] = [:]
  private var clock = 0
  /// The month asked for last and its time.
  private var near: (range: Range<Int64>, writer: MonthWriter)?
  /// Edits of calls that reach over several months, to be kept as a list first.
  private(set) var kept: [Edit] = []
  private var isKeeping = false
  /// The months the call that is being done changed.
  private var callMonths: Set<Month> = []
  /// Months that are open for writing at most between groups.
  private static let openAtMost = 6
  /// Months of a call at most, each of which has a transaction open.
  private static let callMonthsAtMost = 100

  init(_ files: MonthFiles, _ summaries: Summaries) {
    self.files = files
    self.summaries = summaries
  }

  private var utcOffset: Int { files.utcOffset }

  /// The months with an open transaction, ascending.
  var open: [MonthWriter] {
    writers.values.filter(\.isOpen).sorted { $0.file.month < $1.file.month }
  }

  func month(of time: Int64) -> Month { Month(of: Instant(milliseconds: time), utcOffset: utcOffset) }

  /// The month of a moment with its transaction open, made where it is not.
  func writer(_ time: Int64) throws -> MonthWriter {
    if let near, near.range.contains(time) { return near.writer }
    let writer = try self.writer(month(of: time))
    let range = writer.file.range
    near = (range.lowerBound.milliseconds..<range.upperBound.milliseconds, writer)
    return writer
  }

  /// A month with its transaction open.
  func writer(_ month: Month) throws -> MonthWriter {
    clock += 1
    uses[month.number] = clock
    let writer: MonthWriter
    if let known = writers[month.number] {
      writer = known
    } else {
      writer = try MonthWriter(try files.made(month), utcOffset: utcOffset, summaries: summaries)
      writers[month.number] = writer
    }
    try writer.begin()
    return writer
  }

  /// Opens the months of a call before it changes any; where they are several, its edits are kept as a list.
  func prepare(_ times: some Sequence<Int64>) throws {
    var last: MonthWriter?
    var months: Set<Month> = []
    for time in times {
      let writer = try writer(time)
      guard writer !== last else { continue }
      last = writer
      months.insert(writer.file.month)
      guard months.count <= Self.callMonthsAtMost else {
        throw StoreError.storage(
          "One call has observations of more than \(Self.callMonthsAtMost) months: send them in several calls.")
      }
    }
    if months.count > 1 { isKeeping = true }
  }

  /// Ends a call. Answers the months it changed.
  func endCall() -> Set<Month> {
    defer { callMonths = [] }
    isKeeping = false
    return callMonths
  }

  /// Undoes what is not committed.
  func rollback() {
    for writer in writers.values { writer.rollback() }
    (kept, isKeeping, near, callMonths) = ([], false, nil, [])
  }

  /// Tidies up when all is committed.
  func settle() {
    (kept, isKeeping, near, callMonths) = ([], false, nil, [])
    while writers.count > Self.openAtMost, let oldest = uses.min(by: { $0.value < $1.value })?.key { close(oldest) }
  }

  func close(_ number: Int) {
    uses[number] = nil
    near = nil
    writers.removeValue(forKey: number)?.close()
  }

  func closeAll() { for number in Array(writers.keys) { close(number) } }

  /// Forgets what months know of a stream.
  func forget(_ stream: Int64) { for writer in writers.values { writer.forget(stream) } }

  // MARK: - Rows

  func set(_ stream: Int64, _ time: Int64, _ place: Int32, from old: Cell?, to new: Cell?) throws {
    if isKeeping, old != new { kept.append(Edit(stream: stream, time: time, place: place, cell: new)) }
    let writer = try writer(time)
    if callMonths.isEmpty || isKeeping { callMonths.insert(writer.file.month) }
    try writer.set(stream, time, place, from: old, to: new)
  }

  /// Does an edit that was kept, or nothing where it is done.
  func apply(_ edit: Edit) throws {
    let writer = try writer(edit.time)
    let old = try writer.cell(edit.stream, edit.time, edit.place)
    try writer.set(edit.stream, edit.time, edit.place, from: old, to: edit.cell)
  }

  // MARK: - Calls

  /// Puts a cell at the first place of its moment; where that one was moved away, beside the others.
  func put(_ stream: Int64, _ time: Int64, _ cell: Cell, _ appended: inout Appended) throws {
    let old = try writer(time).cell(stream, time, 0)
    guard let old else {
      appended.added += 1
      return try set(stream, time, 0, from: nil, to: cell)
    }
    if old == cell {
      appended.repeated += 1
    } else if old.destination != nil {
      if try create(stream, time, cell).isNew { appended.added += 1 } else { appended.repeated += 1 }
    } else {
      appended.corrected += 1
      try set(stream, time, 0, from: old, to: cell)
    }
  }

  /// Puts a cell beside those of its moment, unless it is there.
  func create(_ stream: Int64, _ time: Int64, _ cell: Cell) throws -> Created {
    let moment = Instant(milliseconds: time)
    let there = try writer(time).cells(stream, at: time)
    var place: Int32 = 0
    for row in there {
      let isMoved = row.place > 0 && row.cell.isMoved
      guard row.cell == cell || isMoved else { continue }
      guard let stored = try row.cell.stored(EntityID(stream), at: moment, place: Int(row.place)) else { continue }
      if !isMoved || Cell(stored.observation) == cell { return Created(id: stored.id, isNew: false) }
    }
    if there.first?.place == 0, let last = there.last { place = last.place + 1 }
    try set(stream, time, place, from: nil, to: cell)
    return Created(id: ObservationID(stream: EntityID(stream), time: moment, sequence: Int(place)), isNew: true)
  }

  /// Where the observation of a name lies.
  private func place(of id: ObservationID) throws -> (time: Int64, place: Int32, cell: Cell)? {
    guard Observation.keptTimes.contains(id.time), summaries.contains(id.stream.rawValue),
      let sequence = Int32(exactly: id.sequence), files.contains(month(of: id.time.milliseconds))
    else { return nil }
    var (time, place) = (id.time.milliseconds, sequence)
    guard var cell = try writer(time).cell(id.stream.rawValue, time, place) else { return nil }
    if let destination = cell.destination {
      (time, place) = (destination.time.milliseconds, Int32(clamping: destination.place))
      guard files.contains(month(of: time)), let moved = try writer(time).cell(id.stream.rawValue, time, place) else {
        return nil
      }
      cell = moved
    }
    let stored = try cell.stored(id.stream, at: Instant(milliseconds: time), place: Int(place))
    return stored?.id == id ? (time, place, cell) : nil
  }

  /// Puts an observation in the place of one, which keeps its name.
  func replace(_ id: ObservationID, with observation: Observation) throws -> Bool {
    guard let old = try place(of: id) else { return false }
    let stream = id.stream.rawValue
    let (home, time) = (id.time.milliseconds, observation.time.milliseconds)
    try prepare([old.time, time, home])
    let stored = StoredObservation(id: id, observation: observation)
    let sequence = Int32(clamping: id.sequence)
    let own = Cell(observation)
    guard time != old.time else {
      let isHome = time == home && old.place == sequence
      try set(stream, time, old.place, from: old.cell, to: isHome ? own : Cell(moved: stored))
      return true
    }
    if old.time == home, old.place == sequence {
      let there = try place(at: time, of: stream)
      try set(stream, home, sequence, from: old.cell, to: Cell(movedTo: observation.time, place: Int(there)))
      try set(stream, time, there, from: nil, to: Cell(moved: stored))
      return true
    }
    try set(stream, old.time, old.place, from: old.cell, to: nil)
    let note = try writer(home).cell(stream, home, sequence)
    guard time != home else {
      try set(stream, home, sequence, from: note, to: own)
      return true
    }
    let there = try place(at: time, of: stream)
    try set(stream, home, sequence, from: note, to: Cell(movedTo: observation.time, place: Int(there)))
    try set(stream, time, there, from: nil, to: Cell(moved: stored))
    return true
  }

  /// The place one gets that is moved to a moment: never the first.
  private func place(at time: Int64, of stream: Int64) throws -> Int32 {
    (try writer(time).cells(stream, at: time).last?.place ?? 0) + 1
  }

  /// Takes an observation away.
  func remove(_ id: ObservationID) throws -> Bool {
    guard let old = try place(of: id) else { return false }
    let (stream, home) = (id.stream.rawValue, id.time.milliseconds)
    try prepare([old.time, home])
    try set(stream, old.time, old.place, from: old.cell, to: nil)
    let sequence = Int32(clamping: id.sequence)
    if old.time != home || old.place != sequence {
      try set(stream, home, sequence, from: try writer(home).cell(stream, home, sequence), to: nil)
    }
    return true
  }
}

extension Cell {
  /// Whether it holds an observation that was moved here.
  var isMoved: Bool {
    guard case .text(let text) = self, let first = text.utf8.first else { return false }
    return first != UInt8(ascii: "{") && first != UInt8(ascii: ">")
  }
}
