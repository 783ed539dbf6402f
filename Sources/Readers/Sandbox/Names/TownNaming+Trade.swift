import Modelling

extension TownNaming {
  /// Signs of shops and the like: half of them Malay, a third Chinese, the rest Tamil or of the neighbourhood.
  func trade(_ kind: NamedPlace, _ stem: Name, _ random: inout SplitMix) -> Name {
    let words = Self.tradeWords(kind)
    let (malayWord, chineseWord, tamilWord) = words[random.below(words.count)]
    let draw = random.unit()
    if kind == .bank || kind == .fuel || draw < 0.22 {
      return Name(
        malay: "\(malayWord) \(stem.malay)", chinese: stem.chinese.map { $0 + chineseWord },
        tamil: stem.tamil.map { "\($0) \(tamilWord)" })
    }
    if draw < 0.55 {
      let given = Words.givenNames[random.below(Words.givenNames.count)]
      return Name(malay: "\(malayWord) \(random.unit() < 0.4 ? "Haji " : "")\(given)")
    }
    if draw < 0.86 {
      let isFamily = kind == .privateClinic || random.unit() < 0.25
      let (malay, chinese) =
        isFamily
        ? Words.chineseTraders[random.below(Words.chineseTraders.count)]
        : Words.luckyWords[random.below(Words.luckyWords.count)]
      return Name(malay: "\(malayWord) \(malay)", chinese: chinese + (isFamily ? "氏" : "") + chineseWord)
    }
    let (malay, tamil) = Words.tamilTraders[random.below(Words.tamilTraders.count)]
    return Name(malay: "\(malayWord) \(malay)", tamil: "\(tamil) \(tamilWord)")
  }

  private static func tradeWords(_ kind: NamedPlace) -> [(String, String, String)] {
    switch kind {
    case .restaurant:
      [
        ("Restoran", "餐馆", "உணவகம்"), ("Kedai Kopi", "茶室", "காப்பிக் கடை"), ("Warung", "小食档", "உணவுக் கடை"),
        ("Medan Selera", "美食中心", "உணவு வளாகம்"),
      ]
    case .privateClinic: [("Klinik", "药房", "கிளினிக்"), ("Klinik Pergigian", "牙科", "பல் மருத்துவமனை")]
    case .pharmacy: [("Farmasi", "西药房", "மருந்தகம்")]
    case .supermarket: [("Pasar Raya", "超市", "பேரங்காடி"), ("Pasar Mini", "迷你市场", "சிற்றங்காடி")]
    case .factory: [("Kilang", "厂", "தொழிற்சாலை"), ("Bengkel", "工厂", "பட்டறை"), ("Gudang", "货仓", "கிடங்கு")]
    case .bank: [("Bank", "银行", "வங்கி")]
    case .fuel: [("Stesen Minyak", "油站", "எண்ணெய் நிலையம்")]
    default:
      [
        ("Kedai Runcit", "杂货店", "மளிகைக் கடை"), ("Kedai Kain", "布庄", "துணிக் கடை"), ("Kedai Buku", "书局", "புத்தகக் கடை"),
        ("Kedai Emas", "金铺", "நகைக் கடை"), ("Kedai Perabot", "家私店", "தளவாடக் கடை"), ("Kedai Basikal", "脚车店", "மிதிவண்டிக் கடை"),
        ("Kedai Gunting Rambut", "理发店", "முடி திருத்தும் கடை"), ("Kedai Elektrik", "电器店", "மின்சாதனக் கடை"),
        ("Kedai Kek", "饼家", "கேக் கடை"), ("Kedai Telefon", "手机店", "தொலைபேசிக் கடை"),
      ]
    }
  }
}
