internal import Geography
internal import Modelling
internal import Observations

/// Vehicles of a transit agency by GTFS-Realtime: each is a thing with its place, and with streams of its positions, speed and bearing.
///
/// Source: gtfs.org, "GTFS Realtime Reference" 2.0: FeedMessage {header 1, entity 2}, FeedEntity {id 1, is_deleted 2, vehicle 4}, VehiclePosition {trip 1,
/// position 2, timestamp 5, vehicle 8, occupancy_percentage 10}. Only fields about the vehicle are read: neither its plate nor anything about who
/// drives or rides it.
struct VehiclePositions {
  private struct Vehicle {
    var id = ""
    var label = ""
    var route = ""
    var latitude: Double?
    var longitude: Double?
    /// Degrees clockwise from north.
    var bearing: Double?
    /// Metres per second.
    var speed: Double?
    /// Per cent.
    var occupancy: Double?
    /// Seconds since 1970.
    var time: UInt64?
  }

  /// Vehicles a message may have.
  private static let most = 100_000

  private let feed: Feed

  init(_ feed: Feed) { self.feed = feed }

  /// Takes the vehicles of a message. Throws ``UnreadableAnswer`` where the bytes are none.
  func read(_ body: [UInt8], into harvest: inout Harvest) throws {
    if body.isEmpty { throw UnreadableAnswer(reason: "it is empty.") }
    // Text begins with bytes that look like fields; say so before they are taken for some.
    if let first = body.first, "<{[".utf8.contains(first) {
      throw UnreadableAnswer(
        reason:
          "it is text and no GTFS-Realtime; it begins \"\(String(decoding: body.prefix(60), as: UTF8.self).quotable)\"."
      )
    }
    var vehicles: [Vehicle] = []
    var made: UInt64?
    var hasHeader = false
    var (others, deleted) = (0, 0)
    var message = WireReader(body[...])
    while let (number, value) = try message.next() {
      switch number {
      case 1:
        guard var header = value.message else { continue }
        hasHeader = true
        while let (number, value) = try header.next() {
          if number == 3 { made = value.whole }
        }
      case 2:
        guard let entity = value.message else { continue }
        switch try self.entity(entity) {
        case .vehicle(let vehicle): vehicles.append(vehicle)
        case .deleted: deleted += 1
        case .other: others += 1
        }
        guard vehicles.count <= Self.most else {
          throw UnreadableAnswer(reason: "it has more than \(Self.most) vehicles.")
        }
      default: continue
      }
    }
    guard hasHeader else { throw UnreadableAnswer(reason: "it has no header and is no GTFS-Realtime.") }
    if others > 0 { harvest.skip("entity", because: "it is no vehicle's position", count: others) }
    if deleted > 0 { harvest.skip("entity", because: "it is marked as deleted", count: deleted) }
    for vehicle in vehicles { try take(vehicle, made, &harvest) }
  }

  // MARK: - The message

  private enum Entity {
    case vehicle(Vehicle)
    case deleted, other
  }

  private func entity(_ given: WireReader) throws(UnreadableAnswer) -> Entity {
    var reader = given
    var id = ""
    var vehicle: Vehicle?
    var isDeleted = false
    while let (number, value) = try reader.next() {
      switch number {
      case 1: id = value.text ?? ""
      case 2: isDeleted = value.whole == 1
      case 4:
        if let message = value.message { vehicle = try position(message) }
      default: continue
      }
    }
    if isDeleted { return .deleted }
    guard var vehicle else { return .other }
    if vehicle.id.isEmpty { vehicle.id = vehicle.label.isEmpty ? id : vehicle.label }
    return .vehicle(vehicle)
  }

  private func position(_ given: WireReader) throws(UnreadableAnswer) -> Vehicle {
    var reader = given
    var vehicle = Vehicle()
    while let (number, value) = try reader.next() {
      switch number {
      case 1:
        guard var trip = value.message else { continue }
        while let (number, value) = try trip.next() {
          if number == 5 { vehicle.route = value.text ?? "" }
        }
      case 2:
        guard var position = value.message else { continue }
        while let (number, value) = try position.next() {
          switch number {
          case 1: vehicle.latitude = value.float
          case 2: vehicle.longitude = value.float
          case 3: vehicle.bearing = value.float
          case 5: vehicle.speed = value.float
          default: continue
          }
        }
      case 5: vehicle.time = value.whole
      case 8:
        guard var descriptor = value.message else { continue }
        while let (number, value) = try descriptor.next() {
          switch number {
          case 1: vehicle.id = value.text ?? ""
          case 2: vehicle.label = value.text ?? ""
          default: continue
          }
        }
      case 10: vehicle.occupancy = value.whole.map { Double(min($0, 1_000)) }
      default: continue
      }
    }
    return vehicle
  }

  // MARK: - Readings

  private func take(_ vehicle: Vehicle, _ made: UInt64?, _ harvest: inout Harvest) throws {
    harvest.count(rows: 1)
    let id = vehicle.id.trimmed
    guard !id.isEmpty else { return harvest.skip("vehicle", because: "it has no id") }
    guard let latitude = vehicle.latitude, let longitude = vehicle.longitude, abs(latitude) <= 90,
      abs(longitude) <= 180, latitude != 0 || longitude != 0
    else { return harvest.skip("vehicle", because: "it has no place that can be", example: id) }
    // Neither its own time nor that of the message: then it is of now.
    let seconds = [vehicle.time, made].compactMap { $0 }.first { $0 > 0 }
    let time = seconds.map { Instant(milliseconds: Int64(min($0, 1 << 40)) * 1_000) } ?? harvest.now
    guard Observation.keptTimes.contains(time) else {
      return harvest.skip("vehicle", because: "its time is not of the years 1900 to 2199", example: id)
    }
    guard time.milliseconds <= harvest.now.milliseconds + 300_000 else {
      return harvest.skip("vehicle", because: "its time has not come yet", example: "\(id) \(time.text())")
    }
    // Six decimals are a hand's breadth, and as fine as a 32-bit float is.
    func rounded(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }
    let place = Coordinate(longitude: rounded(longitude), latitude: rounded(latitude))
    let key = "\(feed.name)/\(id.prefix(200))"
    var properties: [String: PlainValue] = ["feed": .text(feed.name), "moves": .truth(true)]
    if !feed.attribution.isEmpty { properties["attribution"] = .text(feed.attribution) }
    if !vehicle.route.isEmpty { properties["route"] = .text(vehicle.route) }
    let name = "Vehicle \(vehicle.label.isEmpty ? id : vehicle.label)"
    harvest.put(
      FeedThing(
        key: key, name: name, description: "A vehicle of the feed \"\(feed.title)\".", place: place,
        properties: properties))
    func take(
      _ stream: String, _ property: String, _ definition: String, _ unit: UnitOfMeasurement,
      _ type: ObservationType, _ result: PlainValue
    ) throws {
      harvest.put(
        FeedStream(
          key: "\(key)/\(stream)", thing: key, name: "\(property) of \(name)",
          description: "\(property) from the feed \"\(feed.title)\".", property: property, definition: definition,
          unit: unit, type: type, properties: ["feed": .text(feed.name)]))
      try harvest.take(FeedReading(stream: "\(key)/\(stream)", time: time, result: result), example: id)
    }
    let base = "https://qudt.org/vocab/quantitykind/"
    try take(
      "position", "Position", base + "Position", UnitOfMeasurement(name: nil, symbol: nil, definition: nil), .any,
      .object([
        "type": "Point", "coordinates": .list([.number(place.longitude), .number(place.latitude)]),
      ]))
    if let speed = vehicle.speed, speed >= 0, speed <= 150 {
      try take(
        "speed", "Vehicle speed", base + "Speed",
        UnitOfMeasurement(name: "kilometre per hour", symbol: "km/h", definition: "ucum:km/h"), .measurement,
        .number((speed * 36).rounded() / 10))
    } else if vehicle.speed != nil {
      harvest.skip("value", because: "speed cannot be", example: id)
    }
    if let bearing = vehicle.bearing, bearing >= 0, bearing <= 360 {
      try take(
        "bearing", "Bearing", base + "PlaneAngle",
        UnitOfMeasurement(name: "degree", symbol: "°", definition: "ucum:deg"), .measurement,
        .number((bearing * 10).rounded() / 10))
    } else if vehicle.bearing != nil {
      harvest.skip("value", because: "bearing cannot be", example: id)
    }
    if let occupancy = vehicle.occupancy {
      try take(
        "occupancy", "Occupancy", base + "DimensionlessRatio",
        UnitOfMeasurement(name: "per cent", symbol: "%", definition: "ucum:%"), .measurement, .number(occupancy))
    }
  }
}
