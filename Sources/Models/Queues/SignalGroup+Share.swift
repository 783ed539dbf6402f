extension SignalGroup {
  /// Share of the cycle, 0…1, in which the group may go: protected, permissive or dark.
  public var goShare: Double {
    var before = 0.0
    var green = 0.0
    for (end, colour) in zip(ends, colours) {
      if colour != .red && colour != .amber { green += end - before }
      before = end
    }
    return cycle > 0 ? green / cycle : 0
  }
}
