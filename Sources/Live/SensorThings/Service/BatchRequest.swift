internal import Observations

/// One request of a batch, before it is carried out.
struct BatchRequest {
  /// What its answer is called by, and what others call what it created by.
  var id: String
  /// Those of one group happen all or none.
  var group: String?
  /// The requests that must have been carried out before.
  var dependsOn: [String] = []
  /// Why it cannot be carried out, where that is seen at once.
  var fault: Refusal?
  var method: ServiceRequest.Method = .get
  var url = ""
  var body: [UInt8] = []
  var contentType = "application/json"

  /// The requests of a batch in JSON (OData JSON format 4.01, clause 19).
  static func all(of body: PlainValue) throws -> [BatchRequest] {
    guard case .object(let members) = body, case .list(let items)? = members["requests"] else {
      throw Refusal(
        400, "A batch is an object with a list of requests, each with id, method, url and, where it needs one, body.")
    }
    var seen: Set<String> = []
    return try items.map { item in
      let request = try BatchRequest(item)
      guard seen.insert(request.id).inserted else {
        throw Refusal(400, "Each request of a batch has an id of its own; \(request.id.prefix(40)) is there twice.")
      }
      return request
    }
  }

  private init(_ item: PlainValue) throws {
    let members = item.members
    switch members["id"] {
    case .text(let text): id = text
    case .number(let number) where Int64(exactly: number) != nil: id = String(Int64(number))
    default: throw Refusal(400, "Each request of a batch has an id of its own.")
    }
    if case .text(let name)? = members["atomicityGroup"] { group = name }
    if case .list(let names)? = members["dependsOn"] { dependsOn = names.map(\.string) }
    guard members["if"] ?? .null == .null else {
      fault = Refusal(501, "Requests with a condition (if) are not carried out: send them in a batch of their own.")
      return
    }
    guard case .text(let name)? = members["method"], let method = ServiceRequest.Method(rawValue: name.uppercased()),
      case .text(let url)? = members["url"]
    else {
      fault = Refusal(400, "A request of a batch has a method (GET, POST, PATCH, PUT, DELETE) and a url.")
      return
    }
    self.method = method
    self.url = url
    for (header, value) in members["headers"]?.members ?? [:] where header.lowercased() == "content-type" {
      contentType = Self.type(value.string)
    }
    switch members["body"] {
    case nil, .null: break
    case .text(let text) where !contentType.contains("json"): body = Array(text.utf8)
    case .some(let value):
      var writer = JSONWriter()
      writer.value(value)
      body = writer.bytes
      if case .list = value, method == .patch { contentType = "application/json-patch+json" }
    }
  }

  init(id: String, group: String?) {
    self.id = id
    self.group = group
  }

  /// A media type in lower case and without parameters.
  static func type(_ text: some StringProtocol) -> String {
    String(text.prefix { $0 != ";" }).lowercased().filter { $0 != " " }
  }

  /// The request as the service takes it. `$name` at the beginning of the address, or as an `@iot.id` in the body, stands for what the request of that name created.
  func resolved(_ created: [String: CreatedEntity], root: String) throws -> ServiceRequest {
    var address = Self.relative(url, to: root)
    if address.hasPrefix("$") {
      let name = String(address.prefix { $0 != "/" && $0 != "?" })
      if let entity = created[name] { address = String(entity.path.dropFirst()) + address.dropFirst(name.count) }
    }
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard !parts[0].hasPrefix("$batch") else { throw Refusal(400, "A batch does not hold batches.") }
    var body = body
    if !created.isEmpty, body.contains(UInt8(ascii: "$")), let value = try? JSONReader.value(of: body) {
      var writer = JSONWriter()
      writer.value(Self.resolved(value, created))
      body = writer.bytes
    }
    return ServiceRequest(
      method, "/" + parts[0], query: parts.count > 1 ? String(parts[1]) : nil, root: root, body: body,
      contentType: contentType)
  }

  /// What of an address follows after the root of the service: it may be whole, begin at the host, or at the service.
  static func relative(_ url: String, to root: String) -> String {
    var rest = url[...]
    if rest.hasPrefix(root + "/") {
      rest = rest.dropFirst(root.count)
    } else {
      if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...].drop { $0 != "/" } }
      let path = root.firstRange(of: "://").map { root[$0.upperBound...].drop { $0 != "/" } } ?? "/v1.1"
      if rest.hasPrefix(path + "/") {
        rest = rest.dropFirst(path.count)
      } else if rest.hasPrefix("/v1.1/") {
        rest = rest.dropFirst("/v1.1".count)
      }
    }
    return String(rest.hasPrefix("/") ? rest.dropFirst() : rest)
  }

  private static func resolved(_ value: PlainValue, _ created: [String: CreatedEntity]) -> PlainValue {
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
}

/// What a request of a batch created, for those after it that name it.
struct CreatedEntity {
  /// Its address behind the root.
  var path: String
  var id: PlainValue
}

/// What became of a request of a batch.
struct BatchAnswer {
  var id: String
  var group: String?
  var answer: ServiceAnswer
}
