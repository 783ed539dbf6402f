/// What was greatest so far, and whether the water is still sound.
final class ReferenceRecord {
  /// Where the numbers are. Sendable because it only holds addresses, and every chunk of rows writes to its own.
  private struct Planes: @unchecked Sendable {
    var depth, speed, hazard, arrival: UnsafeMutablePointer<Float>
    /// 1 where the Froude number passed 1 at a depth that counts.
    var rapid: UnsafeMutablePointer<UInt8>
  }
  private let seen: Planes
  private let count: Int
  private var greatestFroude = 0.0
  private var steepestFront = 0.0

  /// The depth in m from which a Froude number, a front or an arrival counts.
  static let worthy = 0.05
  /// m/s that no flood comes near: dam breaks and debris flows stay below 50. Assumed.
  static let absurd = 200.0

  init(_ basin: Basin) {
    count = basin.count
    let floats = UnsafeMutablePointer<Float>.allocate(capacity: 4 * count)
    for plane in 0..<4 {
      for i in 0..<count {
        (floats + plane * count + i).initialize(to: basin.bed[i].isNaN || plane == 3 ? .nan : 0)
      }
    }
    let rapid = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    rapid.initialize(repeating: 0, count: count)
    seen = Planes(
      depth: floats, speed: floats + count, hazard: floats + 2 * count, arrival: floats + 3 * count, rapid: rapid)
  }

  deinit {
    seen.depth.deallocate()
    seen.rapid.deallocate()
  }

  /// What was greatest so far.
  var peaks: Peaks {
    func copy(_ plane: UnsafeMutablePointer<Float>) -> [Float] {
      Array(UnsafeBufferPointer(start: plane, count: count))
    }
    return Peaks(
      depth: copy(seen.depth), speed: copy(seen.speed), hazard: copy(seen.hazard), arrival: copy(seen.arrival))
  }

  /// How far the flow has left the live engine's range so far.
  var range: RangeReport {
    var report = RangeReport()
    let wetted = (0..<count).count { !seen.arrival[$0].isNaN }
    report.greatestFroude = greatestFroude
    report.steepestFront = steepestFront
    report.supercriticalShare = wetted > 0 ? Double((0..<count).count { seen.rapid[$0] == 1 }) / Double(wetted) : 0
    return report
  }

  /// The first cell, by index, that holds no number or an absurd speed.
  func fault(_ state: ReferenceState, _ p: ReferencePlanes, threads: Int) -> (cell: Int, what: String)? {
    inRows(p.rows, chunk: 32, threads: threads) { rows in
      for row in rows {
        var bad = -1.0
        for column in 0..<p.columns {
          let k = row * p.stride + column + 1
          // A NaN is less than nothing.
          let good = state.h[k] < .infinity && abs(state.u[k]) < Self.absurd && abs(state.v[k]) < Self.absurd
          if !good && bad < 0 { bad = Double((row - 1) * p.columns + column) }
        }
        p.rowSums[row] = bad
      }
    }
    guard let row = (1...p.rows).first(where: { p.rowSums[$0] >= 0 }) else { return nil }
    let cell = Int(p.rowSums[row])
    let k = p.framed(cell)
    let speed = (state.u[k] * state.u[k] + state.v[k] * state.v[k]).squareRoot()
    return (
      cell,
      speed.isFinite ? "a speed of \(speed) m/s at a depth of \(state.h[k]) m" : "a depth or speed that is no number"
    )
  }

  /// Notes what is greatest; gives the sum over both directions of speed and wave speed where it is greatest, in m/s.
  func survey(_ state: ReferenceState, _ p: ReferencePlanes, at seconds: Double, threads: Int) -> Double {
    let seen = seen
    let height = p.rows + 2
    inRows(p.rows, chunk: 8, threads: threads) { rows in
      for row in rows {
        var fastest = 0.0
        var froude = 0.0
        var front = 0.0
        for column in 0..<p.columns {
          let k = row * p.stride + column + 1
          let h = state.h[k]
          guard h > ReferencePlanes.dry else { continue }
          let c = (ReferencePlanes.gravity * h).squareRoot()
          let across = abs(state.u[k]) + c
          let along = abs(state.v[k]) + c
          let courant = (p.columns == 1 ? 0 : across) + (p.rows == 1 ? 0 : along)
          fastest = max(fastest, courant * p.crowding[k])
          let speed = (state.u[k] * state.u[k] + state.v[k] * state.v[k]).squareRoot()
          let i = (row - 1) * p.columns + column
          seen.depth[i] = max(seen.depth[i], Float(h))
          seen.speed[i] = max(seen.speed[i], Float(speed))
          seen.hazard[i] = max(seen.hazard[i], Float(h * (speed + 0.5)))
          guard h >= Self.worthy else { continue }
          if seen.arrival[i].isNaN { seen.arrival[i] = Float(seconds) }
          froude = max(froude, speed / c)
          if speed > c { seen.rapid[i] = 1 }
          front = max(
            front, Self.fall(state, p, k, k + 1, p.openX[k]), Self.fall(state, p, k, k + p.stride, p.openY[k]))
        }
        p.rowSums[row] = fastest
        p.rowSums[row + height] = froude
        p.rowSums[row + 2 * height] = front
      }
    }
    var fastest = 0.0
    for row in 1...p.rows {
      fastest = max(fastest, p.rowSums[row])
      greatestFroude = max(greatestFroude, p.rowSums[row + height])
      steepestFront = max(steepestFront, p.rowSums[row + 2 * height])
    }
    return fastest
  }

  /// The fall of level between two neighbours beyond the fall of their beds, in depths of the deeper one; 0 unless both are wet and
  /// water can pass.
  @inline(__always)
  private static func fall(
    _ state: ReferenceState, _ p: ReferencePlanes, _ k: Int, _ next: Int, _ open: Double
  ) -> Double {
    guard open > 0, state.h[next] >= worthy else { return 0 }
    let bed = p.bed[k] - p.bed[next]
    let fall = abs(bed + state.h[k] - state.h[next]) - abs(bed)
    return max(0, fall) / max(state.h[k], state.h[next])
  }
}
