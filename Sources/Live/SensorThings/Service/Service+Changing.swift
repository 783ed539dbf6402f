internal import Modelling
internal import Observations

extension SensorThingsService {
  /// Carries a PATCH or a PUT out. Called where entities are changed.
  func update(_ request: ServiceRequest) throws -> ServiceAnswer {
    let address = try Address(path: request.path, query: nil)
    if address.part == .references, request.method == .put { return try link(request, along: address) }
    guard address.part == .entities else { throw Refusal(405, "Only whole entities are changed: PATCH /Things(1).") }
    let reading = reading(request.root)
    let body = try JSONReader.value(of: request.body)
    let isPatch = request.contentType == "application/json-patch+json"
    switch try reading.found(address.steps) {
    case .record(let record):
      var plan = WritePlan(reading.registry, at: moment)
      if isPatch {
        let members = try JSONPatch.applied(body, to: document(of: record))
        try plan.update(record, members, isWhole: true)
      } else {
        guard case .object(let members) = body else {
          throw Refusal(400, "The body is an object of JSON: the properties to change.")
        }
        try plan.update(record, members, isWhole: request.method == .put)
      }
      try carryOut(plan)
      guard let now = registry.record(record.type, record.id) else { return ServiceAnswer(200) }
      var writer = EntityWriter(self.reading(request.root))
      try writer.write(now, QueryOptions())
      return ServiceAnswer(200, body: writer.json.bytes).with(plan.changes)
    case .observation(let stored):
      var members = Drafts.document(of: stored)
      if isPatch {
        members = try JSONPatch.applied(body, to: members)
      } else {
        guard case .object(let changed) = body else {
          throw Refusal(400, "The body is an object of JSON: the properties to change.")
        }
        if request.method == .put { members = ["phenomenonTime": members["phenomenonTime"] ?? .null] }
        members.merge(changed) { _, new in new }
      }
      return try replace(stored, by: members, request.root)
    case .records, .observations: throw Refusal(405, "One entity is changed at a time: PATCH /Things(1).")
    }
  }

  /// An entity as the members that a patch works on.
  private func document(of record: Record) -> [String: PlainValue] {
    Dictionary(
      uniqueKeysWithValues: zip(record.type.properties, record.fields).filter {
        !record.type.isKeptByStore($0.0) || $0.1 != .null
      })
  }

  private func replace(_ stored: StoredObservation, by members: [String: PlainValue], _ root: String) throws
    -> ServiceAnswer
  {
    let stream = stored.id.stream.rawValue
    if let link = members["Datastream"], link != .null, try Drafts.link(link, "Datastream") != stream {
      throw Refusal(400, "An Observation stays with its Datastream: create it in the other one and delete this one.")
    }
    var feature = stored.observation.featureOfInterest?.rawValue
    if let link = members["FeatureOfInterest"], link != .null {
      guard let id = try Drafts.link(link, "FeatureOfInterest") else {
        throw Refusal(400, "A change takes links to entities that are there: give FeatureOfInterest with its @iot.id.")
      }
      feature = id
    }
    let observation = try draft(members, of: stream, feature: feature)
    guard try store.replace(stored.id, with: observation) else { throw Refusal(404, "The Observation is gone.") }
    let now = StoredObservation(id: stored.id, observation: observation)
    tell(.corrected(now))
    if observation.featureOfInterest != stored.observation.featureOfInterest {
      try widen(observation)
      try narrow([stream])
    }
    var writer = EntityWriter(reading(root), room: 512)
    try writer.write(now, QueryOptions())
    return ServiceAnswer(200, body: writer.json.bytes)
  }

  /// Carries a DELETE out. Called where entities are changed.
  func delete(_ request: ServiceRequest) throws -> ServiceAnswer {
    let address = try Address(path: request.path, query: nil)
    let reading = reading(request.root)
    if address.part == .references { return try unlink(request, along: address) }
    guard address.part == .entities else { throw Refusal(405, "Only whole entities are deleted: DELETE /Things(1).") }
    switch try reading.found(address.steps) {
    case .record(let record):
      if record.type == .featureOfInterest { try removeObservations(.feature(record.id), reading) { _ in true } }
      var plan = WritePlan(registry, at: moment)
      plan.remove(record.type, record.id)
      try carryOut(plan)
    case .observation(let stored):
      try store.remove(stored.id)
      tell(.withdrawn([stored.id]))
      if stored.observation.featureOfInterest != nil { try narrow([stored.id.stream.rawValue]) }
    case .records(let type, let ids):
      let filter = try filter(of: request, type)
      let meant = try ids.filter { id in
        guard let record = reading.registry.record(type, id) else { return false }
        return try filter.matches(Subject.record(record, reading))
      }
      for id in meant where type == .featureOfInterest { try removeObservations(.feature(id), reading) { _ in true } }
      var plan = WritePlan(registry, at: moment)
      for id in meant { plan.remove(type, id) }
      try carryOut(plan)
    case .observations(let set):
      let filter = try filter(of: request, .observation)
      try removeObservations(set, reading) { try filter.matches(Subject.observation($0, reading)) }
    }
    return ServiceAnswer(200)
  }

  /// What many must fulfil to be deleted at once. Nobody deletes all there is by a slip: without a filter it is refused.
  private func filter(of request: ServiceRequest, _ type: EntityType) throws -> Evaluator {
    guard let query = request.query, let filter = try QueryOptions(query: query, of: type).filter else {
      throw Refusal(405, "Say which are to be deleted: DELETE /\(type.set)(1), or DELETE /\(type.set)?$filter=….")
    }
    return try Evaluator(filter, now: moment.milliseconds)
  }

  /// Deletes the observations of a set that are meant, a thousand at a time.
  private func removeObservations(
    _ set: Reading.ObservationSet, _ reading: Reading, where isMeant: (StoredObservation) throws -> Bool
  ) throws {
    var streams: Set<Int64> = []
    while true {
      var names: [ObservationID] = []
      try reading.scan(set, in: Reading.ever, descending: false) { stored in
        if try isMeant(stored) {
          names.append(stored.id)
          if stored.observation.featureOfInterest != nil { streams.insert(stored.id.stream.rawValue) }
        }
        return names.count < 1_000
      }
      guard !names.isEmpty else { return try narrow(streams) }
      for name in names { try store.remove(name) }
      tell(.withdrawn(names))
    }
  }
}
