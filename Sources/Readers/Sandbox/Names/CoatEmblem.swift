import Geography
import Modelling

/// The plant on a coat of arms: a flower of so many petals, or a tree, as the town's name has it.
struct CoatEmblem: Sendable {
  /// The drawing, in the shield's upper half.
  let svg: String

  init(plant: Int, tinctures: Coat.Tinctures) {
    switch plant % Words.towns.count {
    case 0: svg = Self.sprig(leaf: "#3f7d3a", blossom: "#8e5bb0")
    case 1: svg = Self.sprig(leaf: "#4d7c0f", blossom: "#d8a31a")
    case 2: svg = Self.flower(petals: 8, inner: 5, colour: "#f0b429", heart: "#b4690e", thin: true)
    case 3: svg = Self.flower(petals: 5, inner: 0, colour: "#fffbea", heart: "#e2b93b", thin: false)
    case 4: svg = Self.flower(petals: 10, inner: 6, colour: "#e77fa5", heart: "#f2c94c", thin: true)
    case 5: svg = Self.flower(petals: 12, inner: 8, colour: "#c7a5e0", heart: "#f2c94c", thin: true)
    case 6: svg = Self.flower(petals: 7, inner: 0, colour: "#ffffff", heart: "#d6e08a", thin: false)
    case 7: svg = Self.tree(crown: "#c8402a", leaf: "#3c6e2f")
    case 8: svg = Self.tree(crown: "#3f7a35", leaf: "#a3213c")
    default: svg = Self.tree(crown: "#2f6b3c", leaf: "#5d8f45")
    }
  }

  /// Unit vectors at even steps around a circle, clockwise, the first upwards.
  static func around(_ count: Int) -> [Point] {
    (0..<count).map { step in
      let angle = 2 * Double.pi * Double(step) / Double(count)
      return Point(x: Portable.sin(angle), y: Portable.cos(angle))
    }
  }

  private static func petals(
    _ count: Int, radius: Double, width: Double, colour: String, turn: Double
  ) -> String {
    (0..<count).map { petal in
      let angle = (Double(petal) * 360 / Double(count) + turn).inTenths
      let tip = (-radius).inTenths
      let side = width.inTenths
      return """
        <path d="M0 0 C\(side) \((-radius * 0.3).inTenths) \(side) \((-radius * 0.8).inTenths) 0 \(tip) \
        C-\(side) \((-radius * 0.8).inTenths) -\(side) \((-radius * 0.3).inTenths) 0 0 Z" fill="\(colour)" \
        stroke="#4a3528" stroke-width="1.4" transform="rotate(\(angle))"/>
        """
    }.joined(separator: "\n")
  }

  private static func leaves() -> String {
    [-62.0, 62, 118, -118].map {
      "<path d=\"M0 0 C18 -20 16 -48 0 -66 C-16 -48 -18 -20 0 0 Z\" fill=\"#3f7d3a\" stroke=\"#234b20\" "
        + "stroke-width=\"1.4\" transform=\"rotate(\(($0).inTenths))\"/>"
    }.joined(separator: "\n")
  }

  private static func flower(petals count: Int, inner: Int, colour: String, heart: String, thin: Bool) -> String {
    let width = (thin ? 88.0 : 110) / Double(count) + 6
    var parts = leaves() + "\n" + petals(count, radius: 56, width: width, colour: colour, turn: 0)
    if inner > 0 { parts += "\n" + petals(inner, radius: 36, width: width, colour: colour, turn: 180 / Double(inner)) }
    return """
      <g transform="translate(200 166)">
      \(parts)
      <circle r="11" fill="\(heart)" stroke="#4a3528" stroke-width="1.4"/>
      </g>
      """
  }

  /// A herb: paired leaves on a stem, a spike of blossoms above.
  private static func sprig(leaf: String, blossom: String) -> String {
    var parts = "<path d=\"M0 66 C-3 20 3 -20 0 -54\" fill=\"none\" stroke=\"\(leaf)\" stroke-width=\"4\"/>"
    for (row, y) in [50.0, 24, -2].enumerated() {
      for side in [-1.0, 1] {
        let turn = side * (58 - Double(row) * 8)
        parts += "<path d=\"M0 0 C15 -14 14 -38 0 -52 C-14 -38 -15 -14 0 0 Z\" fill=\"\(leaf)\" stroke=\"#234b20\" "
        parts += "stroke-width=\"1.2\" transform=\"translate(0 \(y.inTenths)) rotate(\(turn.inTenths))\"/>"
      }
    }
    for (row, y) in [-26.0, -37, -48, -58].enumerated() {
      let reach = 10 - Double(row) * 2.4
      for side in [-1.0, 0, 1] {
        parts += "<circle cx=\"\((side * reach).inTenths)\" cy=\"\((y + abs(side) * 3).inTenths)\" r=\"5.4\" "
        parts += "fill=\"\(blossom)\" stroke=\"#4a3528\" stroke-width=\"0.8\"/>"
      }
    }
    return "<g transform=\"translate(200 164)\">\(parts)</g>"
  }

  private static func tree(crown: String, leaf: String) -> String {
    var parts = "<path d=\"M-8 68 C-5 40 -10 24 -6 8 H6 C10 24 5 40 8 68 Z\" fill=\"#6b4a2f\"/>"
    for (x, y, r) in [(-34.0, -6.0, 26.0), (34, -6, 26), (0, -12, 34), (-20, -32, 24), (20, -32, 24)] {
      parts += "<circle cx=\"\(x.inTenths)\" cy=\"\(y.inTenths)\" r=\"\(r.inTenths)\" fill=\"\(crown)\"/>"
    }
    for (x, y) in [(-40.0, -8.0), (-22, -34), (0, -16), (22, -32), (40, -6), (-14, 2), (16, 4)] {
      parts += "<ellipse cx=\"\(x.inTenths)\" cy=\"\(y.inTenths)\" rx=\"6\" ry=\"4\" fill=\"\(leaf)\"/>"
    }
    return "<g transform=\"translate(200 166)\">\(parts)</g>"
  }
}
