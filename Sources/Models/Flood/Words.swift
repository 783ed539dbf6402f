/// Numbers as sentences say them.
enum Words {
  /// Three digits that mean something, no more than needed.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "no number" }
    var step = 1.0
    let size = abs(value)
    if size > 0 {
      while size / step >= 1000 { step *= 10 }
      while size / step < 100, step > 1e-6 { step /= 10 }
    }
    let rounded = step >= 1 ? (value / step).rounded() * step : (value / step).rounded() / (1 / step).rounded()
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
