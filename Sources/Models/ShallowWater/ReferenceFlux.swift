/// The water on one side of an edge.
struct ReferenceSide {
  /// Depth in m, speed across and along the edge in m/s, level of the bed in m — at the edge.
  var h, u, v, z: Double
  /// Level of the bed at the cell's centre.
  var centre: Double
  /// Depth at the cell's centre.
  var depth: Double
}

/// What an edge carries, per metre; see ``ReferenceFluxes``.
struct ReferenceCrossing {
  var mass = 0.0, before = 0.0, after = 0.0, side = 0.0
}

extension ReferencePlanes {
  /// The solver of Harten, Lax, van Leer and Contact for two states over one bed: mass and momentum from the estimate with two
  /// waves, momentum along the edge carried by the contact (Toro 2001, *Shock-Capturing Methods for Free-Surface Shallow
  /// Flows*, chapter 10; wave speeds after Einfeldt from two rarefactions, dry sides as Toro's section 10.5.1).
  @inline(__always)
  static func hllc(
    _ hl: Double, _ ul: Double, _ vl: Double, _ hr: Double, _ ur: Double, _ vr: Double
  ) -> (mass: Double, push: Double, side: Double) {
    if hl <= 0 && hr <= 0 { return (0, 0, 0) }
    let g = gravity
    let cl = (g * hl).squareRoot()
    let cr = (g * hr).squareRoot()
    var left: Double
    var right: Double
    if hl <= 0 {
      left = ur - 2 * cr
      right = ur + cr
    } else if hr <= 0 {
      left = ul - cl
      right = ul + 2 * cl
    } else {
      let middle = 0.5 * (ul + ur) + cl - cr
      let wave = max(0, 0.5 * (cl + cr) + 0.25 * (ul - ur))
      left = min(ul - cl, middle - wave)
      right = max(ur + cr, middle + wave)
    }
    let ql = hl * ul
    let qr = hr * ur
    let pushL = ql * ul + 0.5 * g * hl * hl
    let pushR = qr * ur + 0.5 * g * hr * hr
    if left >= 0 { return (ql, pushL, ql * vl) }
    if right <= 0 { return (qr, pushR, qr * vr) }
    let across = 1 / (right - left)
    let mass = (right * ql - left * qr + left * right * (hr - hl)) * across
    let push = (right * pushL - left * pushR + left * right * (qr - ql)) * across
    return (mass, push, mass * (mass >= 0 ? vl : vr))
  }

  /// The push of a wall on water that moves toward it (`u` > 0) or away: the flux against the mirrored state.
  @inline(__always)
  static func wall(_ h: Double, _ u: Double) -> Double {
    guard h > 0 else { return 0 }
    let c = (gravity * h).squareRoot()
    let still = 0.5 * gravity * h * h
    return u >= 0 ? still + h * u * (u + c + 0.5 * u) : max(0, still + c * h * u)
  }

  /// What crosses an open edge: hydrostatic reconstruction (Audusse et al. 2004, doi:10.1137/S1064827503431090) in the form of
  /// Chen and Noelle (2017, doi:10.1137/15M1053074), which is the same while both sides are deeper than the step of the bed
  /// and keeps its full slope under water thinner than that.
  @inline(__always)
  static func open(_ l: ReferenceSide, _ r: ReferenceSide, crest: Double) -> ReferenceCrossing {
    let levelL = l.z + l.h
    let levelR = r.z + r.h
    let ground = max(l.z, r.z)
    // A crest is a step with two sides: water falls from it, whatever lies below.
    let sill = crest > ground ? crest : min(ground, min(levelL, levelR))
    let hl = max(0, min(levelL - sill, l.h))
    let hr = max(0, min(levelR - sill, r.h))
    var (mass, push, side) = hllc(hl, l.u, l.v, hr, r.u, r.v)
    let stepL = crest > ground ? l.h - hl : sill - l.z
    let stepR = crest > ground ? r.h - hr : sill - r.z
    if crest > ground { weir(&mass, &side, hl, hr, l.v, r.v) }
    let g = gravity
    return ReferenceCrossing(
      mass: mass,
      before: push + 0.5 * g * (l.h + hl) * stepL + g * l.depth * (l.z - l.centre),
      after: push + 0.5 * g * (r.h + hr) * stepR + g * r.depth * (r.z - r.centre),
      side: side)
  }

  /// Replaces what crosses a crest by the discharge of a broad-crested weir, q = (2⁄3)^{3⁄2} √g H^{3⁄2}, while the water behind it
  /// stands lower than ⅔ of H; from there to 0.9 of H (assumed) it goes over to the plain flux. The hydrostatic reconstruction alone
  /// lets too little fall over a crest, for it takes the water before it to be at rest.
  @inline(__always)
  private static func weir(
    _ mass: inout Double, _ side: inout Double, _ hl: Double, _ hr: Double, _ vl: Double, _ vr: Double
  ) {
    let head = max(hl, hr)
    guard head > dry else { return }
    let drowned = min(hl, hr) / head
    guard drowned < 0.9 else { return }
    let free = 0.5443310539518174 * (gravity * head).squareRoot() * head * (hl >= hr ? 1 : -1)
    let share = drowned <= 2.0 / 3 ? 1 : (0.9 - drowned) / (0.9 - 2.0 / 3)
    mass = share * free + (1 - share) * mass
    side = mass * (mass >= 0 ? vl : vr)
  }

  /// What crosses an edge of which the share `open` is open, between cells whose shares `rooms` water can fill.
  ///
  /// Water presses on its neighbour over the open width that both its own room and the edge have. Of what is closed, a part as wide as the
  /// lesser room is a wall before water that moves; the rest are the buildings' own sides, along which water goes without being
  /// thrown back, so that cells built over alike carry what open ones do, in proportion. What is carried goes with the water.
  @inline(__always)
  static func crossing(
    _ l: ReferenceSide, _ r: ReferenceSide, open share: Double, crest: Double, crowding: (Double, Double)
  ) -> ReferenceCrossing {
    if share == 1 && crowding.0 == 1 && crowding.1 == 1 { return open(l, r, crest: crest) }
    var through = share > 0 ? open(l, r, crest: crest) : ReferenceCrossing()
    let rooms = (1 / crowding.0, 1 / crowding.1)
    let blocked = max(0, min(rooms.0, rooms.1) - share)
    let carried = through.mass * (through.mass >= 0 ? l.u : r.u)
    let before = pressed(l, l.u, by: through.before - carried, over: min(rooms.0, share), blocked: blocked)
    let after = pressed(r, -r.u, by: through.after - carried, over: min(rooms.1, share), blocked: blocked)
    through.mass *= share
    through.side *= share
    through.before = share * carried + before
    through.after = share * carried + after
    return through
  }

  /// What presses on the water beside an edge: the water beyond it over one share of the edge, a wall over another, and the sides of
  /// buildings, which bear still water, over the rest. `u` goes toward the edge.
  @inline(__always)
  private static func pressed(
    _ side: ReferenceSide, _ u: Double, by push: Double, over share: Double, blocked: Double
  ) -> Double {
    let still = 0.5 * gravity * side.h * side.h
    let closed = blocked * wall(side.h, u) + (1 - share - blocked) * still
    return share * push + closed + (1 - share) * gravity * side.depth * (side.z - side.centre)
  }
}
