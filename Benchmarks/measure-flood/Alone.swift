import Modelling

/// A run that no one watches and nothing is kept of.
struct Alone: RunContext {
  let threads: Int
  var seed: UInt64 { 1 }
  func advance(to fraction: Double, _ phase: String) {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
