extension SignalGroup {
  /// Share of the cycle that runs at a time on the clock, 0…1, in which the group may go: protected, permissive or dark.
  public func goShare(at time: Double) -> Double {
    let program = program(at: time)
    var before = 0.0
    var green = 0.0
    for (end, colour) in zip(program.ends, program.colours) {
      if colour.goes { green += end - before }
      before = end
    }
    return program.cycle > 0 ? green / program.cycle : 0
  }

  /// Seconds of the cycle that runs at a time on the clock.
  public func cycle(at time: Double) -> Double { program(at: time).cycle }

  private func program(at time: Double) -> Program { programs.last { $0.base <= time } ?? programs[0] }
}
