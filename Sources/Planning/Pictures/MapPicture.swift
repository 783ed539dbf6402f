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

  private let tones: Tones

  /// A picture of a window, by day or by night.
  public init(_ window: Window, tones: Tones = .day) {
    self.window = window
    self.tones = tones
  }

  /// The picture of a city. `label` is what a reader who cannot see it is told.
  ///
  /// A label must be escaped already; all else that is written are numbers.
  public func svg(of city: City, layer: Layer?, marks: Marks = Marks(), label: String, north: String = "N") -> String {
    let (width, height) = (Int(window.width), Int(window.height))
    let opening =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(label)\">"
    let frame =
      "<rect x=\"1\" y=\"1\" width=\"\(width - 2)\" height=\"\(height - 2)\" fill=\"none\" stroke=\"#8d887c\" "
      + "stroke-width=\"2\"/></svg>"
    let drawn = content(of: city, layer: layer) + marks.drawn(in: window, city: city)
    return opening + drawn + scaleBar + northArrow(north) + frame
  }

  /// The picture without a frame, a scale or an arrow, for a page that lays its own over it; shown so many pixels large.
  public func bare(
    of city: City, layer: Layer?, layers: Set<BaseLayer> = BaseLayer.usual, pixels: (width: Int, height: Int)
  ) -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(pixels.width)\" height=\"\(pixels.height)\" "
      + "viewBox=\"0 0 \(Int(window.width)) \(Int(window.height))\">" + content(of: city, layer: layer, layers)
      + "</svg>"
  }

  /// Land, water, streets, buildings and the field's values; those of zones below the streets, others above.
  private func content(of city: City, layer: Layer?, _ layers: Set<BaseLayer> = BaseLayer.usual) -> String {
    let base = BaseMap(city: city, window: window, tones: tones)
    let field = layer.map {
      FieldLayer(field: $0.field, frame: $0.frame, shades: $0.shades, city: city, window: window).drawn
    }
    var below = ""
    var above = ""
    switch layer?.field.carrier {
    case .zones: below = field ?? ""
    default: above = field ?? ""
    }
    func part(_ layer: BaseLayer, _ drawn: @autoclosure () -> String) -> String {
      layers.contains(layer) ? drawn() : ""
    }
    let (width, height) = (Int(window.width), Int(window.height))
    // The outermost svg element cuts off what lies outside its view.
    return [
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(tones.ground)\"/>",
      part(.land, base.land), part(.waterways, base.waterways), below, part(.zones, base.zones),
      part(.buildings, base.buildings), part(.streets, base.streets), above, part(.places, base.places),
    ].joined()
  }

  /// A bar of a round length with its metres or kilometres, lower left.
  private var scaleBar: String {
    var metres = Shades.nice(window.metresPerUnit * window.width / 8)
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
