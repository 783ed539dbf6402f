internal import Geography
internal import Modelling
internal import Replica

/// A field's values at one moment, drawn on a city's rows or cells.
struct FieldLayer {
  let field: Field
  let frame: Int
  let shades: Shades
  let city: City
  let window: Window

  private func value(_ row: Int) -> Float {
    row < field.rowCount ? field.values[frame * field.rowCount + row] : .nan
  }

  private func colour(_ row: Int) -> Int? {
    let value = value(row)
    guard !value.isNaN else { return nil }
    let place = shades.place(of: value)
    return shades.colours[place] == nil ? nil : place
  }

  /// The values as SVG, one path a class.
  var drawn: String {
    var paths = [PathText](repeating: PathText(window), count: shades.colours.count)
    switch field.carrier {
    case .zones:
      for row in 0..<min(city.zones.count, field.rowCount) {
        guard let place = colour(row), city.zones.outlines.box(of: row).intersects(window.box) else { continue }
        for ring in city.zones.outlines.rings(of: row) { paths[place].add(ring: city.zones.outlines.ring(ring)) }
      }
      return filled(paths, opacity: 0.75)
    case .buildings:
      paths = [PathText](repeating: PathText(window, tolerance: 0.8), count: shades.colours.count)
      for row in 0..<min(city.buildings.count, field.rowCount) {
        guard let place = colour(row), city.buildings.footprints.box(of: row).intersects(window.box) else { continue }
        let rings = city.buildings.footprints.rings(of: row)
        for ring in rings { paths[place].add(ring: city.buildings.footprints.ring(ring)) }
      }
      return filled(paths, opacity: 1)
    case .places:
      for row in 0..<min(city.places.count, field.rowCount) where !city.places.areRemoved[row] {
        if let place = colour(row) { paths[place].add(disc: city.places.points[row], radius: 9) }
      }
      return filled(paths, opacity: 1)
    case .links: return links(paths)
    case .grid: return cells(paths)
    case .trips: return ""
    }
  }

  private func filled(_ paths: [PathText], opacity: Double) -> String {
    zip(paths, shades.colours).map { path, colour in colour.map { SVG.path(path, fill: $0, opacity: opacity) } ?? "" }
      .joined()
  }

  /// Streets by the greater class of their two directions.
  private func links(_ given: [PathText]) -> String {
    var paths = given
    let segments = city.streets.segments
    for row in 0..<segments.count where !segments.areRemoved[row] {
      guard segments.shapes.box(of: row).intersects(window.box) else { continue }
      let both = [colour(2 * row), colour(2 * row + 1)].compactMap(\.self)
      if let place = both.max() { paths[place].add(line: segments.shapes[row]) }
    }
    return paths.indices.map { place in
      let width = max(4, BaseMap.width(2, in: window)) + (paths.count > 1 ? 5 * place / (paths.count - 1) : 0)
      return shades.colours[place].map { SVG.path(paths[place], stroke: $0, width: width) } ?? ""
    }.joined()
  }

  /// Cells of paper of 0.4 mm, those of one colour in a row joined.
  private func cells(_ given: [PathText]) -> String {
    guard case .grid(let columns, let rows) = field.carrier, let placement = field.placement else { return "" }
    var paths = given
    let first = frame * field.rowCount
    let values = Array(field.values[first..<first + field.rowCount])
    let grid = Grid(columns: columns, rows: rows, values: values, placement: placement)
    let side = 4
    let across = (Int(window.width) + side - 1) / side
    for y in 0..<(Int(window.height) + side - 1) / side {
      var run: (place: Int, from: Int)?
      for x in 0...across {
        var here: Int?
        if x < across {
          let point = Point(x: Double(x * side) + 2, y: Double(y * side) + 2)
          here = grid.cell(at: window.position(point)).flatMap { colour($0) }
        }
        guard here != run?.place else { continue }
        if let run { paths[run.place].add(x: run.from * side, y: y * side, width: (x - run.from) * side, height: side) }
        run = here.map { ($0, x) }
      }
    }
    return "<g shape-rendering=\"crispEdges\">\(filled(paths, opacity: 0.85))</g>"
  }
}
