internal import Modelling
internal import Observations

extension Reading {
  /// A page of entities: those that fulfil the filter, ordered.
  func page(of type: EntityType, _ ids: [Int64], _ options: QueryOptions, most: Int) throws -> Page<Record> {
    let limit = min(options.top ?? most, Self.largestPage)
    let passed = options.skip ?? 0
    // Behind a mark the page begins there, whatever has gone in the meantime.
    let start = options.orderBy.isEmpty ? options.after.map { Self.place(behind: $0.stream, in: ids) } : nil
    let skip = start == nil ? passed : 0
    func page(_ records: [Record], of total: Int, hasMore: Bool) -> Page<Record> {
      let mark = options.orderBy.isEmpty ? records.last.map { PageMark(stream: $0.id, time: 0, passed: 1) } : nil
      return Page(
        items: records, total: options.count == true ? total : nil,
        next: hasMore && limit > 0 ? passed + limit : nil, last: mark)
    }
    if options.filter == nil, options.orderBy.isEmpty {
      let rest = ids.dropFirst(start ?? 0).dropFirst(skip)
      return page(
        rest.prefix(limit).compactMap { registry.record(type, $0) }, of: ids.count, hasMore: rest.count > limit)
    }
    let filter = try evaluator(options.filter)
    var records: [Record] = []
    var before = 0
    for (place, id) in ids.enumerated() {
      guard let record = registry.record(type, id) else { continue }
      if let filter, try !filter.matches(Subject.record(record, self)) { continue }
      if let start, place < start { before += 1 } else { records.append(record) }
    }
    try sort(&records, options.orderBy) { .record($0, self) }
    let rest = records.dropFirst(skip)
    return page(Array(rest.prefix(limit)), of: before + records.count, hasMore: rest.count > limit)
  }

  /// Where among numbers those behind one begin; where it is gone, those that are greater.
  private static func place(behind id: Int64, in ids: [Int64]) -> Int {
    ids.firstIndex(of: id).map { $0 + 1 } ?? ids.firstIndex { $0 > id } ?? ids.count
  }

  /// Orders by expressions, those that are equal as they stood.
  private func sort<Item>(
    _ items: inout [Item], _ orders: [QueryOptions.Order], _ subject: (Item) -> Subject
  ) throws {
    guard !orders.isEmpty else { return }
    let evaluators = try orders.map { try Evaluator($0.by, now: now) }
    let keyed = try items.enumerated().map { place, item in
      (place: place, item: item, keys: try keys(of: subject(item), evaluators))
    }
    items = keyed.sorted { comes($0.keys, $0.place, before: $1.keys, $1.place, orders) }.map(\.item)
  }

  /// A filter made ready for many.
  private func evaluator(_ filter: Expression?) throws -> Evaluator? { try filter.map { try Evaluator($0, now: now) } }

  /// What a subject is ordered by.
  private func keys(of subject: Subject, _ orders: [Evaluator]) throws -> [QueryValue] {
    try orders.map { try $0.values(of: subject).first ?? .null }
  }

  private func comes(
    _ left: [QueryValue], _ leftPlace: Int, before right: [QueryValue], _ rightPlace: Int,
    _ orders: [QueryOptions.Order]
  ) -> Bool {
    for (number, order) in orders.enumerated() {
      if left[number].isBefore(right[number]) { return !order.isDescending }
      if right[number].isBefore(left[number]) { return order.isDescending }
    }
    return leftPlace < rightPlace
  }

  /// A page of observations. Ordered by time it reads no further than the page, otherwise it looks at all of them and keeps those of the page.
  func page(of set: ObservationSet, _ options: QueryOptions, most: Int) throws -> Page<StoredObservation> {
    let limit = min(options.top ?? most, Self.largestPage)
    let skip = options.skip ?? 0
    let bounds = options.filter?.resolved(now: now).phenomenonBounds
    let range =
      Instant(milliseconds: bounds?.from ?? .min)..<Instant(milliseconds: max(bounds?.from ?? .min, bounds?.to ?? .max))
    // The newest of a stream is known without a look.
    if case .stream(let id) = set, options.filter == nil, limit == 1, skip == 0, options.count != true,
      options.after == nil,
      let order = options.orderBy.first, order.isDescending, order.by == .path(["phenomenonTime"])
    {
      let summary = try store.summary(of: EntityID(id))
      return Page(items: summary.map { [$0.latest] } ?? [], total: nil, next: (summary?.count ?? 0) > 1 ? 1 : nil)
    }
    var total: Int?
    if options.count == true { total = try count(set, options.filter, in: range) }
    if let descending = naturalOrder(of: set, options.orderBy) {
      let filter = try evaluator(options.filter)
      var items: [StoredObservation] = []
      // Behind a mark nothing is skipped but what stands at its moment and went before.
      var left = options.after == nil ? skip : 0
      var passed = 0
      var mark: PageMark?
      var last: PageMark?
      var hasMore = false
      try scan(set, in: range, descending: descending, from: options.after) { stored in
        let (stream, time) = (stored.id.stream.rawValue, stored.observation.time.milliseconds)
        passed = mark?.stream == stream && mark?.time == time ? passed + 1 : 1
        if passed == 1 { mark = PageMark(stream: stream, time: time, passed: 1) }
        if let after = options.after, after.stream == stream, after.time == time, passed <= after.passed { return true }
        if let filter, try !filter.matches(Subject.observation(stored, self)) { return true }
        if left > 0 {
          left -= 1
          return true
        }
        guard items.count < limit else {
          hasMore = true
          return false
        }
        items.append(stored)
        last = PageMark(stream: stream, time: time, passed: passed)
        return true
      }
      return Page(items: items, total: total, next: hasMore && limit > 0 ? skip + limit : nil, last: last)
    }
    return try ordered(set, options, in: range, skip: skip, limit: limit, total: total)
  }

  /// Whether an order is that of the store: descending or not; nothing where it is another.
  private func naturalOrder(of set: ObservationSet, _ orders: [QueryOptions.Order]) -> Bool? {
    guard let first = orders.first else { return false }
    if first.by == .path(["id"]) { return first.isDescending }
    if case .stream = set, first.by == .path(["phenomenonTime"]), orders.count == 1 { return first.isDescending }
    return nil
  }

  /// How many observations fulfil a filter.
  func count(_ set: ObservationSet, _ filter: Expression?, in range: Range<Instant>) throws -> Int {
    if filter == nil {
      switch set {
      case .stream(let id): return try store.summary(of: EntityID(id))?.count ?? 0
      case .all:
        return try registry.ids(.datastream).reduce(0) { try $0 + (store.summary(of: EntityID($1))?.count ?? 0) }
      case .feature: break
      }
    }
    let filter = try evaluator(filter)
    var count = 0
    try scan(set, in: range, descending: false) { stored in
      if try filter?.matches(Subject.observation(stored, self)) ?? true { count += 1 }
      return true
    }
    return count
  }

  /// A page in an order that is not the store's: the best so far are kept in memory and thinned when they are twice as many as needed.
  private func ordered(
    _ set: ObservationSet, _ options: QueryOptions, in range: Range<Instant>, skip: Int, limit: Int, total: Int?
  ) throws -> Page<StoredObservation> {
    let filter = try evaluator(options.filter)
    let orders = try options.orderBy.map { try Evaluator($0.by, now: now) }
    typealias Keyed = (keys: [QueryValue], place: Int, stored: StoredObservation)
    let (needed, overflows) = skip.addingReportingOverflow(limit + 1)
    guard !overflows, needed <= 1_000_000 else {
      throw Refusal(
        400, "$skip and $top reach over a million Observations in an order that is not that of time: narrow the filter."
      )
    }
    var best: [Keyed] = []
    func isBefore(_ left: Keyed, _ right: Keyed) -> Bool {
      comes(left.keys, left.place, before: right.keys, right.place, options.orderBy)
    }
    var place = 0
    // Where the newest are asked for, a stream whose newest comes after the last that is kept has nothing to say.
    let isNewestFirst = options.orderBy[0].isDescending && options.orderBy[0].by == .path(["phenomenonTime"])
    var sets = [set]
    if case .all = set, isNewestFirst {
      sets = try registry.ids(.datastream).compactMap { id in
        try store.summary(of: EntityID(id)).map { (id, $0.latest.observation.time) }
      }.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.map { .stream($0.0) }
    }
    for set in sets {
      let last = isNewestFirst && options.orderBy.count == 1 && best.count >= needed ? best[needed - 1] : nil
      try scan(set, in: range, descending: isNewestFirst) { stored in
        let subject = Subject.observation(stored, self)
        if let filter, try !filter.matches(subject) { return true }
        let item: Keyed = (try keys(of: subject, orders), place, stored)
        place += 1
        if let last, isBefore(last, item) { return false }
        best.append(item)
        if best.count >= 2 * needed + 1_000 {
          best.sort(by: isBefore)
          best.removeLast(best.count - needed)
        }
        return true
      }
      if isNewestFirst {
        best.sort(by: isBefore)
        if best.count > needed { best.removeLast(best.count - needed) }
      }
    }
    best.sort(by: isBefore)
    return Page(
      items: best.dropFirst(skip).prefix(limit).map(\.stored), total: total,
      next: best.count > skip + limit && limit > 0 ? skip + limit : nil)
  }
}
