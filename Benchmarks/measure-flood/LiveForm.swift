import ShallowWater

/// The live engine without and with the advection of momentum.
enum LiveForm: String, CaseIterable {
  case live
  case advection = "live with advection"

  /// What it is called in a row.
  var name: String { rawValue }
  var hasAdvection: Bool { self == .advection }

  /// An engine of this form.
  func engine(_ basin: Basin, _ forcing: Forcing = Forcing(), threads: Int = 1) throws -> LiveEngine {
    try LiveEngine(basin, forcing, threads: threads, advection: hasAdvection)
  }
}
