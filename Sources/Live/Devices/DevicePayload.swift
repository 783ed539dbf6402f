internal import Geography
internal import Modelling
internal import Observations
internal import SensorThings

/// A message of a device: a bare value or an object of JSON, whatever its maker chose.
struct DevicePayload {
  /// What it says; nothing where it is neither JSON nor text.
  let content: PlainValue?

  /// Values and ways to them that are looked at, at most.
  private static let mostFields = 64

  init(_ bytes: [UInt8]) {
    if let value = try? JSONReader.value(of: bytes) {
      content = value
    } else if let text = String(validating: bytes, as: UTF8.self), text.utf8.count <= 1_000,
      !text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\r" && $0 != "\t" })
    {
      content = .text(text)
    } else {
      content = nil
    }
  }

  /// The value at a way of levels separated by points; a number written as a text is a number.
  func value(at way: String) -> PlainValue? {
    guard let found = member(at: way) else { return nil }
    switch found {
    case .number, .truth: return found
    case .text(let text): return Double(text.filter { $0 != " " }).map { .number($0) } ?? (text.isEmpty ? nil : found)
    case .null, .list, .object: return nil
    }
  }

  private func member(at way: String) -> PlainValue? {
    guard var value = content else { return nil }
    guard !way.isEmpty else { return value }
    for level in way.split(separator: ".") {
      switch value {
      case .object(let members):
        guard let next = members[String(level)] else { return nil }
        value = next
      case .list(let items):
        guard let place = Int(level), items.indices.contains(place) else { return nil }
        value = items[place]
      default: return nil
      }
    }
    return value
  }

  /// The moment at a way: a text of ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size.
  func time(at way: String?) -> Instant? {
    guard let way, let value = member(at: way) else { return nil }
    switch value {
    case .text(let text): return Instant(text: text) ?? Double(text).flatMap(Self.moment)
    case .number(let number): return Self.moment(number)
    default: return nil
    }
  }

  private static func moment(_ number: Double) -> Instant? {
    let milliseconds: Double =
      switch abs(number) {
      case 1e8..<1e11: number * 1_000
      case 1e11..<1e14: number
      case 1e14..<1e17: number / 1_000
      case 1e17..<1e20: number / 1e6
      default: .nan
      }
    return milliseconds.isNaN ? nil : Instant(milliseconds: Int64(milliseconds.rounded()))
  }

  // MARK: - What a message nobody knows may mean

  /// All ways to numbers and truths, by name; those to moments and places are not among them.
  var fields: [String] {
    guard let content else { return [] }
    var ways: [String] = []
    func walk(_ value: PlainValue, _ way: [String]) {
      guard ways.count < Self.mostFields, way.count <= 6 else { return }
      switch value {
      case .number, .truth: ways.append(way.joined(separator: "."))
      case .text(let text):
        if Double(text.filter { $0 != " " }) != nil { ways.append(way.joined(separator: ".")) }
      case .object(let members):
        for (name, member) in members.sorted(by: { $0.key < $1.key })
        where !Self.isAside(name) && !name.contains(".") { walk(member, way + [name]) }
      case .list, .null: break
      }
    }
    walk(inner.0, inner.1)
    if ways.isEmpty, case .text(let text) = content, !text.isEmpty { ways = [""] }
    return ways
  }

  /// Where what a device measures lies: LoRaWAN networks wrap it (`uplink_message.decoded_payload`, `object`).
  private var inner: (PlainValue, [String]) {
    for way in ["uplink_message.decoded_payload", "object"] {
      if let member = member(at: way), case .object = member {
        return (member, way.split(separator: ".").map(String.init))
      }
    }
    return (content ?? .null, [])
  }

  /// Names of moments, places and what radios say of themselves.
  private static func isAside(_ name: String) -> Bool {
    let name = name.lowercased()
    return timeNames.contains(name) || latitudes.contains(name) || longitudes.contains(name)
      || [
        "location", "position", "gps", "rssi", "snr", "linkquality", "lqi", "sequence", "seq", "fcnt", "f_cnt", "id",
        "version",
      ]
      .contains(name)
  }

  private static let timeNames: Set = [
    "time", "timestamp", "ts", "datetime", "date_time", "measured_at", "received_at", "phenomenontime",
  ]
  private static let latitudes: Set = ["lat", "latitude"]
  private static let longitudes: Set = ["lon", "lng", "long", "longitude"]

  /// The way to the moment of measuring, where it is told under a name that is known and can be read.
  var timeWay: String? {
    guard case .object(let members)? = content else { return nil }
    let prefix = inner.1
    if case .object(let inside) = inner.0, !prefix.isEmpty,
      let name = inside.keys.sorted().first(where: { Self.timeNames.contains($0.lowercased()) })
    {
      let way = (prefix + [name]).joined(separator: ".")
      if time(at: way) != nil { return way }
    }
    return members.keys.sorted().first { Self.timeNames.contains($0.lowercased()) && time(at: $0) != nil }
  }

  /// Where the device says it is, in WGS 84.
  var place: Coordinate? {
    guard let content else { return nil }
    var places: [PlainValue] = [content, inner.0]
    for way in [
      "location", "position", "gps", "uplink_message.locations.user", "uplink_message.rx_metadata.0.location",
    ] {
      if let member = member(at: way) { places.append(member) }
      if case .object(let members) = inner.0, let member = members[way] { places.append(member) }
    }
    for value in places {
      guard case .object(let members) = value else { continue }
      func number(_ names: Set<String>) -> Double? {
        for (name, value) in members where names.contains(name.lowercased()) {
          if case .number(let number) = value { return number }
          if case .text(let text) = value, let number = Double(text) { return number }
        }
        return nil
      }
      if let latitude = number(Self.latitudes), let longitude = number(Self.longitudes), abs(latitude) <= 90,
        abs(longitude) <= 180, latitude != 0 || longitude != 0
      {
        return Coordinate(longitude: longitude, latitude: latitude)
      }
    }
    return nil
  }
}
