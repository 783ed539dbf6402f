import Geography
import Modelling

/// The distance from any position to the nearest bank, shore or pond, negative in the water.
///
/// A lattice of positions knows the nearest piece of every bank; a question looks at the pieces its four neighbours on the
/// lattice know and at the next ones along the line, so it is exact but for rare ties. O(1).
struct WaterDistance: Sendable {
  /// Metres beyond which distances are not told apart.
  static let reach = 400.0

  private struct Piece {
    var ax, ay, bx, by: Float
    /// Half the width of a course; 0 for a shore.
    var half: Float
    /// 0 for a course, 1 for the sea's shore, 2 and on for a pond.
    var body: Int32
  }

  private let box: Box
  private let spacing: Double
  private let columns: Int, rows: Int
  private var pieces: [Piece] = []
  /// The nearest piece of each lattice position; −1 where none is within reach.
  private var nearest: [Int32]
  private let shoreline: Shoreline?
  private let ponds: [MultiPolygon]

  init(box: Box, cell: Double, courses: [Course], shoreline: Shoreline?, ponds: [MultiPolygon]) {
    self.box = box.expanded(by: 100)
    self.shoreline = shoreline
    self.ponds = ponds
    spacing = max(20, cell)
    columns = Int((self.box.width / spacing).rounded(.up)) + 1
    rows = Int((self.box.height / spacing).rounded(.up)) + 1
    nearest = []
    for course in courses { add(course.line, half: course.width / 2, body: 0) }
    if let shoreline { add(shoreline.line, half: 0, body: 1) }
    for (number, pond) in ponds.enumerated() {
      for ring in pond.rings { add(ring + [ring[0]], half: 0, body: Int32(2 + number)) }
    }
    nearest = label()
  }

  private mutating func add(_ line: [Point], half: Double, body: Int32) {
    let margin = box.expanded(by: Self.reach)
    for (a, b) in zip(line, line.dropFirst()) {
      guard margin.contains(a) || margin.contains(b) else { continue }
      pieces.append(
        Piece(
          ax: Float(a.x - box.minX), ay: Float(a.y - box.minY), bx: Float(b.x - box.minX), by: Float(b.y - box.minY),
          half: Float(half), body: body))
    }
  }

  /// Distance to the bank of a piece, as if one stood on land.
  @inline(__always)
  private static func distance(_ x: Float, _ y: Float, _ piece: Piece) -> Float {
    let dx = piece.bx - piece.ax
    let dy = piece.by - piece.ay
    let squared = dx * dx + dy * dy
    let along = squared > 0 ? ((x - piece.ax) * dx + (y - piece.ay) * dy) / squared : 0
    let t = min(1, max(0, along))
    let fx = piece.ax + t * dx - x
    let fy = piece.ay + t * dy - y
    return (fx * fx + fy * fy).squareRoot() - piece.half
  }

  private func label() -> [Int32] {
    var labels = [Int32](repeating: -1, count: columns * rows)
    var best = [Float](repeating: Float(Self.reach) + 40, count: columns * rows)
    let reach = Float(Self.reach)
    let spacing = Float(spacing)
    for (number, piece) in pieces.enumerated() {
      let wide = reach + piece.half
      let firstColumn = max(0, Int((min(piece.ax, piece.bx) - wide) / spacing))
      let lastColumn = min(columns - 1, Int((max(piece.ax, piece.bx) + wide) / spacing) + 1)
      let firstRow = max(0, Int((min(piece.ay, piece.by) - wide) / spacing))
      let lastRow = min(rows - 1, Int((max(piece.ay, piece.by) + wide) / spacing) + 1)
      guard firstColumn <= lastColumn, firstRow <= lastRow else { continue }
      for row in firstRow...lastRow {
        for column in firstColumn...lastColumn {
          let distance = Self.distance(Float(column) * spacing, Float(row) * spacing, piece)
          let place = row * columns + column
          if distance < best[place] {
            best[place] = distance
            labels[place] = Int32(number)
          }
        }
      }
    }
    return labels
  }

  /// Metres to the nearest bank, at most 400; negative in the water.
  func callAsFunction(_ point: Point) -> Double {
    let x = Float(point.x - box.minX)
    let y = Float(point.y - box.minY)
    let column = min(columns - 2, max(0, Int(x / Float(spacing))))
    let row = min(rows - 2, max(0, Int(y / Float(spacing))))
    let isSea = shoreline?.isSea(point) ?? false
    var best = Float(Self.reach)
    // In a course the farthest from its bank counts; in the sea or a pond the nearest piece of the shore.
    var inCourse: Float = 1
    var inBasin: Float = isSea ? -best : 1
    var seen: Int32 = -1
    let first = row * columns + column
    for place in [first, first + 1, first + columns, first + columns + 1] {
      let label = nearest[place]
      if label < 0 || label == seen { continue }
      seen = label
      for number in max(0, Int(label) - 1)...min(pieces.count - 1, Int(label) + 1) {
        let piece = pieces[number]
        let distance = Self.distance(x, y, piece)
        if piece.body == 0, distance <= 0 {
          inCourse = min(inCourse, distance)
        } else if piece.body == 1 && isSea || piece.body > 1 && ponds[Int(piece.body) - 2].contains(point) {
          inBasin = inBasin > 0 ? -distance : max(inBasin, -distance)
        } else {
          best = min(best, distance)
        }
      }
    }
    if isSea || inBasin <= 0 { return Double(min(0, max(-Float(Self.reach), inBasin))) }
    return Double(inCourse <= 0 ? max(-Float(Self.reach), inCourse) : best)
  }
}
