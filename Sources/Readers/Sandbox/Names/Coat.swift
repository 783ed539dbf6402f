import Geography
import Modelling

/// The arms of a made-up town as a drawing: a shield with the river's waves, the old bridge and the plant the town is called
/// after, between two paddy stalks, above a ribbon with the name of the council.
///
/// Drawn for the town alone after the way Malaysian councils' arms are put together; none of them was the model.
struct Coat: Sendable {
  /// An SVG document, 400 × 480 units; the same seed and names give the same text.
  let svg: String

  /// The arms of a town.
  init(seed: UInt64, naming: TownNaming) {
    var random = Chance(seed: seed, topic: "names.coat").generator(0)
    let tinctures = Self.tinctures[random.below(Self.tinctures.count)]
    let emblem = CoatEmblem(plant: naming.plant, tinctures: tinctures)
    let bridge = Self.bridge(arches: 2 + random.below(3), tinctures)
    let star = random.unit() < 0.5 ? Self.crescent(tinctures) : Self.star(points: 5 + 2 * random.below(3), tinctures)
    svg = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 480" role="img" aria-labelledby="title">
      <title id="title">\(naming.council.malay)</title>
      <defs><clipPath id="shield"><path d="\(Self.shield)"/></clipPath></defs>
      \(Self.stalks(tinctures))
      <g clip-path="url(#shield)">
      <rect x="70" y="40" width="260" height="330" fill="\(tinctures.field)"/>
      <rect x="70" y="40" width="260" height="62" fill="\(tinctures.chief)"/>
      \(star)
      \(emblem.svg)
      \(bridge)
      \(Self.waves(tinctures, rows: 4))
      </g>
      <path d="\(Self.shield)" fill="none" stroke="\(tinctures.line)" stroke-width="7"/>
      <path d="\(Self.shield)" fill="none" stroke="\(tinctures.metal)" stroke-width="2.5"/>
      \(Self.ribbon(naming, tinctures))
      </svg>

      """
  }

  /// The colours of a drawing.
  struct Tinctures: Sendable {
    let field: String, chief: String, metal: String, line: String, water: String
  }

  private static let tinctures = [
    Tinctures(field: "#f6efdc", chief: "#8c1c2b", metal: "#e0b23c", line: "#33231c", water: "#1f6fa8"),
    Tinctures(field: "#e7f0e3", chief: "#14532d", metal: "#e5bd4a", line: "#142a1d", water: "#2176ae"),
    Tinctures(field: "#eaf1f8", chief: "#1b2f66", metal: "#e8c04a", line: "#111c3d", water: "#2b7fb8"),
    Tinctures(field: "#fbf4e4", chief: "#5b2a66", metal: "#dcae3a", line: "#2c1533", water: "#1e7ea1"),
    Tinctures(field: "#fdf6d8", chief: "#0f4c5c", metal: "#e2a93b", line: "#0b2a33", water: "#28799e"),
  ]

  private static let shield = "M78 46 H322 V210 C322 292 268 338 200 366 C132 338 78 292 78 210 Z"

  private static func waves(_ tinctures: Tinctures, rows: Int) -> String {
    (0..<rows).map { row in
      let y = Double(272 + row * 24)
      let start = row % 2 == 0 ? 50.0 : 30.0
      var path = "M\(start.inTenths) \(y.inTenths)"
      for step in 0..<8 {
        let x = start + Double(step) * 40
        path +=
          " Q\((x + 10).inTenths) \((y - 11).inTenths) \((x + 20).inTenths) \(y.inTenths) T\((x + 40).inTenths) \(y.inTenths)"
      }
      path += " V400 H30 Z"
      return "<path d=\"\(path)\" fill=\"\(row % 2 == 0 ? tinctures.water : "#ffffff")\"/>"
    }.joined(separator: "\n")
  }

  /// A stone bridge of two to four arches over the waves.
  private static func bridge(arches: Int, _ tinctures: Tinctures) -> String {
    let width = 250.0 / Double(arches)
    var path = "M66 292 V236 Q200 204 334 236 V292 Z"
    for arch in 0..<arches {
      let left = 75 + Double(arch) * width + 9
      let right = left + width - 18
      let radius = (right - left) / 2
      path +=
        " M\(left.inTenths) 294 V270 A\(radius.inTenths) \((min(radius, 30)).inTenths) 0 0 1 \(right.inTenths) 270 V294 Z"
    }
    return """
      <path d="\(path)" fill="#b9a98c" fill-rule="evenodd" stroke="\(tinctures.line)" stroke-width="2.5"/>
      <path d="M66 240 Q200 208 334 240" fill="none" stroke="\(tinctures.line)" stroke-width="6"/>
      """
  }

  /// A crescent and a small star, as on many arms of the country.
  private static func crescent(_ tinctures: Tinctures) -> String {
    """
    <path d="M196 51 A21 21 0 1 0 196 92 A25 25 0 1 1 196 51 Z" fill="\(tinctures.metal)"/>
    \(star(points: 5, tinctures, x: 216, y: 72, radius: 12))
    """
  }

  private static func star(points: Int, _ tinctures: Tinctures) -> String {
    star(points: points, tinctures, x: 200, y: 71, radius: 24)
  }

  private static func star(points: Int, _ tinctures: Tinctures, x: Double, y: Double, radius: Double) -> String {
    let corners = CoatEmblem.around(points * 2).enumerated().map { number, way in
      let reach = number % 2 == 0 ? radius : radius * 0.45
      return "\((x + way.x * reach).inTenths),\((y - way.y * reach).inTenths)"
    }
    return "<polygon points=\"\(corners.joined(separator: " "))\" fill=\"\(tinctures.metal)\"/>"
  }

  /// Paddy on both sides of the shield.
  private static func stalks(_ tinctures: Tinctures) -> String {
    var half = "<path d=\"M188 402 C96 384 44 300 48 150\" fill=\"none\" stroke=\"#5c7a2e\" stroke-width=\"6\"/>"
    for grain in 0..<9 {
      let y = 150.0 + Double(grain) * 24
      let x = 48.0 + Double(grain * grain) * 0.45
      half +=
        "<ellipse cx=\"\((x - 10).inTenths)\" cy=\"\((y - 8).inTenths)\" rx=\"6\" ry=\"14\" fill=\"\(tinctures.metal)\" "
      half += "transform=\"rotate(-28 \((x - 10).inTenths) \((y - 8).inTenths))\"/>"
      half +=
        "<ellipse cx=\"\((x + 9).inTenths)\" cy=\"\((y - 14).inTenths)\" rx=\"6\" ry=\"14\" fill=\"\(tinctures.metal)\" "
      half += "transform=\"rotate(24 \((x + 9).inTenths) \((y - 14).inTenths))\"/>"
    }
    return "<g>\(half)</g>\n<g transform=\"translate(400 0) scale(-1 1)\">\(half)</g>"
  }

  private static func ribbon(_ naming: TownNaming, _ tinctures: Tinctures) -> String {
    let title = naming.council.malay.uppercased()
    let size = min(20, 405 / Double(max(1, title.count)))
    return """
      <path d="M20 398 L52 392 V440 L20 452 L32 425 Z" fill="\(tinctures.chief)" opacity="0.75"/>
      <path d="M380 398 L348 392 V440 L380 452 L368 425 Z" fill="\(tinctures.chief)" opacity="0.75"/>
      <path id="band" d="M40 396 Q200 436 360 396 V436 Q200 476 40 436 Z" fill="\(tinctures.chief)" \
      stroke="\(tinctures.line)" stroke-width="2"/>
      <path id="line" d="M40 423 Q200 463 360 423" fill="none"/>
      <text font-family="Noto Serif, DejaVu Serif, serif" font-weight="bold" font-size="\(size.inTenths)" fill="#ffffff" \
      text-anchor="middle"><textPath href="#line" startOffset="50%">\(title)</textPath></text>
      """
  }
}
