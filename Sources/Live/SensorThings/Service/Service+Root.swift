internal import Observations

/// Where devices come in by MQTT: a scheme and a port on the host of the service.
public struct DeviceDoor: Hashable, Sendable {
  /// `mqtt`, or `ws` for MQTT within a WebSocket; `mqtts` and `wss` with TLS.
  public var scheme: String
  /// The port.
  public var port: Int

  /// A door.
  public init(scheme: String = "mqtt", port: Int) {
    self.scheme = scheme
    self.port = port
  }
}

extension SensorThingsService {
  private static let requirements = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
  private static let rows = requirements + "multi-entity/create-observations"
  private static let updates = requirements + "receive-updates-via-mqtt/receive-updates"
  private static let creations = requirements + "create-observations-via-mqtt/observations-creation"
  /// What the service can do whoever asks, by the requirements of OGC 18-088.
  private static let conformance =
    ["datamodel"].map { requirements + $0 }
    + EntityType.allCases.flatMap { type in
      ["properties", "relations"].map { requirements + "datamodel/\(named(type))/\($0)" }
    }
    + [
      "datamodel/entity-control-information/common-control-information",
      "resource-path/resource-path-to-entities", "request-data", "request-data/order", "request-data/expand",
      "request-data/select", "request-data/status-code", "request-data/query-status-code", "request-data/orderby",
      "request-data/top", "request-data/skip", "request-data/count", "request-data/filter",
      "request-data/built-in-filter-operations", "request-data/built-in-query-functions", "request-data/pagination",
      "create-update-delete", "create-update-delete/create-entity",
      "create-update-delete/link-to-existing-entities", "create-update-delete/deep-insert",
      "create-update-delete/deep-insert-status-code", "create-update-delete/update-entity",
      "create-update-delete/update-entity-put", "create-update-delete/update-entity-jsonpatch",
      "create-update-delete/delete-entity", "create-update-delete/historical-location-auto-creation",
      "batch-request/batch-request",
      "multi-entity/create-observations", "data-array/data-array",
    ].map { requirements + $0 }

  /// How a requirement calls a kind: `historical-location`.
  private static func named(_ type: EntityType) -> String {
    type.rawValue.reduce(into: "") { name, letter in
      if letter.isUppercase, !name.isEmpty { name += "-" }
      name += letter.lowercased()
    }
  }

  /// The sets there are, and what the service can do (OGC 18-088, clause 9.2).
  func rootDocument(_ root: String) -> ServiceAnswer {
    let doors = namedDoors
    let host = Self.host(of: root)
    let endpoints = doors.map { "\($0.scheme)://\(host):\($0.port)" }
    var json = JSONWriter(room: 4_096)
    json.beginObject()
    json.name("value")
    json.beginList()
    for type in EntityType.allCases {
      json.beginObject()
      json.name("name")
      json.text(type.set)
      json.name("url")
      json.text("\(root)/\(type.set)")
      json.endObject()
    }
    json.endList()
    json.name("serverSettings")
    json.beginObject()
    json.name("conformance")
    json.beginList()
    for requirement in Self.conformance + (doors.isEmpty ? [] : [Self.creations, Self.updates]) {
      json.text(requirement)
    }
    json.endList()
    for (name, places) in [
      (Self.rows, ["\(root)/CreateObservations"]), (Self.creations, endpoints), (Self.updates, endpoints),
    ] where !places.isEmpty {
      json.name(name)
      json.beginObject()
      json.name("endpoints")
      json.beginList()
      for place in places { json.text(place) }
      json.endList()
      json.endObject()
    }
    json.endObject()
    json.endObject()
    return ServiceAnswer(200, body: json.bytes)
  }

  /// The host in the address of the service, without its port.
  private static func host(of root: String) -> Substring {
    let authority = (root.firstRange(of: "://").map { root[$0.upperBound...] } ?? root[...]).prefix { $0 != "/" }
    if authority.hasPrefix("[") { return authority.firstIndex(of: "]").map { authority[...$0] } ?? authority }
    return authority.prefix { $0 != ":" }
  }
}
