/// Names as parts of keys.
enum Slug {
  /// Small letters, digits and hyphens; letters beyond ASCII stay, so that names in any script remain apart. Never empty.
  static func of(_ text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "." || character == "_" {
        slug.append(character)
      } else if !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "-" : String(slug.prefix(120))
  }
}
