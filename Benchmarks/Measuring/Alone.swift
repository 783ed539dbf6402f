import Modelling

/// A run that no one watches and nothing is kept of.
package struct Alone: RunContext {
  package let threads: Int
  package var seed: UInt64 { 1 }

  /// A run on so many threads.
  package init(threads: Int) { self.threads = threads }

  package func advance(to fraction: Double, _ phase: String) {}
  package func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
