import Geography

/// Which way vehicles go that were counted, as people write it.
enum CountDirection: Equatable {
  /// Both ways together.
  case both
  /// Along the drawn street, or against it.
  case forward, backward
  /// Degrees from north, clockwise.
  case bearing(Double)
  /// Towards what has this name.
  case towards(String)

  private static let bothWays: Set<String> = [
    "both", "both ways", "both directions", "two way", "2 way", "total", "all", "dua hala", "kedua dua",
    "kedua dua arah",
    "kedua arah", "kedua dua hala", "dua arah", "jumlah", "semua",
  ]
  private static let compass: [String: Double] = [
    "n": 0, "north": 0, "utara": 0, "ne": 45, "north east": 45, "northeast": 45, "timur laut": 45, "e": 90, "east": 90,
    "timur": 90, "se": 135, "south east": 135, "southeast": 135, "tenggara": 135, "s": 180, "south": 180,
    "selatan": 180, "sw": 225, "south west": 225, "southwest": 225, "barat daya": 225, "w": 270, "west": 270,
    "barat": 270, "nw": 315, "north west": 315, "northwest": 315, "barat laut": 315,
  ]
  private static let before = [
    "towards ", "toward ", "heading ", "menuju ", "arah ke ", "ke arah ", "arah ", "hala ke ", "hala ", "to ", "ke ",
    "from here to ",
  ]

  /// What was written; nothing written is both ways.
  init(_ text: String) {
    let written = text.filter { !$0.isWhitespace }
    let digits = written.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    if !digits.isEmpty,
      ["", "°", "deg", "degrees", "darjah"].contains(String(written.dropFirst(digits.count)).lowercased()),
      let degrees = Double(digits)
    {
      self = .bearing(degrees.truncatingRemainder(dividingBy: 360))
      return
    }
    var name = CountWords.plain(text)
    if name.isEmpty || Self.bothWays.contains(name) {
      self = .both
      return
    }
    if let way = ["forward": Self.forward, "backward": .backward][name] {
      self = way
      return
    }
    for word in Self.before where name.hasPrefix(word) {
      name.removeFirst(word.count)
      break
    }
    let bare = name.hasSuffix("bound") && name.count > 5 ? CountWords.plain(String(name.dropLast(5))) : name
    if let degrees = Self.compass[bare] { self = .bearing(degrees) } else { self = .towards(name) }
  }
}
