internal import Foundation
internal import Geography
internal import Modelling
internal import Observations
internal import SensorThings

/// The thing a person makes of an entry of the inbox, as a body of the SensorThings API.
struct InboxThing {
  private let entry: InboxEntry
  private let thing: Int64?
  private let streams: [(field: InboxEntry.Field, wish: InboxDecision.Stream)]
  private let name: String
  private let description: String
  private let place: Coordinate?

  init(_ entry: InboxEntry, _ decision: InboxDecision) throws(InboxRefusal) {
    self.entry = entry
    thing = decision.thing
    name = decision.name.flatMap { $0.isEmpty ? nil : $0 } ?? entry.name
    description = decision.description ?? "A device that publishes on \(entry.topic)."
    switch (decision.longitude, decision.latitude) {
    case (nil, nil): place = entry.place
    case (let longitude?, let latitude?):
      guard abs(longitude) <= 180, abs(latitude) <= 90 else {
        throw InboxRefusal(
          description:
            "The place \(longitude), \(latitude) is not on earth: longitude comes first, -180 to 180, then latitude, -90 to 90."
        )
      }
      place = Coordinate(longitude: longitude, latitude: latitude)
    default: throw InboxRefusal(description: "A place has a longitude and a latitude; one of them is missing.")
    }
    var chosen: [(InboxEntry.Field, InboxDecision.Stream)] = []
    for wish in decision.streams ?? entry.fields.map({ InboxDecision.Stream(field: $0.field) }) {
      guard let field = entry.fields.first(where: { $0.field == wish.field }) else {
        throw InboxRefusal(
          description:
            "The last message on \(entry.topic) has no value at \"\(wish.field)\"; it has \(entry.fields.map { "\"\($0.field)\"" }.joined(separator: ", "))."
        )
      }
      chosen.append((field, wish))
    }
    guard !chosen.isEmpty else {
      throw InboxRefusal(
        description:
          "The last message on \(entry.topic) holds no number, so that no stream can be made of it: let the device send a number or an object of JSON."
      )
    }
    streams = chosen
  }

  /// Makes it. Answers its number, and the stream of each field.
  func make(in service: SensorThingsService) async throws -> (thing: Int64, streams: [(field: String, stream: Int64)]) {
    if let thing {
      guard service.registry.record(.thing, thing) != nil else {
        throw InboxRefusal(description: "There is no Thing \(thing); leave it out to make a new one.")
      }
      var made: [(String, Int64)] = []
      for (number, stream) in streams.enumerated() {
        let answer = try await post(
          "/Things(\(thing))/Datastreams", document(of: stream.field, stream.wish, in: service), to: service)
        made.append((streams[number].field.field, answer))
      }
      return (thing, made)
    }
    var body: [String: PlainValue] = [
      "name": .text(name), "description": .text(description), "properties": .object(["mqtt": .text(entry.topic)]),
      "Datastreams": .list(streams.map { document(of: $0.field, $0.wish, in: service) }),
    ]
    if let place {
      body["Locations"] = .list([
        .object([
          "name": .text(name), "description": .text("The place of \(name)."),
          "encodingType": .text("application/geo+json"),
          "location": .object([
            "type": .text("Point"), "coordinates": .list([.number(place.longitude), .number(place.latitude)]),
          ]),
        ])
      ])
    }
    let id = try await post("/Things", .object(body), to: service)
    let registry = service.registry
    guard let record = registry.record(.thing, id) else {
      throw InboxRefusal(description: "The new Thing \(id) is not there.")
    }
    let made = registry.related(record, .datastream).sorted()
    return (id, zip(streams, made).map { ($0.0.field.field, $0.1) })
  }

  private func post(_ path: String, _ body: PlainValue, to service: SensorThingsService) async throws -> Int64 {
    var json = JSONWriter(room: 2_048)
    json.value(body)
    let answer = await service.answer(ServiceRequest(.post, path, root: "", body: json.bytes))
    let members = (try? JSONReader.value(of: answer.body)).flatMap { value -> [String: PlainValue]? in
      if case .object(let members) = value { members } else { nil }
    }
    guard answer.status == 201, case .number(let id)? = members?["@iot.id"] else {
      var sentence = "It was not taken."
      if case .text(let text)? = members?["message"] { sentence = text }
      throw InboxRefusal(description: sentence)
    }
    return Int64(id)
  }

  private func document(
    of field: InboxEntry.Field, _ wish: InboxDecision.Stream, in service: SensorThingsService
  ) -> PlainValue {
    let property = wish.property ?? field.property
    let definition =
      wish.definition ?? (wish.property == nil || wish.property == field.property ? field.definition : "")
    var unit = field.unit
    if wish.unit != nil || wish.symbol != nil {
      unit = UnitOfMeasurement(name: wish.unit ?? wish.symbol, symbol: wish.symbol, definition: nil)
    }
    func text(_ value: String?) -> PlainValue { value.map { .text($0) } ?? .null }
    var wiring: [String: PlainValue] = ["topic": .text(entry.topic), "field": .text(field.field)]
    if let time = entry.time { wiring["time"] = .text(time) }
    let isTruth = if case .truth = field.value { true } else { false }
    let isNumber = if case .number = field.value { true } else { false }
    let type: ObservationType = isTruth ? .truth : isNumber ? .measurement : .any
    return .object([
      "name": .text(wish.name ?? "\(name): \(property)"), "description": .text("\(property) as \(name) tells it."),
      "observationType": .text(type.rawValue),
      "unitOfMeasurement": .object([
        "name": text(unit.name), "symbol": text(unit.symbol), "definition": text(unit.definition),
      ]),
      "properties": .object(["mqtt": .object(wiring)]),
      "ObservedProperty": known(property, definition, in: service),
      "Sensor": .object([
        "name": .text("\(name)"), "description": .text("Publishes on \(entry.topic)."),
        "encodingType": .text("text/plain"), "metadata": .text("not known"),
      ]),
    ])
  }

  /// The observed property of a name and a definition, if the twin has it, otherwise a new one.
  private func known(_ name: String, _ definition: String, in service: SensorThingsService) -> PlainValue {
    let registry = service.registry
    for id in registry.ids(.observedProperty) {
      guard let record = registry.record(.observedProperty, id), record["name"] == .text(name),
        record["definition"] == .text(definition)
      else { continue }
      return .object(["@iot.id": .number(Double(id))])
    }
    return .object(["name": .text(name), "definition": .text(definition), "description": .text(name)])
  }
}

extension UnitOfMeasurement {
  /// Whether it says nothing.
  var isEmpty: Bool { name == nil && symbol == nil && definition == nil }
}
