import Foundation
import Measuring
import ShallowWater

/// Tests 1, 2 and 4 of the Environment Agency's benchmark of two-dimensional models (Néelz and Pender 2013, SC120002), on terrain made
/// from their published description: the files of the tests themselves are not open.
enum LiveBenchmarkCases {
  static func run(_ words: [String]) throws {
    for form in LiveForm.allCases {
      try disconnected(form)
      try depressions(form)
      try spreading(form)
    }
  }

  /// Test 1: a level at the western end rises from 9.7 to 10.35 m and falls again, over a bed that undulates; a pond behind a sill
  /// of 10.25 m stays. The bed's knots are assumed but for the sill.
  private static func disconnected(_ form: LiveForm) throws {
    let knots = [(0.0, 9.4), (100, 9.5), (250, 10.25), (350, 9.8), (420, 9.8), (500, 10.05), (600, 9.9), (700, 10.6)]
    let (columns, rows, cell) = (70, 10, 10.0)
    let profile = (0..<columns).map { column -> Float in
      let x = (Double(column) + 0.5) * cell
      let k = knots.lastIndex { $0.0 <= x } ?? 0
      let share = (x - knots[k].0) / (knots[k + 1].0 - knots[k].0)
      // The sill is a level stretch, so that a cell stands at it.
      return abs(x - 250) < 10 ? 10.25 : Float(knots[k].1 + share * (knots[k + 1].1 - knots[k].1))
    }
    let bed = (0..<rows).flatMap { _ in profile }
    let basin = Basin(
      columns: columns, rows: rows, cell: cell, bed: bed, roughness: Array(repeating: 0.03, count: bed.count))
    var forcing = Forcing()
    let level = Series(
      seconds: [0, 3600, 39_600, 43_200, 72_000], values: [9.7, 10.35, 10.35, 9.7, 9.7], course: .linear)
    forcing.rims = [Rim(cells: (0..<rows).map { Int32($0 * columns) }, kind: .level(level))]
    let engine = try form.engine(basin, forcing)
    engine.fill(depths: bed.enumerated().map { $0.offset % columns < 25 ? max(0, 9.7 - $0.element) : 0 })
    let points = [("point 1", 5 * columns + 40), ("point 2", 5 * columns + 60)]
    try engine.advance(to: 72_000)
    let (peaks, last) = (engine.peaks.depth, engine.depths())
    for (name, cell) in points {
      try Row(
        bar: "EA test 1, peak, \(form.name)", case: name, unit: "m off",
        ours: abs(Double(bed[cell] + peaks[cell]) - 10.35),
        limit: 0.01
      ).print()
      try Row(
        bar: "EA test 1, final, \(form.name)", case: name, unit: "m off",
        ours: abs(Double(bed[cell] + last[cell]) - 10.25),
        limit: 0.01
      ).print()
    }
  }

  /// Test 2: 2000 m squared, 4 × 4 depressions of sines half a metre deep on slopes of 1:1500 to the south and 1:3000 to the east;
  /// 97 200 m³ enter along 100 m of the western side beneath the north-western corner.
  private static func depressions(_ form: LiveForm) throws {
    let (side, cell) = (100, 20.0)
    let bed = (0..<side * side).map { i -> Float in
      let x = (Double(i % side) + 0.5) * cell
      let y = (Double(i / side) + 0.5) * cell
      return Float(
        10 - y / 1500 - x / 3000 - 0.5 * sin(.pi * x / 500) * sin(.pi * x / 500) * sin(.pi * y / 500)
          * sin(.pi * y / 500))
    }
    let basin = Basin(
      columns: side, rows: side, cell: cell, bed: bed, roughness: Array(repeating: 0.03, count: bed.count))
    var forcing = Forcing()
    let rate = Series(seconds: [0, 300, 4860, 5160], values: [0, 20, 20, 0], course: .linear)
    forcing.inflows = [Inflow(cells: (0..<5).map { Int32($0 * side) }, rate: rate)]
    let engine = try form.engine(basin, forcing)
    try engine.advance(to: 48 * 3600)
    let depths = engine.depths()
    let sills = sills(bed, side)
    let lowest = sills.min() ?? 0
    var above = 0.0
    for i in bed.indices where depths[i] > 0 && sills[i] > lowest {
      above = max(above, Double(bed[i] + depths[i]) - Double(sills[i]))
    }
    let name = "\(depths.count { $0 > 0.01 }) cells wet after 48 h"
    try Row(
      bar: "EA test 2, above the sill, \(form.name)", case: name, unit: "m", ours: above, limit: 0.03
    ).print()
    try Row(
      bar: "EA test 2, mass, \(form.name)", case: name, unit: "share", ours: abs(engine.balance.relativeError),
      limit: 2e-4
    ).print()
  }

  /// The level at which water in each cell would run to the lowest cell: the least, over all ways there, of the greatest bed.
  private static func sills(_ bed: [Float], _ side: Int) -> [Float] {
    var sill = [Float](repeating: .infinity, count: bed.count)
    guard let start = bed.indices.min(by: { bed[$0] < bed[$1] }) else { return sill }
    sill[start] = bed[start]
    var changed = true
    while changed {
      changed = false
      for sweep in [Array(bed.indices), bed.indices.reversed()] {
        for i in sweep {
          var near: [Int] = []
          if i % side > 0 { near.append(i - 1) }
          if i % side < side - 1 { near.append(i + 1) }
          if i >= side { near.append(i - side) }
          if i + side < bed.count { near.append(i + side) }
          for k in near where max(sill[k], bed[i]) < sill[i] {
            sill[i] = max(sill[k], bed[i])
            changed = true
          }
        }
      }
    }
    return sill
  }

  /// Test 4: a flat floodplain of 1000 × 2000 m, n 0.05, an inflow of 20 m³/s at most in the middle of the western side.
  private static func spreading(_ form: LiveForm) throws {
    let (columns, rows, cell) = (200, 400, 5.0)
    let basin = Basin(
      columns: columns, rows: rows, cell: cell, bed: Array(repeating: 0, count: columns * rows),
      roughness: Array(repeating: 0.05, count: columns * rows))
    var forcing = Forcing()
    // Rises in an hour, stays for four, falls in one: the shape is assumed, its peak and base are published.
    let rate = Series(seconds: [0, 3600, 18_000, 21_600], values: [0, 20, 20, 0], course: .linear)
    forcing.inflows = [Inflow(cells: (198..<202).map { Int32($0 * columns) }, rate: rate)]
    let engine = try form.engine(basin, forcing)
    var off = 0
    for hour in 1...5 {
      try engine.advance(to: Double(hour) * 3600)
      let depths = engine.depths()
      for row in 0..<rows / 2 {
        let north = (0..<columns).count { depths[row * columns + $0] > 0.01 }
        let south = (0..<columns).count { depths[(rows - 1 - row) * columns + $0] > 0.01 }
        off = max(off, abs(north - south))
      }
    }
    try Row(
      bar: "EA test 4, symmetry, \(form.name)", case: "front at 0.01 m, 1…5 h", unit: "cells", ours: Double(off),
      limit: 1
    ).print()
  }
}
