/// Small pieces of SVG; nothing in them comes from data but numbers.
enum SVG {
  /// A filled path; nothing where there is none.
  static func path(_ path: PathText, fill: String, opacity: Double = 1) -> String {
    guard !path.isEmpty else { return "" }
    let faint = opacity < 1 ? " fill-opacity=\"\(opacity)\"" : ""
    return "<path fill=\"\(fill)\"\(faint) fill-rule=\"evenodd\" d=\"\(path.text)\"/>"
  }

  /// A drawn path; nothing where there is none.
  static func path(_ path: PathText, stroke: String, width: Int, dashes: String = "") -> String {
    guard !path.isEmpty else { return "" }
    let broken = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
    return "<path fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(width)\"\(broken) stroke-linejoin=\"round\" "
      + "stroke-linecap=\"\(dashes.isEmpty ? "round" : "butt")\" d=\"\(path.text)\"/>"
  }
}
