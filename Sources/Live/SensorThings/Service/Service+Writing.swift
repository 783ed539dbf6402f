internal import Dispatch
internal import Modelling
internal import Observations

extension SensorThingsService {
  /// Carries a POST out: an entity, many observations, or a batch.
  func post(_ request: ServiceRequest) async throws -> ServiceAnswer {
    switch request.path {
    case "/CreateObservations": return try await createObservations(request)
    case "/$batch", "/%24batch": return try await batch(request)
    default: break
    }
    let body = try JSONReader.value(of: request.body)
    guard case .object(let members) = body else { throw Refusal(400, "The body is an object of JSON: one entity.") }
    let address = try Address(path: request.path, query: nil)
    if address.part == .references { return try await alone { try self.link(request, along: address) } }
    guard address.part == .entities, let last = address.steps.last, last.isMany else {
      throw Refusal(405, "Entities are created in a set: POST to /Things or to /Things(1)/Datastreams.")
    }
    let parent = try parent(of: address)
    if last.type == .observation {
      let answer = try await create(observation: members, under: parent, root: request.root)
      return answer
    }
    return try await alone { try self.create(last.type, members, under: parent, root: request.root) }
  }

  /// The entity before the last step of an address, which must be there.
  private func parent(of address: Address) throws -> WritePlan.Parent? {
    guard address.steps.count > 1 else { return nil }
    let reading = Reading(registry: registry, store: store, root: "", now: 0)
    guard case .record(let record) = try reading.found(Array(address.steps.dropLast())) else {
      throw Refusal(404, "There is no single entity before the last step of this address.")
    }
    return WritePlan.Parent(type: record.type, id: record.id)
  }

  /// Creates an entity and all within it. Called where entities are changed.
  private func create(
    _ type: EntityType, _ body: [String: PlainValue], under parent: WritePlan.Parent?, root: String
  ) throws -> ServiceAnswer {
    var plan = WritePlan(registry, at: moment)
    if let parent, let id = try Drafts.link(.object(body), type.rawValue) {
      // An entity that is there is linked to the one before it.
      guard let record = plan.registry.record(parent.type, parent.id),
        let way = parent.type.navigations.first(where: { $0.target == type })
      else { throw Refusal(404, "There is nothing to link to at this address.") }
      var links = plan.registry.related(record, type)
      if !links.contains(id) { links.append(id) }
      try plan.update(
        record, [way.name: .list(links.map { .object(["@iot.id": .number(Double($0))]) })], isWhole: false)
      try carryOut(plan)
      return ServiceAnswer(200).with(plan.changes)
    }
    let id = try plan.create(type, body, under: parent)
    try carryOut(plan)
    guard let record = registry.record(type, id) else { throw Refusal(500, "The new \(type.rawValue) is not there.") }
    var writer = EntityWriter(reading(root))
    try writer.write(record, QueryOptions())
    return ServiceAnswer(201, body: writer.json.bytes, location: "\(root)/\(type.set)(\(id))").with(plan.changes)
  }

  /// What a request reads now.
  func reading(_ root: String) -> Reading {
    Reading(registry: registry, store: store, root: root, now: moment.milliseconds)
  }

  /// Lets a plan happen: the store first, then memory, then the observations that come with it. Called where entities are changed.
  func carryOut(_ plan: WritePlan) throws {
    var observations: [Observation] = []
    for (body, stream, feature) in plan.observations {
      if feature == nil { try Self.checkFeature(of: stream, in: plan.registry) }
      observations.append(
        try Drafts.observation(body, of: stream, feature: feature, moment: { givenMoment(of: stream) }))
    }
    try store.change(putting: plan.records.map(\.entity), removing: plan.removed)
    adopt(plan.records, removing: plan.removed)
    guard !observations.isEmpty else { return }
    for observation in observations where observation.featureOfInterest == nil {
      try feature(of: observation.datastream.rawValue, from: observation.time)
    }
    let registry = registry
    observations = observations.map { Self.placed($0, registry) }
    let isDone = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var failure: StoreError?
    store(observations) {
      if case .failure(let error) = $0 { failure = error }
      isDone.signal()
    }
    isDone.wait()
    if let failure { throw failure }
    for observation in observations { try widen(observation) }
  }

  // MARK: - Observations

  /// Creates an observation; waits only where what it is about has to be created first.
  private func create(
    observation body: [String: PlainValue], under parent: WritePlan.Parent?, root: String
  ) async throws -> ServiceAnswer {
    var (stream, feature): (Int64?, Int64?) = (nil, nil)
    if let parent { if parent.type == .datastream { stream = parent.id } else { feature = parent.id } }
    if stream == nil, let link = body["Datastream"], link != .null { stream = try Drafts.link(link, "Datastream") }
    if feature == nil, let link = body["FeatureOfInterest"], link != .null {
      feature = try Drafts.link(link, "FeatureOfInterest")
    }
    var changes: [EntityChange] = []
    let needsStream = stream == nil
    let needsFeature = feature == nil && body["FeatureOfInterest"].map { $0 != .null } == true
    if needsStream || needsFeature {
      guard !needsStream || body["Datastream"] != nil else {
        throw Refusal(
          400,
          "An Observation needs its Datastream: POST it to /Datastreams(1)/Observations or give {\"Datastream\": {\"@iot.id\": 1}}."
        )
      }
      // What it brings along is created with it; the observation is looked at first, so that nothing stays behind where it is refused.
      _ = try Drafts.observation(body, of: 1, feature: nil, moment: { moment })
      (stream, feature, changes) = try await alone { [stream, feature] in
        var plan = WritePlan(self.registry, at: self.moment)
        let newStream = try stream ?? plan.linkOrCreate(.datastream, body["Datastream"] ?? .null, "Datastream")
        let newFeature =
          needsFeature
          ? try plan.linkOrCreate(.featureOfInterest, body["FeatureOfInterest"] ?? .null, "FeatureOfInterest") : feature
        if newFeature == nil { try Self.checkFeature(of: newStream, in: plan.registry) }
        try self.carryOut(plan)
        return (newStream, newFeature, plan.changes)
      }
    }
    guard let stream else { throw Refusal(400, "An Observation needs its Datastream.") }
    let observation = try newDraft(body, of: stream, feature: feature)
    let created = try await keep(await placed([observation]))
    let stored = StoredObservation(id: created[0].id, observation: observation)
    // Who says again what is known already is heard again by those who listen.
    if !created[0].isNew { tell(.corrected(stored)) }
    var writer = EntityWriter(reading(root), room: 512)
    try writer.write(stored, QueryOptions())
    return ServiceAnswer(
      201, body: writer.json.bytes, location: "\(root)/Observations('\(stored.id.text)')"
    ).with(changes)
  }

  /// A new observation of a body; what it is about must be known.
  func newDraft(_ body: [String: PlainValue], of stream: Int64, feature: Int64?) throws -> Observation {
    let observation = try draft(body, of: stream, feature: feature)
    if feature == nil { try Self.checkFeature(of: stream, in: registry) }
    return observation
  }

  /// An observation of a body whose stream and feature are there.
  func draft(_ body: [String: PlainValue], of stream: Int64, feature: Int64?) throws -> Observation {
    let registry = registry
    guard registry.record(.datastream, stream) != nil else { throw WritePlan.unknown(.datastream, stream) }
    if let feature, registry.record(.featureOfInterest, feature) == nil {
      throw WritePlan.unknown(.featureOfInterest, feature)
    }
    return try Drafts.observation(body, of: stream, feature: feature, moment: { givenMoment(of: stream) })
  }

  /// Keeps observations, all or none, and answers when they would outlast a loss of power.
  func keep(_ observations: [Observation]) async throws -> [Created] {
    let registry = registry
    try await findFeatures(of: observations)
    let created = try await withCheckedThrowingContinuation { continuation in
      store(observations) { continuation.resume(with: $0) }
    }
    for observation in observations where needsWidening(observation, registry) {
      try await alone { try self.widen(observation) }
    }
    return created
  }
}
