import Modelling
import Replica

/// What things in a made-up town are called: each answer depends on seed and numbers alone, so that threads may ask at once.
///
/// Names follow the signs of Peninsular Malaysia: Malay first; Chinese by meaning where that is the custom and otherwise by
/// sound; Tamil by sound. They were put together from common words and looked over by no speaker of Chinese or Tamil.
struct TownNaming: Sendable {
  /// The town.
  let town: Name
  /// Its council: of a district, from 150,000 people of a municipality, from 500,000 of a city.
  let council: Name
  /// Its river.
  let river: Name
  /// The sea before it.
  let sea: Name
  /// The plant the town is called after, which its arms show.
  let plant: Int
  let seed: UInt64

  /// The names of a town of so many people.
  init(seed: UInt64, people: Int) {
    var random = Chance(seed: seed, topic: "names.town").generator(0)
    self.seed = random.next()
    let lie = Words.lies[random.below(Words.lies.count)]
    plant = random.below(Words.towns.count)
    let word = Words.towns[plant]
    let town = Name(
      malay: "\(lie.malay) \(word.malay)", chinese: lie.chinese + word.chinese, tamil: "\(lie.tamil) \(word.tamil)",
      english: "\(lie.malay) \(word.malay)")
    self.town = town
    river = Self.river(word)
    sea = Name(
      malay: "Selat \(word.malay)", chinese: "\(word.chinese)海峡", tamil: "\(word.tamil) நீரிணை",
      english: "Strait of \(word.malay)")
    council = Self.council(of: town, people: people)
  }

  private static func river(_ word: NameWord) -> Name {
    Name(
      malay: "Sungai \(word.malay)", chinese: "\(word.chinese)河", tamil: "\(word.tamil) ஆறு",
      english: "\(word.malay) River")
  }

  /// The thresholds are those of the Ministry of Housing and Local Government for status as a municipality or a city, 2008.
  private static func council(of town: Name, people: Int) -> Name {
    let (malay, chinese, tamil, english) =
      switch people {
      case ..<150_000: ("Majlis Daerah", "县议会", "மாவட்ட மன்றம்", "District Council")
      case ..<500_000: ("Majlis Perbandaran", "市议会", "நகராண்மைக் கழகம்", "Municipal Council")
      default: ("Majlis Bandaraya", "市政厅", "மாநகர் மன்றம்", "City Council")
      }
    return Name(
      malay: "\(malay) \(town.malay)", chinese: town.chinese.map { $0 + chinese },
      tamil: town.tamil.map { "\($0) \(tamil)" },
      english: "\(town.malay) \(english)")
  }

  /// The n-th tributary, from 0; no two alike, and none like the river.
  func tributary(_ number: Int) -> Name {
    let words = Words.villages
    let word = words[NameNumber.scattered(number % words.count, below: words.count, seed: seed &+ 1)]
    let round = number / words.count
    guard round > 0 else { return Self.river(word) }
    let second = Words.villageSeconds[(round - 1) % Words.villageSeconds.count]
    let more = (round - 1) / Words.villageSeconds.count
    return Self.river(
      NameWord(
        "\(word.malay) \(second.malay)\(more > 0 ? " \(more + 1)" : "")", word.chinese + second.chinese,
        "\(word.tamil) \(second.tamil)"))
  }

  /// The n-th ward, from 0; no two alike. Councils call them zones and number them.
  func ward(_ number: Int) -> Name {
    let base = base(number, topic: 2)
    return Name(
      malay: "Zon \(number + 1) \(base.malay)", chinese: base.chinese.map { "第\(number + 1)区 \($0)" },
      tamil: base.tamil.map { "பகுதி \(number + 1) \($0)" }, english: "Ward \(number + 1) \(base.malay)")
  }

  /// A quarter by its number in order of growth; no two numbers share a name, whatever their kinds.
  func quarter(_ number: Int, kind: QuarterKind) -> Name {
    if kind == .core, number == 0 {
      return Name(malay: "Pekan Lama", chinese: "旧街场", tamil: "பழைய நகரம்", english: "Old Town")
    }
    let base = stem(number, kind: kind)
    var random = Chance(seed: seed, topic: "names.quarter").generator(number)
    let form = Self.forms(of: kind)[random.below(Self.forms(of: kind).count)]
    return Name(
      malay: "\(form.malay) \(base.malay)", chinese: base.chinese.map { $0 + form.chinese },
      tamil: base.tamil.map { "\(form.tamil) \($0)" },
      english: form.english.isEmpty ? nil : "\(base.malay) \(form.english)")
  }

  /// What a quarter and its streets are called after, without the word for its kind.
  func stem(_ number: Int, kind: QuarterKind) -> Name {
    kind == .kampung ? village(number) : base(number, topic: 0)
  }

  private struct Form {
    let malay: String, chinese: String, tamil: String, english: String
    init(_ malay: String, _ chinese: String, _ tamil: String, _ english: String = "") {
      (self.malay, self.chinese, self.tamil, self.english) = (malay, chinese, tamil, english)
    }
  }

  private static func forms(of kind: QuarterKind) -> [Form] {
    switch kind {
    case .core: [Form("Pekan", "街场", "பெக்கான்")]
    case .colonialGrid: [Form("Pekan Baru", "新街场", "பெக்கான் பாரு"), Form("Bandar", "城", "பண்டார்")]
    case .terraces:
      [Form("Taman", "花园", "தாமான்"), Form("Taman", "花园", "தாமான்"), Form("Taman Seri", "斯里花园", "தாமான் ஸ்ரீ")]
    case .postwarEstate: [Form("Taman", "花园", "தாமான்"), Form("Seri", "斯里园", "ஸ்ரீ"), Form("Bukit", "山庄", "புக்கிட்")]
    case .newTown:
      [
        Form("Bandar Baru", "新镇", "பண்டார் பாரு"), Form("Desa", "城市花园", "டேசா"), Form("Taman", "花园", "தாமான்"),
        Form("Alam", "绿园", "ஆலாம்"),
      ]
    case .industrial:
      [Form("Kawasan Perindustrian", "工业区", "தொழிற்பேட்டை", "Industrial Area")]
    case .kampung: [Form("Kampung", "村", "கம்போங்", "Village")]
    case .green: [Form("Taman Rimba", "森林公园", "தாமான் ரிம்பா", "Forest Park")]
    }
  }

  /// A name of one or two words, another one for every number.
  private func base(_ number: Int, topic: UInt64) -> Name {
    Self.pair(number, Words.stems, Words.seconds, seed: seed &+ 101 &+ topic)
  }

  private func village(_ number: Int) -> Name {
    Self.pair(number, Words.villages, Words.villageSeconds, seed: seed &+ 211)
  }

  /// First the bare words, then pairs of words, then pairs with a Roman numeral.
  private static func pair(_ number: Int, _ firsts: [NameWord], _ seconds: [NameWord], seed: UInt64) -> Name {
    if number < firsts.count {
      let word = firsts[NameNumber.scattered(number, below: firsts.count, seed: seed)]
      return Name(malay: word.malay, chinese: word.chinese, tamil: word.tamil)
    }
    let pairs = firsts.count * seconds.count
    let place = NameNumber.scattered((number - firsts.count) % pairs, below: pairs, seed: seed)
    let (first, second) = (firsts[place / seconds.count], seconds[place % seconds.count])
    let round = (number - firsts.count) / pairs
    let tail = round > 0 ? " \(NameNumber.roman(round + 1))" : ""
    return Name(
      malay: "\(first.malay) \(second.malay)\(tail)", chinese: first.chinese + second.chinese + tail,
      tamil: "\(first.tamil) \(second.tamil)\(tail)")
  }
}
