public import Modelling

/// The classes of a field's values and their colours: the same for all sides of a comparison.
///
/// Colours are those of the page in daylight: one hue from light to dark for values, told apart by most colour-blind readers.
public struct Shades: Sendable, Equatable {
  /// One colour more than bounds; nothing where a class is not drawn.
  public let colours: [String?]
  /// The lower bounds of all classes but the first, rising.
  public let bounds: [Double]

  /// Classes that someone else made: one colour more than bounds, which rise.
  public init(colours: [String?], bounds: [Double]) {
    precondition(colours.count == bounds.count + 1, "a class below each bound and one above the last")
    (self.colours, self.bounds) = (colours, bounds)
  }

  /// The class of a value, 0… .
  public func place(of value: Float) -> Int {
    var place = 0
    while place < bounds.count, Double(value) >= bounds[place] { place += 1 }
    return place
  }

  /// The classes of a field from the values that are shown of it, NaN being "none".
  public init(_ field: Field, of values: some Sequence<Float>) {
    let ramp = Self.ramp(field)
    var isGrid = false
    if case .grid = field.carrier { isGrid = true }
    func made(_ bounds: [Double], clear least: Double? = nil) -> ([String?], [Double]) {
      let colours = Self.spread(ramp, bounds.count + 1)
      guard let least, isGrid else { return (colours, bounds) }
      return ([nil] + colours, [least] + bounds)
    }
    switch field.palette {
    case .depth where field.unit == "m²/s": (colours, bounds) = made([0.75, 1.25, 2], clear: 0.05)
    case .depth where isGrid: (colours, bounds) = made([0.15, 0.3, 0.5, 1, 2], clear: 0.05)
    case .depth: (colours, bounds) = ([nil] + ramp.dropFirst().map(Optional.some), [0.01, 0.1, 0.3, 0.5, 1])
    case .share:
      let whole = field.unit == "%" ? 100.0 : 1
      (colours, bounds) = made([0.1, 0.25, 0.5, 0.75, 0.9].map { $0 * whole }, clear: 0.01 * whole)
    case .change:
      let greatest = values.reduce(0) { $1.isNaN ? $0 : max($0, abs(Double($1))) }
      let top = Self.nice(greatest / 1.6)
      bounds = [-top, -top / 3, -top / 30, top / 30, top / 3, top]
      var both: [String?] = field.better == .more ? Self.diverging.reversed() : Self.diverging
      if isGrid { both[3] = nil }
      colours = both
    case .plain where field.unit == "veh/h":
      // Few streets carry much, and a town's read like another's.
      let greatest = values.reduce(0) { $1.isNaN ? $0 : max($0, Double($1)) }
      (colours, bounds) = made([10, 30, 100, 300, 1000].filter { $0 < greatest })
    case .time, .speed, .plain:
      // Streets and cells without anything are not classed: much of a town is nothing.
      let known = values.filter { !$0.isNaN && (field.palette != .plain || $0 > 0) }.map(Double.init).sorted()
      let found = Self.bounds(known)
      (colours, bounds) = made(found, clear: found.first.flatMap { $0 > 0 ? Self.rounded($0 / 10, 2) : nil })
    }
  }

  private static func ramp(_ field: Field) -> [String] {
    var isGrid = false
    if case .grid = field.carrier { isGrid = true }
    let ramp =
      switch field.palette {
      case .depth where isGrid: ["#9fc6ea", "#6aa5d8", "#3b82c0", "#1f61a3", "#0c447c", "#062a52"]
      case .depth: ["#dceaf7", "#b3d1ec", "#7fb2dd", "#4a8fc7", "#2369a8", "#0c447c"]
      case .time: ["#fdf0d5", "#f9d79b", "#f0b45c", "#dd8a33", "#b8611f", "#873f12"]
      case .speed: ["#873f12", "#b8611f", "#dd8a33", "#f0b45c", "#f9d79b", "#fdf0d5"]
      case .share: ["#e4f2ec", "#b9dfd0", "#83c6ae", "#4aa688", "#1f8063", "#0a5a43"]
      case .plain, .change: ["#efe9f6", "#d3c6e8", "#b09cd5", "#8b72bd", "#684d9f", "#472f7c"]
      }
    return field.palette == .time && field.better == .more ? ramp.reversed() : ramp
  }

  /// Better much … worse much, when less is better.
  private static let diverging: [String?] = [
    "#0b4f86", "#3f86bd", "#9ac4e2", "#f1efe9", "#f6bf85", "#e0822c", "#a94e0a",
  ]

  /// As many colours of a ramp as there are classes, spread over all of it.
  private static func spread(_ ramp: [String], _ count: Int) -> [String] {
    guard count > 1, count < ramp.count else { return Array(ramp.prefix(max(1, count))) }
    return (0..<count).map { ramp[$0 * (ramp.count - 1) / (count - 1)] }
  }

  /// Bounds that read well, about evenly through sorted values: at most five.
  static func bounds(_ sorted: [Double]) -> [Double] {
    guard let least = sorted.first else { return [] }
    var found: [Double] = []
    for part in 1..<6 {
      let raw = sorted[min(sorted.count - 1, part * sorted.count / 6)]
      let round = rounded(raw, 2)
      if round > least, round > (found.last ?? -.infinity) { found.append(round) }
    }
    return found
  }

  /// A number with so many digits that count.
  static func rounded(_ value: Double, _ digits: Int) -> Double {
    guard value != 0, value.isFinite else { return 0 }
    // Powers of ten up to the fifteenth are exact, so that every machine rounds alike.
    var scale = 1.0
    let limit = digits == 2 ? 100.0 : 10.0
    while abs(value) * scale < limit / 10, scale < 1e15 { scale *= 10 }
    var down = 1.0
    while abs(value) / down >= limit, down < 1e15 { down *= 10 }
    return down > 1 ? (value / down).rounded() * down : (value * scale).rounded() / scale
  }

  /// The next of 1, 2, 5, 10 … that is not less.
  public static func nice(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    var scale = 1.0
    while scale > value { scale /= 10 }
    while scale * 10 <= value { scale *= 10 }
    return [1, 2, 5, 10].map { $0 * scale }.first { $0 >= value * 0.999 } ?? scale * 10
  }
}
