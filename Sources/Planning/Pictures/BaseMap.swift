internal import Geography
internal import Replica

/// What lies below every picture: land, water, streets and buildings, as much of them as the scale can hold.
struct BaseMap {
  let city: City
  let window: Window
  let tones: Tones

  private func isInside(_ box: Box) -> Bool { box.intersects(window.box) }
  /// Whether a thing of some metres can be seen.
  private func isSeen(metres: Double) -> Bool { metres / window.metresPerUnit >= 3 }

  /// Green land and water.
  var land: String {
    var (green, water) = (PathText(window), PathText(window))
    for row in 0..<city.land.count {
      let box = city.land.outlines.box(of: row)
      guard isInside(box), isSeen(metres: min(box.width, box.height)) else { continue }
      for ring in city.land.outlines.rings(of: row) {
        switch city.land.uses[row] {
        case .water: water.add(ring: city.land.outlines.ring(ring))
        case .farmland, .forest, .grass, .park, .cemetery, .wetland: green.add(ring: city.land.outlines.ring(ring))
        default: break
        }
      }
    }
    return SVG.path(green, fill: tones.green) + SVG.path(water, fill: tones.water)
  }

  /// Rivers and canals; drains where the scale holds them.
  var waterways: String {
    var (wide, narrow) = (PathText(window), PathText(window))
    let ways = city.waterways
    for row in 0..<ways.count where !ways.areCovered[row] && isInside(ways.lines.box(of: row)) {
      if ways.kinds[row] == .river || ways.kinds[row] == .canal {
        wide.add(line: ways.lines[row])
      } else if window.metresPerUnit < 2 {
        narrow.add(line: ways.lines[row])
      }
    }
    return SVG.path(narrow, stroke: tones.drain, width: 3) + SVG.path(wide, stroke: tones.river, width: 7)
  }

  /// Outlines of the buildings that stand, where the scale holds them.
  var buildings: String {
    guard window.metresPerUnit < 4 else { return "" }
    var path = PathText(window, tolerance: 0.8)
    for row in 0..<city.buildings.count where !city.buildings.areRemoved[row] {
      let box = city.buildings.footprints.box(of: row)
      guard isInside(box), isSeen(metres: max(box.width, box.height)) else { continue }
      for ring in city.buildings.footprints.rings(of: row) { path.add(ring: city.buildings.footprints.ring(ring)) }
    }
    return SVG.path(path, fill: tones.building)
  }

  /// The edges of zones.
  var zones: String {
    var path = PathText(window)
    for row in 0..<city.zones.count where isInside(city.zones.outlines.box(of: row)) {
      for ring in city.zones.outlines.rings(of: row) {
        let points = city.zones.outlines.ring(ring)
        path.add(line: points + points.prefix(1))
      }
    }
    return SVG.path(path, stroke: tones.zone, width: 4, dashes: "14 9")
  }

  /// Places as discs: what a town cannot do without from afar, shops and the like where one is near.
  var places: String {
    guard window.metresPerUnit < 8 else { return "" }
    var path = PathText(window)
    let places = city.places
    for row in 0..<places.count where !places.areRemoved[row] {
      let kind = places.kinds[row].rawValue
      let isSeen =
        Self.essential.contains(kind) || window.metresPerUnit < 0.5
        || (window.metresPerUnit < 1.5 && !Self.many.contains(kind))
      if isSeen { path.add(disc: places.points[row], radius: 11) }
    }
    return SVG.path(path, fill: tones.place)
  }

  private static let essential: Set<String> = [
    "hospital", "clinic", "school", "university", "police", "fire-station", "shelter", "station", "market", "townhall",
  ]
  private static let many: Set<String> = [
    "shop", "restaurant", "bank", "supermarket", "pharmacy", "post-office", "toilets", "fuel",
  ]

  /// Streets in four sizes; the smallest where the scale holds them.
  var streets: String {
    var paths = [PathText](repeating: PathText(window), count: 4)
    let segments = city.streets.segments
    for row in 0..<segments.count where !segments.areRemoved[row] {
      let size = Self.size(segments.classes[row])
      guard size < 3 || window.metresPerUnit < 2.5, size < 2 || window.metresPerUnit < 12,
        isInside(segments.shapes.box(of: row))
      else { continue }
      paths[size].add(line: segments.shapes[row])
    }
    let widths = (0..<4).map { width($0) }
    var text = ""
    for size in (0..<4).reversed() where !paths[size].isEmpty && size < 3 && widths[size] > 4 {
      text += SVG.path(paths[size], stroke: tones.casing, width: widths[size] + 3)
    }
    for size in (0..<4).reversed() {
      let isThin = size == 3 || widths[size] <= 4
      text += SVG.path(paths[size], stroke: isThin ? tones.way : tones.street, width: widths[size])
    }
    return text
  }

  /// 0 for a main street … 3 for a way without cars.
  static func size(_ street: StreetClass) -> Int {
    switch street {
    case .motorway, .motorwayLink, .trunk, .trunkLink, .primary, .primaryLink: 0
    case .secondary, .secondaryLink, .tertiary, .tertiaryLink: 1
    case .unclassified, .residential, .livingStreet, .busway, .pedestrian: 2
    case .service, .track, .footway, .cycleway, .path, .steps, .bridleway: 3
    }
  }

  /// The width of a street on paper: as on the ground, within what can be read.
  func width(_ size: Int) -> Int { Self.width(size, in: window) }

  static func width(_ size: Int, in window: Window) -> Int {
    let metres = [16.0, 11, 7, 3][size]
    let (least, most) = ([7.0, 5, 3, 2][size], [22.0, 17, 12, 4][size])
    return Int(min(most, max(least, metres / window.metresPerUnit)).rounded())
  }
}
