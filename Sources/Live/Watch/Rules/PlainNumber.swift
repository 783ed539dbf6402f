/// Numbers as people read them.
enum PlainNumber {
  /// The shortest text that reads back as the number, without a fraction of 0.
  static func text(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number to as many digits behind the point.
  static func text(_ number: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    guard abs(number) < 1e12 else { return text(number) }
    let rounded = (number * scale).rounded() / scale
    return text(rounded == 0 ? 0 : rounded)
  }
}
