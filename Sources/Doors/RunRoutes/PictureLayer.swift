internal import Modelling
internal import Pictures

/// The values a picture shows: a field's at one moment, or how they differ from another run's at the same moment.
struct PictureLayer {
  /// What stands for a row that lost its value or found one: a time that is no longer to be had, say. Below and above all numbers.
  private static let lost = -Float.greatestFiniteMagnitude, gained = Float.greatestFiniteMagnitude

  let layer: MapPicture.Layer

  /// The layer of a field; `before` is the other run's, and `isCompared` says that there is to be one.
  init(_ field: Field, before: Field?, isCompared: Bool, as asked: PictureRequest) {
    var shown = field
    shown.values = Self.told(field, before, isCompared: isCompared)
    if isCompared { shown.palette = .change }
    // Bounds that no value of a field reaches part the rows without a number from those with one.
    let edge = Double(Float.greatestFiniteMagnitude) / 2
    let known = shown.values.lazy.map { abs(Double($0)) < edge ? $0 : .nan }
    let made = Shades(shown, of: known)
    let (colours, bounds) = PictureRequest.shades(asked.classes) ?? (made.colours, made.bounds)
    func drawn(_ colour: String?) -> String? { colour.flatMap { $0.isEmpty ? nil : $0 } }
    if drawn(asked.none) != nil, case .zones = field.carrier {
      shown.values = shown.values.map { $0.isNaN ? -.infinity : $0 }
    }
    let shades = Shades(
      colours: [drawn(asked.none), drawn(asked.lost)] + colours + [drawn(asked.gained)],
      bounds: [-2 * edge, -edge] + bounds + [edge])
    layer = MapPicture.Layer(shown, frame: 0, shades: shades)
  }

  /// What is shown, row by row; of a street the greater of its two directions. Nothing is shown of streets, buildings and places with 0.
  private static func told(_ field: Field, _ before: Field?, isCompared: Bool) -> [Float] {
    let after = joined(field)
    var values = after
    if isCompared {
      let old = before.map(joined) ?? []
      for row in values.indices {
        values[row] = compared(row < old.count ? old[row] : .nan, after[row], field.palette)
      }
    }
    switch field.carrier {
    case .links, .buildings, .places: return values.map { $0 == 0 ? .nan : $0 }
    case .zones, .trips, .grid: return values
    }
  }

  private static func joined(_ field: Field) -> [Float] {
    guard case .links = field.carrier else { return field.values }
    var values = field.values
    for row in stride(from: 0, to: values.count - 1, by: 2) {
      let greater =
        values[row].isNaN ? values[row + 1] : values[row + 1].isNaN ? values[row] : max(values[row], values[row + 1])
      (values[row], values[row + 1]) = (greater, greater)
    }
    return values
  }

  /// How a value differs. Where one side has none, water and shares count from nothing, a time is lost or found, and where nobody drives there
  /// is no difference of speeds.
  private static func compared(_ was: Float, _ value: Float, _ palette: Field.Palette) -> Float {
    switch (was.isNaN, value.isNaN, palette) {
    case (false, false, _): value - was
    case (true, true, _), (_, _, .speed): .nan
    case (false, true, .time): lost
    case (true, false, .time): gained
    case (false, true, _): -was
    case (true, false, _): value
    }
  }
}
