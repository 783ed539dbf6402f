import Modelling

/// Where the generators of one topic come from: each unit — a household, a zone, a street — has one of its own.
///
/// A unit's numbers depend on seed, topic and the unit's number alone, never on how many threads made the others.
struct Chance: Sendable {
  private let base: UInt64

  /// The generators of a topic of a city.
  init(seed: UInt64, topic: StaticString) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    topic.withUTF8Buffer { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
    var first = SplitMix(seed: seed ^ hash)
    base = first.next()
  }

  /// The generator of one unit.
  func generator(_ number: Int) -> SplitMix {
    var mixed = SplitMix(seed: base &+ UInt64(bitPattern: Int64(number)) &* 0xD134_2543_DE82_EF95)
    return SplitMix(seed: mixed.next())
  }
}

extension SplitMix {
  /// A whole number in `0..<count`; `count` is above 0.
  mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }
}
