internal import Observations

/// Observations as rows under the names of their columns (OGC 18-088, clauses 9.3.4 and 10.7): a tenth of the bytes.
enum DataArrays {
  private static let columns = [
    "id", "phenomenonTime", "resultTime", "result", "resultQuality", "validTime", "parameters",
  ]

  /// A page of observations, grouped by their streams.
  static func answer(
    _ page: Page<StoredObservation>, _ address: Address, _ request: ServiceRequest, _ reading: Reading
  ) throws -> ServiceAnswer {
    let asked = address.options.select?.compactMap(\.first)
    let columns = columns.filter { asked?.contains($0) ?? true }
    var json = JSONWriter(room: 64 * page.items.count + 512)
    json.beginObject()
    if let total = page.total { json.name("@iot.count"); json.integer(Int64(total)) }
    if let skip = page.next {
      json.name("@iot.nextLink")
      json.text("\(request.root)\(request.path)?\(address.options.text(skipping: skip, behind: page.last))")
    }
    json.name("value")
    json.beginList()
    var start = 0
    var groups: [(stream: Int64, rows: [StoredObservation])] = []
    var place: [Int64: Int] = [:]
    while start < page.items.count {
      let stored = page.items[start]
      start += 1
      let stream = stored.id.stream.rawValue
      if let group = place[stream] {
        groups[group].rows.append(stored)
      } else {
        place[stream] = groups.count
        groups.append((stream, [stored]))
      }
    }
    for (stream, rows) in groups {
      json.beginObject()
      json.name("Datastream@iot.navigationLink")
      json.plainText(request.root, "/Datastreams(", String(stream), ")")
      json.name("components")
      json.beginList()
      for column in columns { json.text(column) }
      json.endList()
      json.name("dataArray@iot.count")
      json.integer(Int64(rows.count))
      json.name("dataArray")
      json.beginList()
      for stored in rows { write(stored, columns, &json) }
      json.endList()
      json.endObject()
    }
    json.endList()
    json.endObject()
    return ServiceAnswer(200, body: json.bytes)
  }

  private static func write(_ stored: StoredObservation, _ columns: [String], _ json: inout JSONWriter) {
    let observation = stored.observation
    json.beginList()
    for column in columns {
      switch column {
      case "id": json.plainText(stored.id.text)
      case "phenomenonTime": json.time(observation.phenomenonTime)
      case "resultTime": if let time = observation.resultTime { json.time(TimeSpan(at: time)) } else { json.null() }
      case "result": json.value(observation.result)
      case "resultQuality": json.value(observation.resultQuality ?? .null)
      case "validTime": if let time = observation.validTime { json.time(time) } else { json.null() }
      default: json.value(.object(observation.parameters))
      }
    }
    json.endList()
  }
}

extension SensorThingsService {
  /// Creates the observations of many rows: all that can be are kept together; each row is answered with its address or with "error".
  func createObservations(_ request: ServiceRequest) async throws -> ServiceAnswer {
    let body = try JSONReader.value(of: request.body)
    guard case .list(let groups) = body else {
      throw Refusal(400, "CreateObservations takes a list of objects with Datastream, components and dataArray.")
    }
    var observations: [Observation] = []
    // For each row its place among the observations, or nothing where it is refused.
    var rows: [Int?] = []
    for group in groups {
      guard case .object(let members) = group, case .list(let names)? = members["components"],
        case .list(let data)? = members["dataArray"], let link = members["Datastream"],
        let stream = try Drafts.link(link, "Datastream")
      else {
        throw Refusal(
          400, "Each object of CreateObservations has a Datastream with its @iot.id, components and a dataArray.")
      }
      let components = names.map(\.string)
      guard components.contains("result") else { throw Refusal(400, "The components name no result.") }
      for row in data {
        guard case .list(let values) = row, values.count == components.count,
          let observation = try? observation(of: components, values, stream)
        else {
          rows.append(nil)
          continue
        }
        rows.append(observations.count)
        observations.append(observation)
      }
    }
    let created = observations.isEmpty ? [] : try await keep(await placed(observations))
    var json = JSONWriter(room: 80 * rows.count + 16)
    json.beginList()
    for row in rows {
      if let row {
        json.plainText(request.root, "/Observations('", created[row].id.text, "')")
      } else {
        json.text("error")
      }
    }
    json.endList()
    return ServiceAnswer(201, body: json.bytes)
  }

  private func observation(of components: [String], _ values: [PlainValue], _ stream: Int64) throws -> Observation {
    var members: [String: PlainValue] = [:]
    members.reserveCapacity(components.count)
    var feature: Int64?
    for (name, value) in zip(components, values) {
      if name == "FeatureOfInterest/id" || name == "FeatureOfInterest/@iot.id" {
        feature = try Drafts.link(.object(["@iot.id": value]), "FeatureOfInterest")
      } else {
        members[name] = value
      }
    }
    return try newDraft(members, of: stream, feature: feature)
  }
}
