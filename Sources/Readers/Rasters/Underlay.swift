import Geography
import Modelling
import Projections

/// A raster of another coordinate system or another cell size laid beneath one that counts first.
///
/// It is brought to the cells of the upper one: straight lines between its cells where they are wider, their mean where they are
/// narrower. Along the seam it is bent to the upper one's heights: how far these lie above it is carried outward cell by cell, each ring
/// the mean of the ring before, and fades in a straight line over ten of the wider cells (assumed), so that where two sources differ there
/// is a ramp and no cliff. The upper one is not touched. O(cells of the box around both).
struct Underlay {
  private let upper: RasterLayer
  private let lower: RasterLayer
  private let source: JoinableSource
  private let lowerSource: JoinableSource
  /// Columns and rows of the upper lattice that are covered, and its first cell there.
  private let columns, rows, west, north: Int
  /// Metres of a cell, and of one of the lower raster.
  private let cell, lowerCell: Double

  init(of lower: RasterLayer, beneath upper: RasterLayer) throws {
    guard let source = upper.source, let lowerSource = lower.source else {
      throw RasterError.cannotJoin(why: "the cells of one are not known any more: give the files they came from.")
    }
    self.upper = upper
    self.lower = lower
    self.source = source
    self.lowerSource = lowerSource
    let placement = upper.grid.placement
    var box = Box(minX: 0, minY: 0, maxX: Double(upper.grid.columns), maxY: Double(upper.grid.rows))
    let way = try Transformation(from: lowerSource.system, to: source.projection)
    let edge = way.forward(lowerSource.cells.rim(16)).filter(\.x.isFinite)
    guard !edge.isEmpty else { throw RasterError.cannotJoin(why: "\(lowerSource.file) lies nowhere near the town.") }
    var part = Box(edge.map(placement.gridPosition))
    if let over = source.over {
      let view = Box(over.mesh(8, 8).map(placement.gridPosition))
      part = Box(
        minX: max(part.minX, view.minX), minY: max(part.minY, view.minY), maxX: min(part.maxX, view.maxX),
        maxY: min(part.maxY, view.maxY))
    }
    box.formUnion(part)
    // A hundredth of a cell is the error of a placement.
    west = Int((box.minX + 0.01).rounded(.down))
    north = Int((box.minY + 0.01).rounded(.down))
    columns = Int((box.maxX - 0.01).rounded(.up)) - west
    rows = Int((box.maxY - 0.01).rounded(.up)) - north
    guard columns * rows <= 60_000_000 else {
      throw RasterError.cannotJoin(
        why:
          "on the cells of \(source.file) they have \(columns) × \(rows) cells, more than fit: make these cells wider first "
          + "(gdalwarp -tr), or give a smaller town.")
    }
    cell = Self.cell(of: placement, at: Box(edge).center)
    lowerCell = Self.cell(of: lower.grid.placement, at: Box(edge).center)
  }

  /// A cell's side in metres at a place.
  private static func cell(of placement: Placement, at point: Point) -> Double {
    let a = placement.gridPosition(of: point)
    let b = placement.gridPosition(of: Point(x: point.x + 100, y: point.y))
    let c = placement.gridPosition(of: Point(x: point.x, y: point.y + 100))
    return 100 / abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).squareRoot()
  }

  /// Both as one.
  func joined() throws -> RasterLayer {
    var values = [Float](repeating: .nan, count: columns * rows)
    for row in 0..<upper.grid.rows {
      let to = (row - north) * columns - west
      for column in 0..<upper.grid.columns {
        values[to + column] = upper.grid.values[row * upper.grid.columns + column]
      }
    }
    let beneath = try sampled()
    let apart = apart(values, beneath)
    let reach = max(3, Int((10 * max(cell, lowerCell) / cell).rounded()))
    let isSeam = blend(&values, beneath, reach)
    var layer = try upper.spread(
      over: values, columns: columns, rows: rows, west: west, north: north, source)
    layer.remarks += lower.remarks + [remark(apart, Double(reach) * cell, isSeam)]
    return layer
  }

  /// The lower raster on the cells of the upper one; NaN where it has nothing.
  private func sampled() throws -> [Float] {
    let way = try Transformation(from: source.system, to: source.projection)
    let parts = min(16, max(1, Int((cell / lowerCell).rounded())))
    var values = [Float](repeating: .nan, count: columns * rows)
    // Exact positions at every sixteenth cell, straight lines between.
    let every = 16
    let knots = columns / every + 2
    func line(_ row: Double) -> [Point] {
      way.forward(
        (0..<knots).map { source.cells.position(column: Double(west + $0 * every), row: Double(north) + row) })
    }
    for row in 0..<rows {
      let middle = line(Double(row) + 0.5)
      let below = parts > 1 ? line(Double(row) + 1.5) : middle
      for column in 0..<columns {
        func place(_ x: Double, _ y: Double) -> Point {
          let knot = min(knots - 2, Int(x) / every)
          let share = x / Double(every) - Double(knot)
          let (a, b, c) = (middle[knot], middle[knot + 1], below[knot])
          return Point(
            x: a.x + (b.x - a.x) * share + (c.x - a.x) * y, y: a.y + (b.y - a.y) * share + (c.y - a.y) * y)
        }
        let x = Double(column) + 0.5
        if parts == 1 {
          values[row * columns + column] = lower.grid.interpolatedValue(at: place(x, 0))
          continue
        }
        var (sum, count): (Float, Float) = (0, 0)
        for v in 0..<parts {
          for u in 0..<parts {
            let value = lower.grid.value(
              at: place(
                x + (Double(u) + 0.5) / Double(parts) - 0.5, (Double(v) + 0.5) / Double(parts) - 0.5))
            if !value.isNaN {
              sum += value
              count += 1
            }
          }
        }
        if count > 0 { values[row * columns + column] = sum / count }
      }
    }
    return values
  }

  /// In how many cells both have a value, and the median by which the lower one lies higher there.
  private func apart(_ values: [Float], _ beneath: [Float]) -> (cells: Int, median: Float) {
    var differences: [Float] = []
    var count = 0
    // A million of them tell the median as well as all.
    let every = max(1, values.count / 1_000_000)
    for index in values.indices where !values[index].isNaN && !beneath[index].isNaN {
      count += 1
      if count % every == 0 { differences.append(beneath[index] - values[index]) }
    }
    differences.sort()
    return (count, differences.isEmpty ? .nan : differences[differences.count / 2])
  }

  /// Fills what is empty with what lies beneath, bent to its heights along the seam; tells whether there is a seam where both have values.
  private func blend(_ values: inout [Float], _ beneath: [Float], _ reach: Int) -> Bool {
    /// How far the upper one lies above the lower one, carried outward; NaN where it has not come to yet.
    var above = [Float](repeating: .nan, count: values.count)
    func around(_ index: Int, _ visit: (Int) -> Void) {
      let column = index % columns
      for rise in -1...1 {
        for step in -1...1 where column + step >= 0 && column + step < columns {
          let other = index + rise * columns + step
          if other >= 0, other < values.count, other != index { visit(other) }
        }
      }
    }
    let isEmpty = values.map(\.isNaN)
    var ring: [Int] = []
    for index in values.indices where !isEmpty[index] && !beneath[index].isNaN {
      var touches = false
      around(index) { if isEmpty[$0] && !beneath[$0].isNaN { touches = true } }
      if touches {
        above[index] = values[index] - beneath[index]
        ring.append(index)
      }
    }
    let isSeam = !ring.isEmpty
    for distance in 1...reach where !ring.isEmpty {
      var next: [Int] = []
      var marked: Set<Int> = []
      for index in ring {
        around(index) {
          if isEmpty[$0], above[$0].isNaN, !beneath[$0].isNaN, marked.insert($0).inserted { next.append($0) }
        }
      }
      let means = next.map { index -> Float in
        var (sum, count): (Float, Float) = (0, 0)
        around(index) {
          if !above[$0].isNaN {
            sum += above[$0]
            count += 1
          }
        }
        return sum / count
      }
      let weight = 1 - Float(distance) / Float(reach + 1)
      for (index, mean) in zip(next, means) {
        above[index] = mean
        values[index] = beneath[index] + mean * weight
      }
      ring = next
    }
    for index in values.indices where values[index].isNaN { values[index] = beneath[index] }
    return isSeam
  }

  private func remark(_ apart: (cells: Int, median: Float), _ metres: Double, _ isSeam: Bool) -> String {
    func text(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
    let file = lowerSource.file.split(separator: "/").last.map(String.init) ?? lowerSource.file
    let upper = source.file.split(separator: "/").last.map(String.init) ?? source.file
    var remark =
      "\(file) (cells of \(text(lowerCell)) m) was brought to the \(text(cell)) m cells of \(upper), where that has no value."
    guard !apart.median.isNaN else {
      return remark + " They nowhere overlap, so whether both count from the same datum is not known: look at the seam."
    }
    remark +=
      " Where both have values it lies \(text(Double(abs(apart.median)))) m \(apart.median < 0 ? "lower" : "higher") (median of "
      + "\(apart.cells) cells)"
    remark += isSeam ? "; along the seam it was bent to \(upper) over \(Int(metres.rounded())) m." : "."
    if abs(apart.median) > 0.5 { remark += " Do both count from the same datum?" }
    return remark
  }
}

extension SourceCells {
  /// Positions along the outer edge, in the file's own numbers.
  fileprivate func rim(_ pieces: Int) -> [Point] {
    (0...pieces).flatMap { piece -> [Point] in
      let share = Double(piece) / Double(pieces)
      let (x, y) = (Double(columns) * share, Double(rows) * share)
      return [
        position(column: x, row: 0), position(column: x, row: Double(rows)), position(column: 0, row: y),
        position(column: Double(columns), row: y),
      ]
    }
  }
}
