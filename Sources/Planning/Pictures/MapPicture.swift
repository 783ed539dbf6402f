internal import Geography
public import Modelling
public import Replica

/// A map of a city with a field and marks over it, as SVG.
///
/// Sides of a comparison share window and shades, so that they can be read one beside the other.
public struct MapPicture: Sendable {
  /// The piece of the city that is shown.
  public let window: Window
  /// A field's moment to be shown, and its classes.
  public struct Layer: Sendable {
    /// The field.
    public var field: Field
    /// Which of its moments.
    public var frame: Int
    /// Its classes.
    public var shades: Shades

    /// A moment of a field.
    public init(_ field: Field, frame: Int, shades: Shades) {
      self.field = field
      self.frame = frame
      self.shades = shades
    }
  }

  /// A picture of a window.
  public init(_ window: Window) { self.window = window }

  /// The picture of a city. `label` is what a reader who cannot see it is told.
  ///
  /// A label must be escaped already; all else that is written are numbers.
  public func svg(of city: City, layer: Layer?, marks: Marks = Marks(), label: String, north: String = "N") -> String {
    let base = BaseMap(city: city, window: window)
    let (width, height) = (Int(window.width), Int(window.height))
    let field = layer.map {
      FieldLayer(field: $0.field, frame: $0.frame, shades: $0.shades, city: city, window: window).drawn
    }
    var below = ""
    var above = ""
    switch layer?.field.carrier {
    case .zones: below = field ?? ""
    default: above = field ?? ""
    }
    // The outermost svg element cuts off what lies outside its view.
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
      + "aria-label=\"\(label)\">"
      + "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(BaseMap.paper)\"/>"
      + base.land + base.waterways + below + base.buildings + base.streets + above
      + marks.drawn(in: window, city: city) + scaleBar + northArrow(north)
      + "<rect x=\"1\" y=\"1\" width=\"\(width - 2)\" height=\"\(height - 2)\" fill=\"none\" stroke=\"#8d887c\" "
      + "stroke-width=\"2\"/></svg>"
  }

  /// A bar of a round length with its metres or kilometres, lower left.
  private var scaleBar: String {
    var metres = Shades.nice(window.box.width / 8)
    if metres / window.metresPerUnit > window.width / 3 { metres /= 2 }
    let length = Int((metres / window.metresPerUnit).rounded())
    let text = metres >= 1000 ? "\(Self.short(metres / 1000)) km" : "\(Self.short(metres)) m"
    let y = Int(window.height) - 22
    return
      "<g><rect x=\"14\" y=\"\(y - 40)\" width=\"\(length + 24)\" height=\"52\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>"
      + "<path fill=\"none\" stroke=\"#222222\" stroke-width=\"4\" d=\"M26 \(y - 9)v9h\(length)v-9\"/>"
      + "<text x=\"\(26 + length / 2)\" y=\"\(y - 14)\" font-size=\"24\" text-anchor=\"middle\" fill=\"#222222\">\(text)</text></g>"
  }

  private static func short(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }

  /// An arrow to the north, upper right.
  private func northArrow(_ letter: String) -> String {
    let x = Int(window.width) - 34
    return "<g><rect x=\"\(x - 22)\" y=\"12\" width=\"44\" height=\"76\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>"
      + "<path fill=\"#222222\" d=\"M\(x) 18l13 34l-13 -8l-13 8z\"/>"
      + "<text x=\"\(x)\" y=\"80\" font-size=\"26\" text-anchor=\"middle\" fill=\"#222222\">\(letter)</text></g>"
  }
}
