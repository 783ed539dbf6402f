import Foundation
import Modelling

extension Portable {
  static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  static func cos(_ x: Double) -> Double { Foundation.cos(x) }
}
extension SplitMix {
  init(seed: UInt64, topic: String, number: Int = 0) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in topic.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var first = SplitMix(seed: seed ^ hash &+ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15)
    self.init(seed: first.next())
  }
}
