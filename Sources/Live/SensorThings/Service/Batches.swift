internal import Observations

extension SensorThingsService {
  /// Requests in one batch, at most.
  private static let mostRequests = 1_000

  /// Carries requests out one after the other (OGC 18-088, clause 9.5, in JSON). `$name` at the beginning of an address, or as an `@iot.id`,
  /// stands for the entity that the request of that name created. The requests of an atomicity group happen all or none.
  func batch(_ request: ServiceRequest) async throws -> ServiceAnswer {
    guard case .object(let body) = try JSONReader.value(of: request.body), case .list(let requests)? = body["requests"]
    else {
      throw Refusal(
        400, "A batch is an object with a list of requests, each with id, method, url and, where it needs one, body.")
    }
    guard requests.count <= Self.mostRequests else {
      throw Refusal(413, "A batch has \(Self.mostRequests) requests at most; this one has \(requests.count).")
    }
    var created: [String: (path: String, id: PlainValue)] = [:]
    var answers: [(id: String, group: String?, answer: ServiceAnswer)] = []
    var undoing: [ServiceRequest] = []
    var failed: Set<String> = []
    var current: String?
    for item in requests {
      guard case .object(let members) = item, case .text(let id)? = members["id"] else {
        throw Refusal(400, "Each request of a batch has an id of its own.")
      }
      let group = members["atomicityGroup"].flatMap { if case .text(let name) = $0 { name } else { nil } }
      if group != current { (current, undoing) = (group, []) }
      if let group, failed.contains(group) {
        answers.append(
          (id, group, ServiceAnswer(Refusal(424, "Another request of the group \(group) could not be carried out."))))
        continue
      }
      let inner: ServiceRequest
      do {
        inner = try Self.inner(members, created, request.root)
      } catch {
        answers.append((id, group, ServiceAnswer(Refusal(error))))
        if let group { try await undo(group, &undoing, &answers, &failed) }
        continue
      }
      if group != nil, inner.method == .delete {
        answers.append(
          (
            id, group,
            ServiceAnswer(
              Refusal(501, "A request that deletes cannot stand in an atomicity group: it cannot be undone."))
          ))
        if let group { try await undo(group, &undoing, &answers, &failed) }
        continue
      }
      let before =
        group != nil && inner.method != .post ? await answer(ServiceRequest(.get, inner.path, root: inner.root)) : nil
      let answer = await answer(inner)
      answers.append((id, group, answer))
      if answer.status >= 400, let group {
        try await undo(group, &undoing, &answers, &failed)
      } else if let location = answer.location {
        let path = String(location.dropFirst(request.root.count))
        let name = try? Address(path: path, query: nil).steps.last?.id
        created["$" + id] = (path, Int64(name ?? "").map { .number(Double($0)) } ?? .text(name ?? ""))
        undoing.append(ServiceRequest(.delete, path, root: request.root))
      } else if let before {
        undoing.append(ServiceRequest(.put, inner.path, root: inner.root, body: before.body))
      }
    }
    return ServiceAnswer(200, body: Self.written(answers))
  }

  /// Takes back what a group did, in reverse, and says so of each of its answers.
  private func undo(
    _ group: String, _ undoing: inout [ServiceRequest],
    _ answers: inout [(id: String, group: String?, answer: ServiceAnswer)],
    _ failed: inout Set<String>
  ) async throws {
    failed.insert(group)
    for request in undoing.reversed() { _ = await answer(request) }
    undoing = []
    for place in answers.indices where answers[place].group == group && answers[place].answer.status < 400 {
      answers[place].answer = ServiceAnswer(
        Refusal(424, "Taken back: another request of the group \(group) could not be carried out."))
    }
  }

  /// A request out of a batch.
  private static func inner(
    _ members: [String: PlainValue], _ created: [String: (path: String, id: PlainValue)], _ root: String
  ) throws -> ServiceRequest {
    guard case .text(let name)? = members["method"], let method = ServiceRequest.Method(rawValue: name.uppercased()),
      case .text(var url)? = members["url"]
    else { throw Refusal(400, "A request of a batch has a method (GET, POST, PATCH, PUT, DELETE) and a url.") }
    if url.hasPrefix(root) { url.removeFirst(root.count) }
    if url.hasPrefix("/") { url.removeFirst() }
    if url.hasPrefix("$") {
      let name = String(url.prefix { $0 != "/" && $0 != "?" })
      if let entity = created[name] { url = String(entity.path.dropFirst()) + url.dropFirst(name.count) }
    }
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard !parts[0].hasPrefix("$batch") else { throw Refusal(400, "A batch does not hold batches.") }
    var writer = JSONWriter()
    writer.value(resolved(members["body"] ?? .null, created))
    var type = "application/json"
    for (header, value) in members["headers"]?.members ?? [:] where header.lowercased() == "content-type" {
      type = value.string.lowercased().split(separator: ";").first.map(String.init) ?? type
    }
    return ServiceRequest(
      method, "/" + parts[0], query: parts.count > 1 ? String(parts[1]) : nil, root: root, body: writer.bytes,
      contentType: type)
  }

  /// A body in which names of requests stand for the entities they created.
  private static func resolved(_ value: PlainValue, _ created: [String: (path: String, id: PlainValue)]) -> PlainValue {
    switch value {
    case .object(let members):
      var resolved: [String: PlainValue] = [:]
      for (name, member) in members {
        if name == "@iot.id", case .text(let text) = member, let entity = created[text] {
          resolved[name] = entity.id
        } else {
          resolved[name] = self.resolved(member, created)
        }
      }
      return .object(resolved)
    case .list(let items): return .list(items.map { resolved($0, created) })
    default: return value
    }
  }

  private static func written(_ answers: [(id: String, group: String?, answer: ServiceAnswer)]) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.name("responses")
    json.beginList()
    for (id, group, answer) in answers {
      json.beginObject()
      json.name("id")
      json.text(id)
      if let group { json.name("atomicityGroup"); json.text(group) }
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
