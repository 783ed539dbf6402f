internal import Hummingbird
internal import Modelling
internal import Pictures
internal import Serving

/// What a picture of the city is asked to show, as it stands in the address.
struct PictureRequest: Hashable {
  /// Pixels a side at most; tenths of a millimetre to a pixel of a screen; degrees a side at most.
  static let most = 1600, unitsPerPixel = 2.5, widest = 4.0

  var west, south, east, north: Double
  var width, height: Int
  var isNight = false
  /// The layers below the field.
  var layers = BaseLayer.usual
  /// The model's run whose field is shown, and the one it is compared with.
  var run: RunID?, other: RunID?
  var field = ""
  var time: Double?
  /// The classes a page shows the field in; nothing for classes of the server's own.
  var classes: [Substring] = []
  /// The colours of rows without a value, of those that lost theirs and of those that found one.
  var none, lost, gained: String?

  init(_ request: Request) throws {
    let query = request.uri.queryParameters
    func number(_ name: String) throws -> Double {
      guard let text = query.get(name) else {
        throw Problem(.badRequest, "\(name) is missing: a picture takes west, south, east and north in degrees.")
      }
      guard let number = Double(text), abs(number) <= 360 else {
        throw Problem(.badRequest, "\(name) is \(text.prefix(40)): it takes degrees, such as 101.08.")
      }
      return number
    }
    func pixels(_ name: String) throws -> Int {
      let text = query.get(name) ?? "800"
      guard let number = Int(text), (16...Self.most).contains(number) else {
        throw Problem(.badRequest, "\(name) is \(text.prefix(40)): it takes 16 to \(Self.most) pixels.")
      }
      return number
    }
    (west, south, east, north) = (
      try number("west"), try number("south"), try number("east"), try number("north")
    )
    guard west < east, south < north, abs(south) <= 85, abs(north) <= 85 else {
      throw Problem(.badRequest, "west lies west of east, south lies south of north, within 85° of the equator.")
    }
    guard east - west <= Self.widest, north - south <= Self.widest, east - west >= 1e-5, north - south >= 1e-5 else {
      throw Problem(
        .badRequest,
        "A picture shows at least 0.00001° and at most \(Int(Self.widest))° from edge to edge: ask for another piece.")
    }
    (width, height) = (try pixels("width"), try pixels("height"))
    switch query.get("theme") {
    case nil, "light": isNight = false
    case "dark": isNight = true
    case .some(let text): throw Problem(.badRequest, "theme is \(text.prefix(40)): it is light or dark.")
    }
    if let text = query.get("layers") {
      layers = []
      for name in text.split(separator: ",") {
        guard let layer = BaseLayer(rawValue: String(name)) else {
          let known = BaseLayer.allCases.map(\.rawValue).joined(separator: ", ")
          throw Problem(.badRequest, "There is no layer \(name.prefix(40)); there are \(known).")
        }
        layers.insert(layer)
      }
    }
    try readField(query)
  }

  private mutating func readField(_ query: Parameters) throws {
    func id(_ name: String) throws -> RunID? {
      guard let text = query.get(name) else { return nil }
      guard text.count == 64, text.allSatisfy({ $0.isASCII && $0.isHexDigit && !$0.isUppercase }) else {
        throw Problem(.badRequest, "\(name) is \(text.prefix(80)): a run's name has 64 hexadecimal digits.")
      }
      return RunID(text: text)
    }
    func colour(_ name: String) throws -> String? {
      guard let text = query.get(name) else { return nil }
      guard let colour = Self.colour(text[...]) else {
        throw Problem(.badRequest, "\(name) is \(text.prefix(40)): a colour is six hexadecimal digits, or none.")
      }
      return colour
    }
    (run, other) = (try id("run"), try id("against"))
    field = query.get("field") ?? ""
    guard (run == nil) == field.isEmpty, run != nil || other == nil else {
      throw Problem(.badRequest, "A field is shown of a run: give run and field, or neither and no against.")
    }
    guard field.count <= 200, field.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
    else { throw Problem(.badRequest, "\(field.prefix(120)) cannot be a field's name.") }
    if let text = query.get("time") {
      guard let number = Double(text), abs(number) < 1e15 else {
        throw Problem(.badRequest, "time is \(text.prefix(40)): it takes milliseconds, as the field tells its times.")
      }
      time = number
    }
    (none, lost, gained) = (try colour("none"), try colour("lost"), try colour("gained"))
    classes = query.get("classes").map { $0.split(separator: ",", omittingEmptySubsequences: false) } ?? []
    guard classes.isEmpty || Self.shades(classes) != nil else {
      throw Problem(
        .badRequest,
        "classes cannot be read: write a colour, a bound, a colour and so on — none,0.05,9fc6ea,0.15,6aa5d8 — with rising "
          + "bounds and at most 40 of them.")
    }
  }

  /// The colour of six hexadecimal digits as SVG writes it; an empty text for *none*, nothing for what is no colour.
  private static func colour(_ text: Substring) -> String? {
    if text == "none" { return "" }
    guard text.utf8.count == 6, text.utf8.allSatisfy({ ($0 | 32 >= 97 && $0 | 32 <= 102) || (48...57).contains($0) })
    else { return nil }
    return "#\(text)"
  }

  /// The classes that are written in turn: a colour, the bound above it, the next colour … .
  static func shades(_ parts: [Substring]) -> (colours: [String?], bounds: [Double])? {
    guard parts.count % 2 == 1, parts.count <= 81 else { return nil }
    var (colours, bounds): ([String?], [Double]) = ([], [])
    for (place, part) in parts.enumerated() {
      if place % 2 == 0 {
        guard let colour = colour(part) else { return nil }
        colours.append(colour.isEmpty ? nil : colour)
      } else {
        guard let bound = Double(part), abs(bound) < 1e30, bound > bounds.last ?? -.infinity else { return nil }
        bounds.append(bound)
      }
    }
    return (colours, bounds)
  }
}
