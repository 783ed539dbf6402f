/// Tells a text of YAML that unfolds: aliases of aliases, a few hundred bytes of which become more nodes than a machine holds.
public enum YAMLAliases {
  /// The line of the alias with which a text goes beyond what a person writes; nothing when it may be read.
  ///
  /// A text without an anchor (`&name`) or with no more than four aliases (`*name`) may be read: that unfolds into
  /// little. Quoted text counts too, which no name of a street comes near. O(bytes).
  public static func line(in text: String) -> Int? {
    let before: Set<UInt8> = Set("\t\n\r [{,:-?".utf8)
    var (previous, line, anchors, aliases) = (UInt8(ascii: "\n"), 1, 0, 0)
    for byte in text.utf8 {
      if before.contains(previous) {
        if byte == UInt8(ascii: "&") { anchors += 1 }
        if byte == UInt8(ascii: "*") { aliases += 1 }
        if anchors > 0, aliases > 4 { return line }
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      previous = byte
    }
    return nil
  }
}
