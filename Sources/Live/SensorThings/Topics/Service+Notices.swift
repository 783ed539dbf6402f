internal import Modelling
internal import Observations

extension SensorThingsService {
  /// What topics have to say of an event, in its order. O(what it is about × topics of its kinds), but for topics of one stream, which are found at once.
  ///
  /// - Parameter root: The address of the service as HTTP clients see it, for links.
  package func notices(of event: ServiceEvent, to topics: TopicIndex, root: String) -> [Notice] {
    guard !topics.isEmpty else { return [] }
    let reading = reading(root)
    var notices: [Notice] = []
    switch event {
    case .observed(let observations):
      for stored in observations { tell(of: stored, to: topics, reading, &notices) }
    case .corrected(let stored): tell(of: stored, to: topics, reading, &notices)
    case .entities(let changes, _):
      for change in changes { tell(of: change, to: topics, reading, &notices) }
    case .withdrawn: break
    }
    return notices
  }

  private func tell(
    of stored: StoredObservation, to topics: TopicIndex, _ reading: Reading, _ notices: inout [Notice]
  ) {
    let stream = stored.id.stream.rawValue
    func write(_ topic: String, _ options: QueryOptions) {
      var writer = EntityWriter(reading, room: 512)
      guard (try? writer.write(stored, options)) != nil else { return }
      notices.append(Notice(topic: topic, payload: writer.json.bytes))
    }
    for topic in topics.topics(ofStream: stream) where reading.fulfils(stored, topic.address.options) {
      write(topic.text, topic.address.options)
    }
    for topic in topics.topics(of: .observation) {
      guard reading.holds(topic.address.steps, stored), reading.fulfils(stored, topic.address.options) else { continue }
      if case .property(let path) = topic.address.part {
        guard let name = path.first.flatMap({ ListPlaces.steps(of: $0).first }),
          let value = Drafts.document(of: stored)[name]
        else { continue }
        notices.append(Self.notice(topic.text, of: path, name, value))
      } else {
        write(topic.text, topic.address.options)
      }
    }
    guard topics.tellsAll else { return }
    for topic in ["v1.1/Datastreams(\(stream))/Observations", "v1.1/Observations"] where !topics.contains(topic) {
      write(topic, QueryOptions())
    }
  }

  private func tell(of change: EntityChange, to topics: TopicIndex, _ reading: Reading, _ notices: inout [Notice]) {
    let record = change.record
    func write(_ topic: String, _ options: QueryOptions) {
      var writer = EntityWriter(reading, room: 1_024)
      guard (try? writer.write(record, options)) != nil else { return }
      notices.append(Notice(topic: topic, payload: writer.json.bytes))
    }
    for topic in topics.topics(of: record.type) {
      guard reading.holds(topic.address.steps, record), reading.fulfils(record, topic.address.options) else { continue }
      if case .property(let path) = topic.address.part {
        guard let name = path.first.flatMap({ ListPlaces.steps(of: $0).first }), change.properties.contains(name) else {
          continue
        }
        notices.append(Self.notice(topic.text, of: path, name, record[name]))
      } else {
        write(topic.text, topic.address.options)
      }
    }
    guard topics.tellsAll else { return }
    let set = Topic.prefix + record.type.set
    for topic in [set, "\(set)(\(record.id))"] where !topics.contains(topic) { write(topic, QueryOptions()) }
  }

  private static func notice(_ topic: String, of path: [String], _ name: String, _ value: PlainValue) -> Notice {
    var json = JSONWriter(room: 128)
    json.beginObject()
    json.name(path.last ?? name)
    json.value(path.flatMap(ListPlaces.steps).dropFirst().reduce(value) { $0.within($1) })
    json.endObject()
    return Notice(topic: topic, payload: json.bytes)
  }
}

extension Reading {
  /// Whether an entity is where steps lead, or among those they lead to.
  func holds(_ steps: [Address.Step], _ record: Record) -> Bool {
    if steps.count == 1, let step = steps.first { return step.isMany || step.id.flatMap { Int64($0) } == record.id }
    switch try? found(steps) {
    case .record(let one): return one.id == record.id
    case .records(_, let ids): return ids.contains(record.id)
    default: return false
    }
  }

  /// The same for an observation.
  func holds(_ steps: [Address.Step], _ stored: StoredObservation) -> Bool {
    if steps.count == 1, let step = steps.first { return step.isMany || step.id == stored.id.text }
    switch try? found(steps) {
    case .observation(let one): return one.id == stored.id
    case .observations(.all): return true
    case .observations(.stream(let id)): return id == stored.id.stream.rawValue
    case .observations(.feature(let id)): return record(from: stored, along: .featureOfInterest)?.id == id
    default: return false
    }
  }

  /// Whether an entity fulfils the filter of options, where there is one.
  func fulfils(_ record: Record, _ options: QueryOptions) -> Bool {
    options.filter.map { (try? $0.matches(Subject.record(record, self), now: now)) ?? false } ?? true
  }

  /// The same for an observation.
  func fulfils(_ stored: StoredObservation, _ options: QueryOptions) -> Bool {
    options.filter.map { (try? $0.matches(Subject.observation(stored, self), now: now)) ?? false } ?? true
  }
}
