extension Double {
  /// The number with one decimal after a point, and with none when that would be 0.
  var inTenths: String {
    let tenths = Int((self * 10).rounded())
    let rest = abs(tenths % 10)
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)\(rest == 0 ? "" : ".\(rest)")"
  }
}
