extension DrainSolver {
  /// Q = C A √(2 g h) when the opening is under water, as a weir below (SWMM Reference Manual II, §6.2).
  func orificeFlow(_ link: SolverLink, _ orifice: DrainOrifice, _ head: Double, _ tail: Double) -> Double {
    let sign = head >= tail ? 1.0 : -1.0
    let (upper, lower) = (max(head, tail), min(head, tail))
    let crest = link.first
    let height = orifice.section.height
    let area = SectionTable.geometry(orifice.section, height).area
    let full: Double
    var drop: Double
    var share: Double
    if orifice.isBottom {
      let ratio: Double
      if case .circular(let diameter) = orifice.section {
        ratio = diameter / 4
      } else {
        let width = orifice.section.greatestWidth
        ratio = height * width / (2 * (height + width))
      }
      full = orifice.coefficient / 0.414 * ratio
      drop = upper < crest ? 0 : lower > crest ? upper - lower : upper - crest
      share = min(1, drop / full)
    } else {
      full = height / 2
      share = upper < crest + height ? (upper - crest) / height : 1
      let middle = crest + height / 2
      drop = share < 1 ? upper - crest : lower < middle ? upper - middle : upper - lower
    }
    guard drop > 0, share > 0 else { return 0 }
    let base = orifice.coefficient * area * (2 * Self.gravity).squareRoot()
    var flow = share < 1 ? base * full.squareRoot() * power(share, 1.5) : base * Self.smoothRoot(drop)
    if share < 1, lower > crest { flow *= Self.submergence((lower - crest) / (upper - crest), 1.5) }
    let source = upper - (sign > 0 ? inverts[link.from] : inverts[link.to])
    return sign * flow * max(0, min(1, source / Self.ramp))
  }

  /// The weir formulas of SWMM Reference Manual II, §6.3, with the submergence of Villemonte (1947).
  func weirFlow(_ link: SolverLink, _ weir: DrainWeir, _ head: Double, _ tail: Double) -> Double {
    let sign = head >= tail ? 1.0 : -1.0
    let (upper, lower) = (max(head, tail), min(head, tail))
    let crest = link.first
    let rise = upper - crest
    guard rise > 0 else { return 0 }
    if rise >= weir.height, weir.canSurcharge {
      let middle = crest + weir.height / 2
      let drop = lower < middle ? upper - middle : upper - lower
      let full = Self.free(weir, weir.height, sign)
      return sign * (full.main + full.ends) / (weir.height / 2).squareRoot() * Self.smoothRoot(drop)
    }
    var (main, ends) = Self.free(weir, min(rise, weir.height), sign)
    if lower > crest {
      let ratio = (lower - crest) / rise
      let exponent: Double
      switch weir.shape {
      case .transverse, .trapezoidal: exponent = 1.5
      case .side: exponent = 5.0 / 3
      case .notch: exponent = 2.5
      }
      main *= Self.submergence(ratio, exponent)
      ends *= Self.submergence(ratio, 2.5)
    }
    return sign * (main + ends)
  }

  private static func free(_ weir: DrainWeir, _ rise: Double, _ sign: Double) -> (main: Double, ends: Double) {
    let length = max(0, weir.length - 0.1 * weir.contractions * rise)
    switch weir.shape {
    case .transverse: return (weir.coefficient * length * power(rise, 1.5), 0)
    case .side:
      if sign < 0 { return (weir.coefficient * length * power(rise, 1.5), 0) }
      return (weir.coefficient * power(length, 0.83) * power(rise, 1.67), 0)
    case .notch(let slope): return (weir.coefficient * slope * power(rise, 2.5), 0)
    case .trapezoidal(let slope, let coefficient):
      return (weir.coefficient * weir.length * power(rise, 1.5), coefficient * slope * power(rise, 2.5))
    }
  }

  /// (1 − r^e)^0.385.
  private static func submergence(_ ratio: Double, _ exponent: Double) -> Double {
    power(max(0, 1 - power(min(1, ratio), exponent)), 0.385)
  }

  /// √x, straight below a centimetre, where the root's slope has no bound.
  static func smoothRoot(_ drop: Double) -> Double {
    drop > 0.01 ? drop.squareRoot() : drop > 0 ? drop * 10 : 0
  }
}
