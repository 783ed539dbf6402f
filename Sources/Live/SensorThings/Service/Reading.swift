internal import Modelling
internal import Observations

/// What one request reads: the entities as they were when it came, and the store of observations.
struct Reading: Sendable {
  let registry: Registry
  let store: any ObservationStore
  let root: String
  /// Milliseconds since 1970.
  let now: Int64

  /// Entities on a page where nothing is said, and at most.
  static let page = 100, largestPage = 10_000
  /// The same of what is expanded: clients do not look for a next page there.
  static let innerPage = 1_000

  /// What an address leads to.
  enum Found {
    case record(Record)
    case observation(StoredObservation)
    case records(EntityType, [Int64])
    case observations(ObservationSet)
  }

  /// Which observations.
  enum ObservationSet {
    case all
    case stream(Int64)
    case feature(Int64)
  }

  // MARK: - Ways

  /// What the steps of an address lead to.
  func found(_ steps: [Address.Step]) throws -> Found {
    var found: Found?
    for step in steps {
      let set: Found
      if let before = found {
        set = try follow(before, to: step.type)
      } else if step.type == .observation {
        set = .observations(.all)
      } else {
        set = .records(step.type, registry.ids(step.type))
      }
      found = try step.id.map { try pick($0, of: step.type, from: set) } ?? set
    }
    guard let found else { throw Refusal(400, "The address names nothing.") }
    return found
  }

  private func follow(_ from: Found, to target: EntityType) throws -> Found {
    switch from {
    case .record(let record):
      guard let way = record.type.navigations.first(where: { $0.target == target }) else {
        throw Refusal(404, "No way leads from a \(record.type.rawValue) to a \(target.rawValue).")
      }
      if target == .observation {
        return .observations(record.type == .datastream ? .stream(record.id) : .feature(record.id))
      }
      let ids = registry.related(record, target)
      if way.isMany { return .records(target, ids) }
      guard let record = ids.first.flatMap({ registry.record(target, $0) }) else { throw Self.missing(target.rawValue) }
      return .record(record)
    case .observation(let stored):
      guard let record = record(from: stored, along: target) else { throw Self.missing(target.rawValue) }
      return .record(record)
    case .records(let type, _):
      throw Refusal(400, "Say which of the \(type.set) is meant: \(type.set)(1)/\(target.set).")
    case .observations:
      throw Refusal(400, "Say which of the Observations is meant before its \(target.rawValue).")
    }
  }

  /// Whether ascending numbers hold one. O(log n).
  private static func holds(_ ids: [Int64], _ id: Int64) -> Bool {
    guard ids.count > 32 else { return ids.contains(id) }
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id
  }

  private func pick(_ text: String, of type: EntityType, from set: Found) throws -> Found {
    switch set {
    case .records(_, let ids):
      guard let id = Int64(text), Self.holds(ids, id) || ids.contains(id), let record = registry.record(type, id) else {
        throw Self.missing("\(type.set)(\(text))")
      }
      return .record(record)
    case .observations(let set):
      guard let id = ObservationID(text: text), registry.record(.datastream, id.stream.rawValue) != nil,
        let stored = try store.observation(id), contains(set, stored)
      else { throw Self.missing("Observations('\(text)')") }
      return .observation(stored)
    case .record, .observation: throw Refusal(400, "\(type.rawValue) is one alone: leave the brackets out.")
    }
  }

  private static func missing(_ name: String) -> Refusal {
    Refusal(404, "There is no \(name.prefix(100)) at this address.")
  }

  private func contains(_ set: ObservationSet, _ stored: StoredObservation) -> Bool {
    switch set {
    case .all: true
    case .stream(let id): stored.id.stream.rawValue == id
    case .feature(let id): feature(of: stored) == id
    }
  }

  // MARK: - What stands around an observation

  /// The stream or the feature of an observation.
  func record(from stored: StoredObservation, along target: EntityType) -> Record? {
    target == .datastream
      ? registry.record(.datastream, stored.id.stream.rawValue)
      : feature(of: stored).flatMap { registry.record(.featureOfInterest, $0) }
  }

  /// What an observation is about: what it says itself, or where its thing stood then.
  func feature(of stored: StoredObservation) -> Int64? {
    if let feature = stored.observation.featureOfInterest { return feature.rawValue }
    let features = registry.record(.datastream, stored.id.stream.rawValue)?.links.features ?? []
    return (features.last { $0.time <= stored.observation.time } ?? features.first)?.feature.rawValue
  }

  /// What a store keeps of a stream: its times, and the area around what it is about.
  func kept(_ property: String, of record: Record) -> PlainValue {
    let summary = try? store.summary(of: EntityID(record.id))
    if property == "observedArea" { return observedArea(of: record, hasObservations: summary != nil) }
    guard let summary else { return .null }
    return property == "phenomenonTime"
      ? .text(summary.phenomenonTime.text) : summary.resultTime.map { .text($0.text) } ?? .null
  }

  /// What a way leads to, as filters ask it.
  func subjects(from record: Record, along way: EntityType.Navigation) throws(QueryFault) -> [Subject] {
    if way.target == .observation {
      var subjects: [Subject] = []
      let set: ObservationSet = record.type == .datastream ? .stream(record.id) : .feature(record.id)
      do {
        try scan(set, in: Self.ever, descending: true) { stored in
          subjects.append(.observation(stored, self))
          return subjects.count <= Self.largestPage
        }
      } catch {
        throw QueryFault("\(error)")
      }
      guard subjects.count <= Self.largestPage else {
        throw QueryFault(
          "A filter cannot look through more than \(Self.largestPage) Observations of one \(record.type.rawValue): "
            + "ask for the Observations and filter those.")
      }
      return subjects
    }
    return registry.related(record, way.target).compactMap { registry.record(way.target, $0) }.map { .record($0, self) }
  }

  // MARK: - Observations

  /// All moments a store takes.
  static let ever = Instant(milliseconds: .min)..<Instant(milliseconds: .max)

  /// Hands observations on, by stream and moment, until `body` answers no; behind a mark only those of its moment and after.
  func scan(
    _ set: ObservationSet, in range: Range<Instant>, descending: Bool, from mark: PageMark? = nil,
    _ body: (StoredObservation) throws -> Bool
  ) throws {
    var goesOn = true
    func scan(_ stream: Int64, _ range: Range<Instant>, where isMeant: (StoredObservation) -> Bool) throws {
      var range = range
      if let mark {
        guard descending ? stream <= mark.stream : stream >= mark.stream else { return }
        if stream == mark.stream {
          let rest = descending ? Int64.min..<mark.time.advanced(by: 1) : mark.time..<Int64.max
          range = range.clamped(to: Instant(milliseconds: rest.lowerBound)..<Instant(milliseconds: rest.upperBound))
        }
      }
      guard !range.isEmpty else { return }
      try store.scan(EntityID(stream), in: range, descending: descending) { stored in
        if isMeant(stored) { goesOn = try body(stored) }
        return goesOn
      }
    }
    switch set {
    case .stream(let id): try scan(id, range) { _ in true }
    case .all:
      let ids = registry.ids(.datastream)
      for id in descending ? ids.reversed() : ids where goesOn { try scan(id, range) { _ in true } }
    case .feature(let id):
      let ids = registry.ids(.datastream)
      for stream in descending ? ids.reversed() : ids where goesOn { try scan(stream, range) { feature(of: $0) == id } }
    }
  }
}
