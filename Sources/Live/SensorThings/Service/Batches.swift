internal import Observations

/// Many requests in one (OGC 18-088, clause 11): in JSON, or in parts as e-mail has them, which is how the standard writes it.
extension SensorThingsService {
  /// Requests in one batch, at most.
  private static let mostRequests = 1_000

  /// Carries a batch out and answers in the form it came in.
  func batch(_ request: ServiceRequest) async throws -> ServiceAnswer {
    if let parts = try MultipartBatch(request.body) {
      let answers = try await carryOut(parts.requests, root: request.root)
      return parts.answer(answers)
    }
    let requests = try BatchRequest.all(of: try JSONReader.value(of: request.body))
    return ServiceAnswer(200, body: Self.written(try await carryOut(requests, root: request.root)))
  }

  /// Carries requests out one after the other. Those of a group follow each other and happen all or none; those among them that delete come last, when all others are done.
  private func carryOut(_ requests: [BatchRequest], root: String) async throws -> [BatchAnswer] {
    guard requests.count <= Self.mostRequests else {
      throw Refusal(413, "A batch has \(Self.mostRequests) requests at most; this one has \(requests.count).")
    }
    var run = BatchRun(root: root)
    var rest = requests[...]
    while let first = rest.first {
      let together = first.group == nil ? rest.prefix(1) : rest.prefix { $0.group == first.group }
      rest = rest.dropFirst(together.count)
      await carryOut(group: together, &run)
    }
    return run.answers
  }

  /// Carries one request out, or all of a group.
  private func carryOut(group: ArraySlice<BatchRequest>, _ run: inout BatchRun) async {
    let isGroup = group.first?.group != nil
    let start = run.answers.count
    var undoing: [Undoing] = []
    var deleting: [(place: Int, request: ServiceRequest)] = []
    for item in group {
      let answer: ServiceAnswer
      do {
        if let fault = item.fault { throw fault }
        for name in item.dependsOn where run.isLost(name) {
          throw Refusal(424, "The request \(name.prefix(40)), which this one depends on, was not carried out.")
        }
        let inner = try item.resolved(run.created, root: run.root)
        if isGroup, inner.method == .delete {
          try checkDeletable(inner)
          deleting.append((run.answers.count, inner))
          answer = ServiceAnswer(200)
        } else {
          let before = isGroup ? observation(before: inner) : nil
          answer = await self.answer(inner)
          if answer.status < 400 { undoing += Undoing.all(of: answer, before, root: run.root) }
        }
      } catch {
        answer = ServiceAnswer(Refusal(error))
      }
      run.take(BatchAnswer(id: item.id, group: item.group, answer: answer))
      if isGroup, answer.status >= 400 {
        for later in group.dropFirst(run.answers.count - start) {
          run.take(BatchAnswer(id: later.id, group: later.group, answer: ServiceAnswer(200)))
        }
        return await giveUp(from: start, at: item.id, undoing, &run)
      }
    }
    for (place, request) in deleting {
      run.answers[place].answer = await answer(request)
      if run.answers[place].answer.status >= 400 {
        return await giveUp(from: start, at: run.answers[place].id, undoing, &run)
      }
    }
  }

  /// Takes back what a group did, last first, and says so of each of its answers.
  private func giveUp(from start: Int, at id: String, _ undoing: [Undoing], _ run: inout BatchRun) async {
    for step in undoing.reversed() { try? await alone { try self.undo(step) } }
    for place in start..<run.answers.count where run.answers[place].id != id {
      let group = run.answers[place].group ?? ""
      run.created["$" + run.answers[place].id] = nil
      run.answers[place].answer = ServiceAnswer(
        Refusal(424, "Not carried out: the request \(id.prefix(40)) of the group \(group.prefix(40)) could not be."))
    }
  }

  private func undo(_ step: Undoing) throws {
    switch step {
    case .withdraw(let id): if try store.remove(id) { tell(.withdrawn([id])) }
    case .restore(let stored): if try store.replace(stored.id, with: stored.observation) { tell(.corrected(stored)) }
    case .entities(let changes):
      let old = changes.compactMap(\.before)
      let new = changes.filter { $0.before == nil }.compactMap { change in
        change.record.type.kind.map { EntityReference($0, change.record.id) }
      }
      try store.change(putting: old.map(\.entity), removing: new)
      adopt(old, removing: new)
    }
  }

  /// The observation a request would change, as it is.
  private func observation(before request: ServiceRequest) -> StoredObservation? {
    guard request.method == .patch || request.method == .put,
      let address = try? Address(path: request.path, query: nil),
      case .observation(let stored)? = try? reading(request.root).found(address.steps)
    else { return nil }
    return stored
  }

  /// Looks whether what a request deletes is there.
  private func checkDeletable(_ request: ServiceRequest) throws {
    let address = try Address(path: request.path, query: nil)
    switch try reading(request.root).found(address.steps) {
    case .record, .observation: return
    case .records, .observations:
      guard address.part == .references || request.query?.contains("filter") == true else {
        throw Refusal(405, "Say which are to be deleted: DELETE /Things(1).")
      }
    }
  }

  private static func written(_ answers: [BatchAnswer]) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.name("responses")
    json.beginList()
    for item in answers {
      let answer = item.answer
      json.beginObject()
      json.name("id")
      json.text(item.id)
      if let group = item.group { json.name("atomicityGroup"); json.text(group) }
      json.name("status")
      json.integer(Int64(answer.status))
      if let location = answer.location { json.name("location"); json.text(location) }
      if !answer.body.isEmpty {
        json.name("body")
        if answer.type.hasPrefix("text/") {
          json.text(String(decoding: answer.body, as: UTF8.self))
        } else {
          json.written(answer.body)
        }
      }
      json.endObject()
    }
    json.endList()
    json.endObject()
    return json.bytes
  }
}

/// How far a batch has been carried out.
private struct BatchRun {
  let root: String
  var answers: [BatchAnswer] = []
  /// What was created, by `$` and the name of the request.
  var created: [String: CreatedEntity] = [:]

  init(root: String) { self.root = root }

  /// Whether a request was not carried out, or is not there.
  func isLost(_ name: String) -> Bool {
    let named = answers.filter { $0.id == name || $0.group == name }
    return named.isEmpty || named.contains { $0.answer.status >= 400 }
  }

  /// Takes an answer up, and what it says was created.
  mutating func take(_ answer: BatchAnswer) {
    answers.append(answer)
    guard answer.answer.status < 400, let location = answer.answer.location else { return }
    let path = String(location.dropFirst(root.count))
    let name = (try? Address(path: path, query: nil))?.steps.last?.id ?? ""
    created["$" + answer.id] = CreatedEntity(path: path, id: Int64(name).map { .number(Double($0)) } ?? .text(name))
  }
}

/// A step back.
private enum Undoing {
  case withdraw(ObservationID)
  case restore(StoredObservation)
  case entities([EntityChange])

  /// What takes back what an answer tells of.
  static func all(of answer: ServiceAnswer, _ before: StoredObservation?, root: String) -> [Undoing] {
    var steps: [Undoing] = answer.changes.isEmpty ? [] : [.entities(answer.changes)]
    if let before { steps.append(.restore(before)) }
    if let location = answer.location, location.hasPrefix(root + "/Observations("),
      let address = try? Address(path: String(location.dropFirst(root.count)), query: nil),
      let id = address.steps.last?.id.flatMap({ ObservationID(text: $0) })
    {
      steps.append(.withdraw(id))
    }
    return steps
  }
}
