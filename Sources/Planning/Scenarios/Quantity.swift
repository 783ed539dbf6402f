/// Numbers with units, as people write them, turned into a parameter's unit.
enum Quantity {
  /// Why a text is no quantity in a unit.
  enum Refusal: Error, Equatable {
    /// It does not begin with a number.
    case noNumber
    /// Its unit cannot be turned into the one needed; the units that can are listed.
    case unit(String, known: [String])
  }

  /// Units by what they measure, each with its size in the first of its kind.
  private static let kinds: [[(unit: String, size: Double)]] = [
    [("m", 1), ("mm", 0.001), ("cm", 0.01), ("km", 1000), ("ft", 0.3048), ("in", 0.0254)],
    [("m/s", 1), ("km/h", 1 / 3.6), ("mph", 0.44704)],
    [("s", 1), ("min", 60), ("h", 3600), ("d", 86400)],
    [("m²", 1), ("m2", 1), ("ha", 10_000), ("km²", 1_000_000), ("km2", 1_000_000)],
    [("mm/h", 1), ("mm/min", 60), ("m/h", 1000)],
    [("m³/s", 1), ("m3/s", 1), ("l/s", 0.001)],
    [("1", 1), ("%", 0.01), ("", 1)],
  ]

  /// The number of `text` in `unit`; bare, it has that unit already.
  static func parse(_ text: String, in unit: String) -> Result<Double, Refusal> {
    let trimmed = text.drop { $0.isWhitespace }
    let digits = trimmed.prefix { $0.isNumber && $0.isASCII || "+-.".contains($0) || $0 == "e" || $0 == "E" }
    // "3 ecus" and "5e" must not swallow the letter: an exponent has digits.
    var number = digits
    while let last = number.last, "eE+-".contains(last) { number.removeLast() }
    guard !number.isEmpty, let value = Double(number), value.isFinite else { return .failure(.noNumber) }
    var given = String(trimmed[number.endIndex...].drop { $0.isWhitespace })
    while given.last?.isWhitespace == true { given.removeLast() }
    if given.isEmpty || given == unit { return .success(value) }
    let kind = kinds.first { $0.contains { $0.unit == unit } } ?? []
    guard let from = kind.first(where: { $0.unit == given })?.size,
      let to = kind.first(where: { $0.unit == unit })?.size
    else {
      return .failure(.unit(given, known: kind.map(\.unit).filter { !$0.isEmpty && $0 != "1" }))
    }
    return .success(value * from / to)
  }
}
