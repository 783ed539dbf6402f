internal import Modelling
internal import Observations

/// Links between entities by their addresses: `POST /Things(1)/Locations/$ref`, `PUT /Datastreams(1)/Sensor/$ref`, `DELETE /Things(1)/Locations(2)/$ref`
/// (OData 4.0 part 1, clause 11.4.6).
extension SensorThingsService {
  /// Links the entity a body names to the one before `$ref`. Called where entities are changed.
  func link(_ request: ServiceRequest, along address: Address) throws -> ServiceAnswer {
    let (found, way) = try end(of: address, request.root)
    guard way.isMany == (request.method == .post) else {
      throw Refusal(
        405, "A link to one entity is put in place of another by PUT; to one of many it is made by POST.")
    }
    guard case .object(let body) = try JSONReader.value(of: request.body) else {
      throw Refusal(400, "The body of a link is {\"@iot.id\": 1}.")
    }
    let name: PlainValue
    if let id = body["@iot.id"] {
      name = id
    } else if let text = (body["@odata.id"] ?? body["@iot.selfLink"])?.string, let id = Self.id(in: text, request.root)
    {
      name = .text(id)
    } else {
      throw Refusal(400, "The body of a link is {\"@iot.id\": 1} or {\"@odata.id\": \"\(way.target.set)(1)\"}.")
    }
    var links = [name]
    var parent: String
    switch found {
    case .record(let record):
      parent = "/\(record.type.set)(\(record.id))"
      if way.isMany, way.target != .observation {
        links = self.registry.related(record, way.target).map { .number(Double($0)) }.filter { $0 != name } + links
      }
    case .observation(let stored): parent = "/Observations('\(stored.id.text)')"
    default: throw Refusal(405, "Say which entity is linked: /Things(1)/Locations/$ref.")
    }
    var writer = JSONWriter()
    let items = links.map { PlainValue.object(["@iot.id": $0]) }
    writer.value(.object([way.name: way.isMany ? .list(items) : items[0]]))
    let answer = try update(ServiceRequest(.patch, parent, root: request.root, body: writer.bytes))
    return ServiceAnswer(204).with(answer.changes)
  }

  /// Takes a link away. Called where entities are changed.
  func unlink(_ request: ServiceRequest, along address: Address) throws -> ServiceAnswer {
    var address = address
    if let last = address.steps.indices.last, address.steps[last].isMany, let id = try Self.named(in: request) {
      address.steps[last].id = id
      address.steps[last].isMany = false
    }
    let (found, way) = try end(of: address, request.root)
    guard case .record(let target) = try reading(request.root).found(address.steps), case .record(let record) = found
    else {
      throw Refusal(405, "Say which link is to go, as DELETE /Things(1)/Locations(2)/$ref.")
    }
    let from: (record: Record, location: Int64)
    switch (record.type, target.type) {
    case (.thing, .location), (.historicalLocation, .location): from = (record, target.id)
    case (.location, .thing), (.location, .historicalLocation): from = (target, record.id)
    default:
      throw Refusal(
        400,
        "\(record.type.rawValue) and \(way.target.rawValue) cannot be without this link: put another one in its place.")
    }
    var links = from.record.links
    links.locations.removeAll { $0 == from.location }
    var plan = WritePlan(registry, at: moment)
    plan.put(from.record.with(links: links))
    try carryOut(plan)
    return ServiceAnswer(204).with(plan.changes)
  }

  /// The entity before the last step of an address, and the way from it.
  private func end(of address: Address, _ root: String) throws -> (Reading.Found, EntityType.Navigation) {
    guard address.steps.count > 1, let last = address.steps.last else {
      throw Refusal(405, "A link leads from one entity to another: /Things(1)/Locations/$ref.")
    }
    let found = try reading(root).found(Array(address.steps.dropLast()))
    let type = address.steps[address.steps.count - 2].type
    guard let way = type.navigations.first(where: { $0.target == last.type }) else {
      throw Refusal(404, "No way leads from a \(type.rawValue) to a \(last.type.rawValue).")
    }
    return (found, way)
  }

  /// What `$id` or `$ref` in a query names.
  private static func named(in request: ServiceRequest) throws -> String? {
    for option in Array((request.query ?? "").utf8).split(separator: UInt8(ascii: "&")) {
      let text = try PercentEncoding.decodedQuery(option)
      guard text.hasPrefix("$id=") else { continue }
      guard let id = id(in: String(text.dropFirst(4)), request.root) else {
        throw Refusal(400, "$id is the address of an entity, as Locations(2).")
      }
      return id
    }
    return nil
  }

  /// The number or name in the address of an entity.
  private static func id(in text: String, _ root: String) -> String? {
    (try? Address(path: BatchRequest.relative(text, to: root), query: nil))?.steps.last?.id
  }
}
