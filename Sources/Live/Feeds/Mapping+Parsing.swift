internal import Geography
internal import Observations

extension Feed {
  /// The mapping of a file.
  static func mapping(_ fields: YAMLFields) throws(FeedError) -> Mapping {
    guard let station = try fields.fields("station") else {
      throw FeedError(
        "\(fields.file):\(fields.line)",
        "the field \"station\" is missing: say \"station: {key: \"{id}\", name: \"{name}\"}\".")
    }
    var values: [ValueForm] = []
    for value in try fields.list("values") { values.append(try self.value(value)) }
    guard !values.isEmpty else {
      throw FeedError(
        "\(fields.file):\(fields.line)", "the field \"values\" is missing: list the fields that are values.")
    }
    if let twice = Dictionary(grouping: values, by: \.key).filter({ $1.count > 1 }).keys.min() {
      throw fields.error("values", "has \"\(twice)\" twice: give one of them a \"key:\" of its own.")
    }
    var mapping = Mapping(time: try time(fields), station: try self.station(station), values: values)
    if let skip = try fields.fields("skip-when") {
      for name in skip.names { mapping.skipWhen[name] = try skip.texts(name) }
    }
    if fields.has("ahead") {
      mapping.ahead =
        try fields.text("ahead") == "any"
        ? nil : try fields.length("ahead", orElse: 0, within: 0...315_360_000_000)
    }
    return mapping
  }

  private static func time(_ fields: YAMLFields) throws(FeedError) -> TimeForm {
    guard let time = try fields.fields("time") else {
      guard fields.has("time") else {
        throw FeedError(
          "\(fields.file):\(fields.line)",
          "the field \"time\" is missing: say "
            + "\"time: {field: date, format: dd/MM/yyyy HH:mm, zone: Asia/Kuala_Lumpur}\"."
        )
      }
      return TimeForm(fields: [])
    }
    try time.check(["field", "fields", "format", "zone", "of"])
    if try time.text("of", orElse: "") == "pull" { return TimeForm(fields: []) }
    let names = try time.texts(time.has("fields") ? "fields" : "field")
    guard !names.isEmpty else { throw time.error("field", "is missing: name the field that tells the moment.") }
    let written = try time.text("format", orElse: "iso")
    guard let pattern = TimePattern(written) else {
      throw time.error(
        "format",
        "is iso, unix, unix-ms or a pattern such as dd/MM/yyyy HH:mm with year, month and day, "
          + "not \"\(written.quotable)\"."
      )
    }
    let zone = try time.text("zone", orElse: "UTC")
    guard LocalZone(zone) != nil else {
      throw time.error("zone", "is a time zone such as Asia/Kuala_Lumpur, not \"\(zone.quotable)\".")
    }
    if !time.has("zone"), written != "iso", !written.hasPrefix("unix"), !written.contains("Z") {
      throw time.error("zone", "is missing: times without an offset are of a time zone such as Asia/Kuala_Lumpur.")
    }
    return TimeForm(fields: names, pattern: pattern, zone: zone)
  }

  private static func station(_ fields: YAMLFields) throws(FeedError) -> StationForm {
    try fields.check(["key", "name", "description", "place", "places", "properties", "missing"])
    let key = Template(try fields.text("key"))
    var form = StationForm(
      key: key, name: Template(try fields.text("name", orElse: key.text)),
      description: Template(try fields.text("description", orElse: "")))
    form.missing = try fields.texts("missing")
    if let properties = try fields.fields("properties") {
      for name in properties.names { form.properties[name] = Template(try properties.text(name)) }
    }
    guard !(fields.has("place") && fields.has("places")) else {
      throw fields.error("places", "and \"place\" are two ways of saying it: keep one.")
    }
    if let places = try fields.fields("places") {
      var listed: [String: Coordinate] = [:]
      for name in places.names { listed[name] = try place(places, name) }
      form.place = .listed(listed)
    }
    if let place = try fields.fields("place") {
      try place.check(["longitude", "latitude", "at"])
      if let fixed = try self.place(place, "at") {
        form.place = .fixed(fixed)
      } else {
        form.place = .fields(longitude: try place.text("longitude"), latitude: try place.text("latitude"))
      }
    }
    return form
  }

  private static func value(_ fields: YAMLFields) throws(FeedError) -> ValueForm {
    try fields.check([
      "field", "key", "name", "property", "definition", "unit", "missing", "factor", "offset", "kind", "levels",
      "quality",
    ])
    let property = try fields.text("property")
    var form = ValueForm(
      field: try fields.text("field"),
      name: fields.has("name") ? Template(try fields.text("name")) : nil, property: property,
      unit: try unit(fields))
    if fields.has("key") { form.key = try fields.text("key") }
    guard !form.key.isEmpty, !form.key.contains("/") else { throw fields.error("key", "is a word without slashes.") }
    form.definition = try fields.text("definition", orElse: "")
    form.missing = try fields.texts("missing")
    form.factor = try fields.number("factor", orElse: 1)
    form.offset = try fields.number("offset", orElse: 0)
    switch try fields.text("kind", orElse: "number") {
    case "number": break
    case "text": form.isText = true
    default: throw fields.error("kind", "is number or text.")
    }
    if let levels = try fields.fields("levels") {
      for name in levels.names { form.levels[name] = Template(try levels.text(name)) }
    }
    form.quality = try fields.plain("quality")
    return form
  }

  /// A unit by its symbol, or by all three of its parts.
  private static func unit(_ fields: YAMLFields) throws(FeedError) -> UnitOfMeasurement {
    guard fields.has("unit") else { return UnitOfMeasurement(name: nil, symbol: nil, definition: nil) }
    if case .object? = try fields.plain("unit"), let unit = try fields.fields("unit") {
      try unit.check(["name", "symbol", "definition"])
      return UnitOfMeasurement(
        name: try unit.text("name"), symbol: try unit.text("symbol", orElse: ""),
        definition: unit.has("definition") ? try unit.text("definition") : nil)
    }
    let symbol = try fields.text("unit")
    return Self.units[symbol] ?? UnitOfMeasurement(name: symbol, symbol: symbol, definition: nil)
  }

  /// Units a town's feeds have, by symbol, as the Unified Code for Units of Measure names them.
  private static let units: [String: UnitOfMeasurement] = {
    var units: [String: UnitOfMeasurement] = [:]
    for (symbol, name, code) in [
      ("m", "metre", "m"), ("cm", "centimetre", "cm"), ("mm", "millimetre", "mm"),
      ("mm/h", "millimetre per hour", "mm/h"), ("m³/s", "cubic metre per second", "m3/s"),
      ("°C", "degree Celsius", "Cel"), ("%", "per cent", "%"), ("m/s", "metre per second", "m/s"),
      ("km/h", "kilometre per hour", "km/h"), ("°", "degree", "deg"), ("hPa", "hectopascal", "hPa"),
      ("µg/m³", "microgram per cubic metre", "ug/m3"), ("ppm", "parts per million", "[ppm]"),
      ("ppb", "parts per billion", "[ppb]"), ("W/m²", "watt per square metre", "W/m2"),
      ("kWh", "kilowatt hour", "kW.h"),
      ("dB(A)", "decibel (A-weighted)", "dB(A)"), ("V", "volt", "V"), ("s", "second", "s"), ("min", "minute", "min"),
      ("L/s", "litre per second", "L/s"), ("mg/L", "milligram per litre", "mg/L"),
    ] {
      units[symbol] = UnitOfMeasurement(name: name, symbol: symbol, definition: "ucum:\(code)")
    }
    return units
  }()
}
