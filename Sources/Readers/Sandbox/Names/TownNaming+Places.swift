import Modelling
import Replica

extension TownNaming {
  /// A place by its kind, the quarter it stands in and its number among its kind there, from 0.
  ///
  /// Institutions of one kind never share a name; shops, restaurants, clinics and factories may.
  func place(_ kind: NamedPlace, number: Int, quarter: Int, quarterKind: QuarterKind) -> Name {
    let near = self.quarter(quarter, kind: quarterKind)
    var random = Chance(seed: seed, topic: "names.places").generator(
      quarter &* 4_096 &+ number &* 64 &+ Int(kind.rawValue))
    switch kind {
    case .shop, .restaurant, .privateClinic, .pharmacy, .supermarket, .factory, .bank, .fuel:
      return trade(kind, stem(quarter, kind: quarterKind), &random)
    case .mosque, .surau, .chineseTemple, .hinduTemple, .church:
      return worship(kind, near, number, &random)
    case .chinesePrimarySchool, .tamilPrimarySchool: return vernacularSchool(kind, near, number, &random)
    case .townHall: return number == 0 ? council : Self.numbered(council, number)
    case .busStation where quarter == 0 && number == 0:
      return Name(
        malay: "Terminal Bas \(town.malay)", chinese: town.chinese.map { "\($0)巴士总站" },
        tamil: town.tamil.map { "\($0) பேருந்து நிலையம்" }, english: "\(town.malay) Bus Terminal")
    case .hospital where quarter == 0 && number == 0:
      return Name(
        malay: "Hospital \(town.malay)", chinese: town.chinese.map { "\($0)医院" },
        tamil: town.tamil.map { "\($0) மருத்துவமனை" }, english: "\(town.malay) Hospital")
    default:
      let word = Self.words(kind)
      return Self.numbered(
        Name(
          malay: "\(word.malay) \(near.malay)", chinese: near.chinese.map { $0 + word.chinese },
          tamil: near.tamil.map { "\($0) \(word.tamil)" }, english: "\(near.malay) \(word.english)"), number)
    }
  }

  /// A second one of the same name is told apart as schools are: "SK Taman Melati (2)".
  private static func numbered(_ name: Name, _ number: Int) -> Name {
    guard number > 0 else { return name }
    let tail = " (\(number + 1))"
    return Name(
      malay: name.malay + tail, chinese: name.chinese.map { $0 + tail }, tamil: name.tamil.map { $0 + tail },
      english: name.english.map { $0 + tail })
  }

  /// The word for a kind that is called after its quarter.
  private static func words(_ kind: NamedPlace) -> (malay: String, chinese: String, tamil: String, english: String) {
    switch kind {
    case .primarySchool: ("SK", "国小", "தேசியப் பள்ளி", "National School")
    case .secondarySchool: ("SMK", "国中", "தேசிய இடைநிலைப் பள்ளி", "National Secondary School")
    case .kindergarten: ("Tadika", "幼儿园", "பாலர் பள்ளி", "Kindergarten")
    case .university: ("Universiti", "大学", "பல்கலைக்கழகம்", "University")
    case .publicClinic: ("Klinik Kesihatan", "卫生诊所", "சுகாதாரக் கிளினிக்", "Health Clinic")
    case .hospital: ("Hospital", "医院", "மருத்துவமனை", "Hospital")
    case .privateHospital: ("Pusat Perubatan", "专科医院", "மருத்துவ மையம்", "Medical Centre")
    case .market: ("Pasar", "巴刹", "சந்தை", "Market")
    case .mall: ("Pusat Beli-belah", "购物中心", "பேரங்காடி", "Shopping Centre")
    case .police: ("Balai Polis", "警局", "காவல் நிலையம்", "Police Station")
    case .fireStation: ("Balai Bomba", "消防局", "தீயணைப்பு நிலையம்", "Fire Station")
    case .communityHall: ("Dewan Serbaguna", "民众会堂", "பல்நோக்கு மண்டபம்", "Community Hall")
    case .library: ("Perpustakaan", "图书馆", "நூலகம்", "Library")
    case .postOffice: ("Pejabat Pos", "邮政局", "அஞ்சலகம்", "Post Office")
    case .busStation: ("Terminal Bas", "巴士总站", "பேருந்து நிலையம்", "Bus Terminal")
    case .stop: ("Hentian", "车站", "நிறுத்தம்", "Stop")
    case .park: ("Taman Awam", "公园", "பொதுப் பூங்கா", "Public Park")
    case .playground: ("Taman Permainan", "游乐场", "விளையாட்டு மைதானம்", "Playground")
    case .field: ("Padang", "草场", "திடல்", "Field")
    case .cemetery: ("Tanah Perkuburan", "坟场", "மயானம்", "Cemetery")
    case .shelter: ("Pusat Pemindahan", "疏散中心", "நிவாரண மையம்", "Relief Centre")
    case .toilets: ("Tandas Awam", "公厕", "பொதுக் கழிப்பறை", "Public Toilets")
    default: ("Bangunan", "大厦", "கட்டிடம்", "Building")
    }
  }

  private func worship(_ kind: NamedPlace, _ near: Name, _ number: Int, _ random: inout SplitMix) -> Name {
    let name: Name
    switch kind {
    case .mosque, .surau:
      let word = Words.mosques[random.below(Words.mosques.count)]
      let isMosque = kind == .mosque
      name = Name(
        malay: "\(isMosque ? "Masjid" : "Surau") \(word.malay) \(near.malay)",
        chinese: near.chinese.map { $0 + (isMosque ? "清真寺" : "祈祷室") },
        tamil: near.tamil.map { "\($0) \(isMosque ? "மசூதி" : "சூராவ்") (\(word.tamil))" },
        english: "\(word.malay) \(isMosque ? "Mosque" : "Prayer House"), \(near.malay)")
    case .chineseTemple:
      let (malay, chinese) = Words.chineseTemples[random.below(Words.chineseTemples.count)]
      name = Name(
        malay: "Tokong \(malay) \(near.malay)", chinese: near.chinese.map { "\($0)\(chinese)" } ?? chinese,
        english: "\(malay) Temple, \(near.malay)")
    case .hinduTemple:
      let (malay, tamil) = Words.hinduTemples[random.below(Words.hinduTemples.count)]
      name = Name(
        malay: "Kuil \(malay) \(near.malay)", tamil: "\(near.tamil.map { "\($0) " } ?? "")\(tamil) கோவில்",
        english: "\(malay) Temple, \(near.malay)")
    default:
      let (malay, chinese) = Words.churches[random.below(Words.churches.count)]
      name = Name(
        malay: "Gereja \(malay) \(near.malay)", chinese: "\(near.chinese ?? "")\(chinese)堂",
        english: "\(malay) Church, \(near.malay)")
    }
    return Self.numbered(name, number)
  }

  private func vernacularSchool(_ kind: NamedPlace, _ near: Name, _ number: Int, _ random: inout SplitMix) -> Name {
    if kind == .chinesePrimarySchool {
      let (malay, chinese) = Words.chineseSchools[random.below(Words.chineseSchools.count)]
      return Self.numbered(
        Name(
          malay: "SJK(C) \(malay) \(near.malay)", chinese: "\(near.chinese ?? "")\(chinese)华小",
          english: "\(malay) Chinese School, \(near.malay)"), number)
    }
    let (malay, tamil) = Words.tamilSchools[random.below(Words.tamilSchools.count)]
    return Self.numbered(
      Name(
        malay: "SJK(T) \(malay) \(near.malay)", tamil: "\(near.tamil.map { "\($0) " } ?? "")\(tamil) தமிழ்ப்பள்ளி",
        english: "\(malay) Tamil School, \(near.malay)"), number)
  }
}
