internal import Foundation

extension ReferencePlanes {
  /// The water at a cell's two edges along one direction: in second order the slopes of depth, level and speed are limited as by
  /// van Leer (1974), 2ab ⁄ (a + b), which keeps every depth at an edge at 0 or more; the bed follows as level less depth
  /// (Audusse et al. 2004, section 4.1), and speeds are weighted so that the cell's momentum stays what it is.
  ///
  /// Half of such a slope may reach the neighbour's own bed. On a bench between two steeper falls the beds of both cells then pass
  /// each other at their edge: the lower cell ends above the upper one, a dam that is not there. Thin water would stand
  /// behind it; where water is thin beside that dam, the slopes are half the lesser difference to either side, which never pass.
  @inline(__always)
  func edges(
    _ k: Int, along step: Int, _ smooth: UnsafeMutablePointer<UInt8>, _ h: UnsafeMutablePointer<Double>,
    _ u: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>
  ) -> (low: ReferenceSide, high: ReferenceSide) {
    let depth = h[k]
    let z = bed[k]
    guard depth > Self.dry else {
      let still = ReferenceSide(h: 0, u: 0, v: 0, z: z + depth, centre: z + depth, depth: 0)
      return (still, still)
    }
    guard smooth[k] == 1 else {
      let flat = ReferenceSide(h: depth, u: u[k], v: v[k], z: z, centre: z, depth: depth)
      return (flat, flat)
    }
    let a = k - step
    let b = k + step
    let level = z + depth
    let halfAcross = 0.5 * Self.limited(u[k] - u[a], u[b] - u[k])
    let halfAlong = 0.5 * Self.limited(v[k] - v[a], v[b] - v[k])
    let rise = (low: depth - h[a], high: h[b] - depth)
    let climb = (low: level - (bed[a] + h[a]), high: bed[b] + h[b] - level)
    var halfDepth = 0.5 * Self.limited(rise.low, rise.high)
    var halfLevel = 0.5 * Self.limited(climb.low, climb.high)
    if abs(halfLevel - halfDepth) - Self.lesser(z - bed[a], bed[b] - z) > 0.1 * depth {
      halfDepth = Self.lesser(rise.low, rise.high) * (rise.low < 0 ? -1 : 1)
      halfLevel = Self.lesser(climb.low, climb.high) * (climb.low < 0 ? -1 : 1)
    }
    let low = depth - halfDepth
    let high = depth + halfDepth
    let shareLow = high / depth
    let shareHigh = low / depth
    return (
      ReferenceSide(
        h: low, u: u[k] - shareLow * halfAcross, v: v[k] - shareLow * halfAlong, z: level - halfLevel - low, centre: z,
        depth: depth),
      ReferenceSide(
        h: high, u: u[k] + shareHigh * halfAcross, v: v[k] + shareHigh * halfAlong, z: level + halfLevel - high,
        centre: z,
        depth: depth)
    )
  }

  /// Half the lesser of two differences of one sign, without it; else 0.
  @inline(__always)
  private static func lesser(_ a: Double, _ b: Double) -> Double { a * b > 0 ? 0.5 * min(abs(a), abs(b)) : 0 }

  @inline(__always)
  private static func limited(_ a: Double, _ b: Double) -> Double { a * b > 0 ? 2 * a * b / (a + b) : 0 }

  /// Fills the fluxes of the eastern and southern edges of some rows (numbered in the frame); the first row takes the northern rim
  /// with it.
  func fluxes(of state: ReferenceState, rows range: Range<Int>) {
    let h = state.h
    for row in range {
      let start = row * stride
      var last = edges(start, along: 1, smoothX, h, state.u, state.v).high
      for k in start..<start + columns + 1 {
        if h[k] <= Self.dry && h[k + 1] <= Self.dry {
          put(ReferenceCrossing(), into: x, at: k)
          last.depth = .nan
          continue
        }
        if last.depth.isNaN { last = edges(k, along: 1, smoothX, h, state.u, state.v).high }
        let next = edges(k + 1, along: 1, smoothX, h, state.u, state.v)
        let crossing = Self.crossing(
          last, next.low, open: openX[k], crest: crestX[k], crowding: (crowding[k], crowding[k + 1]))
        put(crossing, into: x, at: k)
        last = next.high
      }
    }
    withUnsafeTemporaryAllocation(of: ReferenceSide.self, capacity: columns) { above in
      let first = range.lowerBound == 1 ? 0 : range.lowerBound
      for column in 0..<columns {
        above[column] = edges(first * stride + column + 1, along: stride, smoothY, h, state.v, state.u).high
      }
      for row in first..<range.upperBound {
        for column in 0..<columns {
          let k = row * stride + column + 1
          let below = edges(k + stride, along: stride, smoothY, h, state.v, state.u)
          if above[column].depth == 0 && below.low.depth == 0 {
            put(ReferenceCrossing(), into: y, at: k)
          } else {
            let crossing = Self.crossing(
              above[column], below.low, open: openY[k], crest: crestY[k],
              crowding: (crowding[k], crowding[k + stride]))
            put(crossing, into: y, at: k)
          }
          above[column] = below.high
        }
      }
    }
  }

  @inline(__always)
  private func put(_ crossing: ReferenceCrossing, into fluxes: ReferenceFluxes, at k: Int) {
    fluxes.mass[k] = crossing.mass
    fluxes.before[k] = crossing.before
    fluxes.after[k] = crossing.after
    fluxes.side[k] = crossing.side
  }

  /// One explicit step of some rows with friction taken implicitly: q (1 + Δt g n² |q| ⁄ h^{7⁄3}) = q*, solved exactly, so that friction
  /// neither turns the water around nor limits the step, and a uniform flow keeps its depth. A row in which a cell gives more
  /// than it holds says so in `rowSums`.
  func advance(_ from: ReferenceState, by step: Double, to: ReferenceState, rows range: Range<Int>) {
    for row in range {
      var overdrawn = 0.0
      for k in row * stride + 1..<row * stride + 1 + columns where inside[k] == 1 {
        let w = k - 1
        let n = k - stride
        let over = step * crowding[k] / cell
        let depth = from.h[k] + step * gain[k] + over * (x.mass[w] - x.mass[k] + y.mass[n] - y.mass[k])
        if depth < 0 { overdrawn = min(overdrawn, depth) }
        let h = max(0, depth)
        to.h[k] = h
        guard h > Self.dry else {
          to.qx[k] = 0
          to.qy[k] = 0
          to.u[k] = 0
          to.v[k] = 0
          continue
        }
        let qx = from.qx[k] + over * (x.after[w] - x.before[k] + y.side[n] - y.side[k])
        let qy = from.qy[k] + over * (y.after[n] - y.before[k] + x.side[w] - x.side[k])
        let size = (qx * qx + qy * qy).squareRoot()
        let slowing = 2 / (1 + (1 + 4 * step * drag[k] * size / (h * h * cbrt(h))).squareRoot())
        to.qx[k] = qx * slowing
        to.qy[k] = qy * slowing
        to.u[k] = qx * slowing / h
        to.v[k] = qy * slowing / h
      }
      rowSums[row] = overdrawn
    }
  }

  /// Finds what share of its outgoing water each cell of some rows can give within a step.
  func shares(_ from: ReferenceState, by step: Double, rows range: Range<Int>) {
    for row in range {
      for k in row * stride + 1..<row * stride + 1 + columns where inside[k] == 1 {
        let out =
          max(0, x.mass[k]) + max(0, -x.mass[k - 1]) + max(0, y.mass[k]) + max(0, -y.mass[k - stride])
        let taken = out * step * crowding[k] / cell
        let held = from.h[k] + step * gain[k]
        share[k] = taken > held ? held / taken : 1
      }
    }
  }

  /// Scales what crosses the edges of some rows by the share its giver can give. Outside the model the share is 1.
  func limit(rows range: Range<Int>) {
    for row in range.lowerBound == 1 ? 0..<range.upperBound : range {
      for k in row * stride..<row * stride + columns + 1 {
        scale(x, k, k + 1)
        scale(y, k, k + stride)
      }
    }
  }

  @inline(__always)
  private func scale(_ fluxes: ReferenceFluxes, _ k: Int, _ next: Int) {
    let giver = fluxes.mass[k] >= 0 ? k : next
    guard inside[giver] == 1, share[giver] < 1 else { return }
    fluxes.mass[k] *= share[giver]
    fluxes.side[k] *= share[giver]
  }
}

extension ReferencePlanes {
  /// The mean of two states in some rows: the end of Heun's step. Its momentum is that of the mean, as its depth is.
  func mean(_ a: ReferenceState, _ b: ReferenceState, into c: ReferenceState, rows range: Range<Int>) {
    for row in range {
      for k in row * stride + 1..<row * stride + 1 + columns where inside[k] == 1 {
        let h = 0.5 * (a.h[k] + b.h[k])
        let moving = h > Self.dry
        c.h[k] = h
        c.qx[k] = moving ? 0.5 * (a.qx[k] + b.qx[k]) : 0
        c.qy[k] = moving ? 0.5 * (a.qy[k] + b.qy[k]) : 0
        c.u[k] = moving ? c.qx[k] / h : 0
        c.v[k] = moving ? c.qy[k] / h : 0
      }
    }
  }
}
