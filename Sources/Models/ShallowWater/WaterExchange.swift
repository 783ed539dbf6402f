/// Takes water from some cells and gives it to others, once a step: a culvert, a pump, the inlets of a drain network.
///
/// Used by one engine on one thread. Two exchanges may touch the same cell: the engine asks them one after another.
public protocol WaterExchange: AnyObject {
  /// The cells it touches, without repeats.
  var cells: [Int32] { get }
  /// The volume in m³ that each of ``cells`` gains (negative: loses) from `seconds` to `seconds + step`.
  ///
  /// `levels` (m above the datum) and `depths` (m) are those of ``cells`` now, `areas` the m² water can fill in them. No cell may
  /// lose more than its depth × area. What it neither takes nor gives over it holds, and says so in ``stored`` and ``left``.
  func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double])
  /// What it gives to some of ``cells``, by their place there and in m³, in a step in which it asks nothing of the surface and
  /// takes nothing; nothing where it wants to be asked by ``exchange(from:over:levels:depths:areas:gains:)``. An engine may ask
  /// this first, and then need not look at its cells.
  func gifts(from seconds: Double, over step: Double) -> [(place: Int, volume: Double)]?
  /// m³ it holds within.
  var stored: Double { get }
  /// m³ that left the model through it since the start; negative when more came in.
  var left: Double { get }
}

extension WaterExchange {
  /// It looks at the surface in every step.
  public func gifts(from seconds: Double, over step: Double) -> [(place: Int, volume: Double)]? { nil }
}
