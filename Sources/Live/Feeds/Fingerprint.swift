internal import Observations

/// A 64-bit name of some bytes: FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, RFC 9923).
struct Fingerprint {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func feed(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  mutating func feed(_ number: Int64) {
    for shift in stride(from: 0, to: 64, by: 8) { feed(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
  }

  /// A value, the same for equal ones in every process: members by name, numbers by their bits, lengths before texts and lists.
  mutating func feed(_ value: PlainValue) {
    switch value {
    case .null: feed(0 as UInt8)
    case .truth(let isTrue): feed(isTrue ? 1 : 2 as UInt8)
    case .number(let number):
      feed(3 as UInt8)
      // Adding zero makes one of the two zeros.
      feed(Int64(bitPattern: (number + 0).bitPattern))
    case .text(let text): feed(4, text)
    case .list(let elements):
      feed(5 as UInt8)
      feed(Int64(elements.count))
      for element in elements { feed(element) }
    case .object(let members):
      feed(6 as UInt8)
      feed(Int64(members.count))
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        feed(4, name)
        feed(value)
      }
    }
  }

  private mutating func feed(_ kind: UInt8, _ text: String) {
    feed(kind)
    feed(Int64(text.utf8.count))
    feed(text.utf8)
  }
}
