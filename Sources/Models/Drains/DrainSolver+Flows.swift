internal import Foundation

/// x^p by the library; apart, so that the rest needs no import.
@inline(__always)
func power(_ number: Double, _ exponent: Double) -> Double { pow(number, exponent) }

extension DrainSolver {
  /// The area in the middle of a conduit at the heads now.
  func middleArea(_ number: Int) -> Double {
    let link = links + number
    guard link.pointee.rule == .conduit else { return 0 }
    return ConduitEnds(link, values, heads[link.pointee.from], heads[link.pointee.to]).middle.area
  }

  /// What holds throughout a step, from the state before it.
  func prepare(_ number: Int) {
    let link = links + number
    switch link.pointee.rule {
    case .conduit: prepareConduit(link)
    case .pump:
      guard case .pump(let pump) = kinds[number] else { return }
      let from = link.pointee.from
      let depth = heads[from] - inverts[from]
      if pump.startDepth > 0, depth >= pump.startDepth { link.pointee.isOn = true }
      if depth <= pump.stopDepth, pump.stopDepth > 0 || pump.startDepth > 0 { link.pointee.isOn = false }
      switch pump.curve {
      case .volume(let curve): link.pointee.pumped = curve.step(at: volumes[from])
      case .depthSteps(let curve): link.pointee.pumped = curve.step(at: depth)
      default: link.pointee.pumped = 0
      }
    case .orifice, .weir: break
    }
  }

  private func prepareConduit(_ link: UnsafeMutablePointer<SolverLink>) {
    let (head, tail) = (heads[link.pointee.from], heads[link.pointee.to])
    let ends = ConduitEnds(link, values, head, tail)
    let full = link.pointee.full
    let middle = (ends.first + ends.second) / 2
    let wet = ends.middle
    let speed = wet.area > 1e-6 ? max(-15, min(15, link.pointee.flow / wet.area)) : 0
    let isFull = ends.first >= full && ends.second >= full
    var froude = 0.0
    if wet.width > 1e-9, wet.area > 1e-6, link.pointee.isOpen || middle < full {
      froude = abs(speed) / (Self.gravity * wet.area / wet.width).squareRoot()
    }
    let kept = max(0, min(1, 2 * (1 - froude)))
    link.pointee.speed = speed
    link.pointee.weight = !isFull && link.pointee.flow > 0 && head >= tail ? kept : 1
    switch options.inertia {
    case .full: link.pointee.inertia = 1
    case .partial: link.pointee.inertia = kept
    case .ignored: link.pointee.inertia = 0
    }
    if isFull, !link.pointee.isOpen { link.pointee.inertia = 0 }
    // Half the old one: by itself the new one makes the flow of which the next is made, to and fro.
    if link.pointee.hangsFirst || link.pointee.hangsSecond {
      link.pointee.fallDepth = (link.pointee.fallDepth + fallDepth(link)) / 2
    }
  }

  /// The lesser of the critical and the normal depth of the flow before.
  private func fallDepth(_ link: UnsafeMutablePointer<SolverLink>) -> Double {
    let flow = abs(link.pointee.flow)
    let (table, full) = (link.pointee.table, link.pointee.full)
    let critical = tables.depth(table, full, column: 2, reaching: flow)
    let normal = tables.depth(table, full, column: 3, reaching: flow / link.pointee.slope)
    return min(critical, normal)
  }

  /// The flow of a pump, orifice or weir in m³/s, and its slopes by differences.
  func regulated(_ number: Int) -> Sloped {
    let small = 1e-6
    let (head, tail) = (heads[links[number].from], heads[links[number].to])
    let flow = regulated(number, head, tail)
    return Sloped(
      flow, (regulated(number, head + small, tail) - flow) / small,
      (regulated(number, head, tail + small) - flow) / small)
  }

  private func regulated(_ number: Int, _ head: Double, _ tail: Double) -> Double {
    let link = links[number]
    let flow: Double
    switch kinds[number] {
    case .conduit: flow = 0
    case .pump(let pump): flow = pumpFlow(link, pump, head, tail)
    case .orifice(let orifice): flow = orificeFlow(link, orifice, head, tail)
    case .weir(let weir): flow = weirFlow(link, weir, head, tail)
    }
    return bounded(links + number, Sloped(flow)).value
  }

  /// A flow within what a flap and the mouth of an outfall let through.
  @inline(__always)
  func bounded(_ link: UnsafeMutablePointer<SolverLink>, _ flow: Sloped) -> Sloped {
    var flow = flow
    if link.pointee.hasFlapGate { flow = link.pointee.isTurned ? flow.atMost(0) : flow.atLeast(0) }
    return flow.atMost(link.pointee.highest).atLeast(link.pointee.lowest)
  }

  /// The momentum of the water between two nodes over a step, solved for the flow at its end: m³/s a barrel.
  ///
  /// Q = (Q₀ − Δt g A ΔH ⁄ L + 2 v ΔA σ + Δt v² (A₂ − A₁) ⁄ L σ) ⁄ (1 + Δt g n² |Q| ⁄ (A R^(4/3)) + Δt Σ K |Q| ⁄ (2 L A)): the
  /// quadratic in Q is solved exactly (L. A. Rossman, "Storm Water Management Model Reference Manual, volume II: Hydraulics",
  /// EPA/600/R-17/111, 2017, chapter 3).
  @inline(__always)
  func conduitFlow(_ link: UnsafeMutablePointer<SolverLink>, _ ends: ConduitEnds, _ seconds: Double) -> Sloped {
    let middleOf = ends.middle
    guard ends.source > 0, middleOf.area > 1e-9 else { return Sloped(0) }
    let (upperOf, lowerOf) = (ends.upper, ends.lower)
    let (firstSlope, secondSlope) = (ends.firstSlope, ends.secondSlope)
    let upper = Sloped(upperOf.area, upperOf.width * firstSlope, 0)
    let lower = Sloped(lowerOf.area, 0, lowerOf.width * secondSlope)
    let half = middleOf.width / 2
    let middle = Sloped(middleOf.area, half * firstSlope, half * secondSlope)
    let weight = ends.head >= ends.tail ? link.pointee.weight : 1
    let area = upper + weight * (middle - upper)
    let upperRadius = Sloped(upperOf.radius, upperOf.radiusSlope * firstSlope, 0)
    let halfRadius = middleOf.radiusSlope / 2
    let middleRadius = Sloped(middleOf.radius, halfRadius * firstSlope, halfRadius * secondSlope)
    let radius = (upperRadius + weight * (middleRadius - upperRadius)).atLeast(1e-12)

    let perLength = seconds / link.pointee.length
    let fall = Sloped(ends.tail - ends.head, -ends.headSlope, ends.tailSlope)
    var push = (-Self.gravity * perLength) * (area * fall) + link.pointee.flow
    let inertia = link.pointee.inertia
    if inertia > 0 {
      let speed = link.pointee.speed
      push =
        push + (inertia * 2 * speed) * (middle - link.pointee.area)
        + (inertia * perLength * speed * speed) * (lower - upper)
    }
    var drag = Sloped(Self.gravity * link.pointee.squareOfRoughness) / (radius * middle)
    if link.pointee.hasLosses {
      let entry = Sloped(link.pointee.entry) / upper.atLeast(1e-6)
      let exit = Sloped(link.pointee.exit) / lower.atLeast(1e-6)
      let losses = entry + exit + Sloped(link.pointee.mean) / middle
      drag = drag + (0.5 / link.pointee.length) * losses
    }
    let root = ((4 * seconds) * (drag * push.magnitude) + 1).root
    var flow = (2 * push) / (root + 1)
    if flow.value > 0, ends.first < link.pointee.full { flow = limited(link, flow, ends) }
    if link.pointee.limit > 0 { flow = flow.atMost(link.pointee.limit).atLeast(-link.pointee.limit) }
    if ends.fallsSecond { flow = flow.atLeast(0) }
    if ends.fallsFirst { flow = flow.atMost(0) }
    // As its source runs dry a flow dies out.
    if flow.value > 0 {
      guard ends.ownFirst < Self.ramp else { return flow }
      return Sloped(ends.ownFirst / Self.ramp, 1 / Self.ramp, 0) * flow
    }
    guard ends.ownSecond < Self.ramp else { return flow }
    return Sloped(ends.ownSecond / Self.ramp, 0, 1 / Self.ramp) * flow
  }

  /// The flow, where the depth upstream carries no more. What SWMM switches, a few hundredths of the height blend here: a step
  /// that may end on either side of a switch ends nowhere.
  @inline(__always)
  private func limited(_ link: UnsafeMutablePointer<SolverLink>, _ flow: Sloped, _ ends: ConduitEnds) -> Sloped {
    let limit = options.normalLimit
    if limit == .never { return flow }
    let (first, second, full) = (ends.first, ends.second, link.pointee.full)
    let carried = ends.upper.conveyance
    let normal = link.pointee.slope * Sloped(carried.value, carried.slope * ends.firstSlope, 0)
    var limited = flow
    if limit != .froude || link.pointee.touchesOutfall, flow.value > normal.value {
      let band = 1 / (0.02 * full)
      var freedom = Sloped(
        (first - second) * band + 1, ends.firstSlope * band, -ends.secondSlope * band)
      if !link.pointee.isOpen {
        let filling = (first / full - 0.95) / 0.05
        if filling > freedom.value { freedom = Sloped(filling, ends.firstSlope / (0.05 * full), 0) }
      } else if freedom.value < 0 {
        freedom = Sloped(0)
      }
      limited = normal + (flow - normal) * freedom.atLeast(0).atMost(1)
    }
    if limit != .slope, !link.pointee.touchesOutfall, second > 0 {
      // Beyond the critical flow the normal one holds; between the two neither does.
      let critical = ends.upper.critical
      let most =
        critical.value > normal.value ? Sloped(critical.value, critical.slope * ends.firstSlope, 0) : normal
      if limited.value > most.value { limited = most }
    }
    return limited
  }

  private func pumpFlow(_ link: SolverLink, _ pump: DrainPump, _ head: Double, _ tail: Double) -> Double {
    guard link.isOn else { return 0 }
    let depth = head - inverts[link.from]
    let wet = max(0, min(1, depth / Self.ramp))
    switch pump.curve {
    case .volume, .depthSteps: return link.pumped * wet
    case .head(let curve): return max(0, curve.value(at: max(0, tail - head))) * wet
    case .depth(let curve): return curve.value(at: depth) * wet
    // As much as keeps its sump empty: a slope so steep that the depth stays within millimetres.
    case .ideal: return max(0, depth) * 1000
    case nil: return 0
    }
  }
}

extension DrainSolver {
  /// The level of the normal depth at the lower end of a conduit, by the flow before.
  func normalLevel(_ number: Int) -> Double {
    let link = links[number]
    guard link.rule == .conduit else { return -.infinity }
    return link.second
      + tables.depth(link.table, link.full, column: 3, reaching: abs(link.flow) / link.slope)
  }
}

/// The water at both ends of a conduit and in its middle.
struct ConduitEnds {
  /// Depths in m and levels, a free fall's own depth included; how they grow with the nodes' heads, 0 or 1.
  var first: Double, second: Double, head: Double, tail: Double
  var firstSlope: Double, secondSlope: Double, headSlope: Double, tailSlope: Double
  /// Depths without it, and that on the side from which water comes.
  let ownFirst: Double, ownSecond: Double, source: Double
  /// Whether it falls free at an end; nothing comes back over the brink.
  var fallsFirst = false, fallsSecond = false
  /// The sections the nodes' own water wets, and those of the flow.
  let own: (first: WetSection, second: WetSection)
  let upper: WetSection, lower: WetSection, middle: WetSection

  @inline(__always)
  init(_ link: UnsafeMutablePointer<SolverLink>, _ values: UnsafePointer<Double>, _ head: Double, _ tail: Double) {
    let (bottom, end) = (link.pointee.first, link.pointee.second)
    let table = values + link.pointee.table
    let (full, inverse) = (link.pointee.full, link.pointee.inverseOfFull)
    (firstSlope, secondSlope) = (head > bottom ? 1 : 0, tail > end ? 1 : 0)
    (headSlope, tailSlope) = (firstSlope, secondSlope)
    first = max(0, head - bottom)
    second = max(0, tail - end)
    (ownFirst, ownSecond) = (first, second)
    self.head = max(head, bottom)
    self.tail = max(tail, end)
    source = self.head >= self.tail ? first : second
    own = (
      WetSection(table, full: full, inverse: inverse, depth: first),
      WetSection(table, full: full, inverse: inverse, depth: second)
    )
    var (upper, lower) = own
    if link.pointee.hangsSecond, self.head >= self.tail, second < link.pointee.fallDepth {
      second = link.pointee.fallDepth
      self.tail = end + second
      (secondSlope, tailSlope) = (0, 0)
      lower = WetSection(table, full: full, inverse: inverse, depth: second)
      fallsSecond = true
    } else if link.pointee.hangsFirst, self.tail > self.head, first < link.pointee.fallDepth {
      first = link.pointee.fallDepth
      self.head = bottom + first
      (firstSlope, headSlope) = (0, 0)
      upper = WetSection(table, full: full, inverse: inverse, depth: first)
      fallsFirst = true
    }
    (self.upper, self.lower) = (upper, lower)
    middle = WetSection(table, full: full, inverse: inverse, depth: (first + second) / 2)
  }
}
