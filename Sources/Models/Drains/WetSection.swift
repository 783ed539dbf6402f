/// What a section's table says at a depth, and how fast that grows with it: one row of the table is one line of the cache.
struct WetSection {
  /// m², m (the slope of the area), R^(4/3) and its slope.
  var area = 0.0, width = 0.0, radius = 0.0, radiusSlope = 0.0
  /// The row it was found in, and metres above its knot.
  var row: UnsafePointer<Double>
  var above = 0.0

  /// Above the full depth the section is full and has no width; at 0 it has nothing. `inverse` is 1 ⁄ full.
  @inline(__always)
  init(_ table: UnsafePointer<Double>, full: Double, inverse: Double, depth: Double) {
    row = table
    guard depth > 0 else { return }
    let cells = SectionTable.cells
    var knot = cells
    if depth < full {
      knot = min(cells - 1, Int((depth * inverse).squareRoot() * Double(cells)))
      above = depth - Double(knot * knot) * (full * (1 / Double(cells * cells)))
    }
    row = table + knot * SectionTables.stride
    width = row[1]
    area = row[0] + above * width
    radiusSlope = row[3]
    radius = row[2] + above * radiusSlope
  }

  /// The critical flow √(g A³ ⁄ W) and its slope.
  @inline(__always) var critical: (value: Double, slope: Double) { (row[4] + above * row[5], row[5]) }
  /// A R^(2/3) and its slope.
  @inline(__always) var conveyance: (value: Double, slope: Double) { (row[6] + above * row[7], row[7]) }
}
