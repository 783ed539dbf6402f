/// Kinds of streets, and how a name is put to them in each language.
///
/// Malay and Tamil put the kind before or after the name as signs do: "Jalan Melati", "ஜாலான் மெலாத்தி"; Chinese after it:
/// 茉莉路. Tamil signs in Malaysia keep the Malay words by sound.
enum StreetForm: UInt8, CaseIterable, Sendable {
  case jalan, lorong, persiaran, lebuh, lebuhraya, lengkok, laluan, tingkat

  var malay: String {
    switch self {
    case .jalan: "Jalan"
    case .lorong: "Lorong"
    case .persiaran: "Persiaran"
    case .lebuh: "Lebuh"
    case .lebuhraya: "Lebuhraya"
    case .lengkok: "Lengkok"
    case .laluan: "Laluan"
    case .tingkat: "Tingkat"
    }
  }

  var chinese: String {
    switch self {
    case .jalan: "路"
    case .lorong: "巷"
    case .persiaran: "大道"
    case .lebuh: "街"
    case .lebuhraya: "大道"
    case .lengkok: "弯"
    case .laluan: "径"
    case .tingkat: "台"
    }
  }

  var tamil: String {
    switch self {
    case .jalan: "ஜாலான்"
    case .lorong: "லோரோங்"
    case .persiaran: "பெர்சியாரான்"
    case .lebuh: "லெபு"
    case .lebuhraya: "நெடுஞ்சாலை"
    case .lengkok: "லெங்கோக்"
    case .laluan: "லாலுவான்"
    case .tingkat: "திங்காட்"
    }
  }

  var english: String {
    switch self {
    case .jalan: "Road"
    case .lorong: "Lane"
    case .persiaran: "Drive"
    case .lebuh: "Street"
    case .lebuhraya: "Expressway"
    case .lengkok: "Crescent"
    case .laluan: "Way"
    case .tingkat: "Terrace"
    }
  }

  /// A street of this kind, with a number or nothing after the name.
  func name(_ name: Name, _ number: String = "") -> Name {
    let tail = number.isEmpty ? "" : " \(number)"
    return Name(
      malay: "\(malay) \(name.malay)\(tail)",
      chinese: name.chinese.map { number.isEmpty ? "\($0)\(chinese)" : "\($0)\(chinese) \(number)" },
      tamil: name.tamil.map { "\(tamil) \($0)\(tail)" },
      english: "\(name.malay) \(english)\(tail)")
  }
}

/// How numbers are written in names.
enum NameNumber {
  /// A Roman numeral of a number above 0.
  static func roman(_ number: Int) -> String {
    let parts = [
      (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
      (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ]
    var left = number
    var text = ""
    for (value, letters) in parts {
      while left >= value {
        text += letters
        left -= value
      }
    }
    return text
  }

  /// Every number below `count` to another one below it, one to one, in an order of the seed's own.
  ///
  /// A Feistel network over the next power of four, walked until it falls into the range (J. Black and P. Rogaway,
  /// "Ciphers with arbitrary finite domains", 2002): no table, so threads may ask at once.
  static func scattered(_ number: Int, below count: Int, seed: UInt64) -> Int {
    guard count > 1 else { return 0 }
    var half = 1
    while 1 << (2 * half) < count { half += 1 }
    let mask = ((1 as UInt64) << UInt64(half)) - 1
    var value = UInt64(number)
    repeat {
      var left = value >> UInt64(half)
      var right = value & mask
      for round in UInt64(0)..<4 {
        var mixed = (right &+ seed &+ round &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed >> 29
        mixed = mixed &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 32
        (left, right) = (right, left ^ (mixed & mask))
      }
      value = left << UInt64(half) | right
    } while value >= UInt64(count)
    return Int(value)
  }
}
