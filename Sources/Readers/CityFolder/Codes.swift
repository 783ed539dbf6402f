/// Numbers of a range as 16 bits: 0 is its least, 65534 its greatest, 65535 is "none".
///
/// The least and the greatest come back exactly, all others to within half of ``scale``; numbers that came back once come
/// back the same for ever, so that a run that was read and written again is the same run.
struct Codes {
  /// What "none" is written as.
  static let none = UInt16.max

  /// What one step is worth.
  let scale: Double
  /// What 0 is worth.
  let offset: Double

  init(scale: Double, offset: Double) {
    self.scale = scale
    self.offset = offset
  }

  /// The codes of a field's range, all "none" where there is none; nothing when the range has no end.
  init?(of range: ClosedRange<Float>?) {
    guard let range else {
      self.init(scale: 1, offset: 0)
      return
    }
    let low = Double(range.lowerBound)
    let width = Double(range.upperBound) - low
    guard low.isFinite, width.isFinite else { return nil }
    self.init(scale: width > 0 ? width / Double(Self.none - 1) : 1, offset: low)
  }

  /// The code of a number inside the range; NaN is "none".
  func code(of value: Float) -> UInt16 {
    guard !value.isNaN else { return Self.none }
    return UInt16(min(max(((Double(value) - offset) / scale).rounded(), 0), Double(Self.none - 1)))
  }

  /// The number of a code.
  func value(of code: UInt16) -> Float { code == Self.none ? .nan : Float(Double(code) * scale + offset) }
}
