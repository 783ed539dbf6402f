/// Why the first vehicle of a lane does not go on.
public enum Hold: UInt8, Sendable, CaseIterable {
  /// Nothing holds it: it drives.
  case none
  /// A signal.
  case red
  /// Somebody it gives way to.
  case giveWay
  /// The link it wants to enter is full.
  case full
  /// No movement leads from its lane to where it wants to go.
  case wrongLane
}
