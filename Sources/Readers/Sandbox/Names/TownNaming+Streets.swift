import Modelling
import Replica

extension TownNaming {
  /// A street of a quarter by its number in it, from 0; no two streets of a town share a name.
  ///
  /// The old middle has words of its own, the colonial grid titles and names, every other quarter its own stem and numbers.
  func street(_ number: Int, of streetClass: StreetClass, quarter: Int, kind: QuarterKind) -> Name {
    switch kind {
    case .core where quarter == 0 && number < Words.coreStreets.count * 2: oldStreet(number)
    case .core, .colonialGrid:
      person(number, quarter) ?? numbered(number, streetClass, stem(quarter, kind: kind), quarter, kind)
    default: numbered(number, streetClass, stem(quarter, kind: kind), quarter, kind)
    }
  }

  /// Jalan Besar and its sisters; when all are taken, the lanes behind them.
  private func oldStreet(_ number: Int) -> Name {
    let word = Words.coreStreets[number % Words.coreStreets.count]
    let name = Name(malay: word.malay, chinese: word.chinese, tamil: word.tamil)
    guard number < Words.coreStreets.count else { return StreetForm.lorong.name(name) }
    var street = (number % 4 == 2 || number % 7 == 6 ? StreetForm.lebuh : .jalan).name(name)
    // As street signs have it: 大街, not 大路, for the main street.
    if number == 0 { street = Name(malay: "Jalan Besar", chinese: "大街", tamil: "பெரிய சாலை", english: "Main Street") }
    return street
  }

  /// A street called after a worthy; nothing once those are used up.
  private func person(_ number: Int, _ quarter: Int) -> Name? {
    let names = Words.givenNames
    let count = Words.titles.count * names.count * names.count
    let place = quarter * 80 + number
    guard number < 80, place < count else { return nil }
    let drawn = NameNumber.scattered(place, below: count, seed: seed &+ 307)
    let first = names[drawn / names.count % names.count]
    let second = names[drawn % names.count]
    let given = first == second ? first : "\(first) \(second)"
    let form: StreetForm = number % 3 == 1 ? .lebuh : .jalan
    return form.name(Name(malay: "\(Words.titles[drawn / (names.count * names.count)]) \(given)"))
  }

  private func numbered(
    _ number: Int, _ streetClass: StreetClass, _ stem: Name, _ quarter: Int, _ kind: QuarterKind
  ) -> Name {
    var name = stem
    if kind == .industrial {
      name = Name(
        malay: "Perusahaan \(stem.malay)", chinese: stem.chinese.map { "\($0)工业" },
        tamil: stem.tamil.map { "பெருசாஹாஆன் \($0)" })
    }
    if kind == .kampung, number == 0 {
      name = Name(
        malay: "Kampung \(stem.malay)", chinese: stem.chinese.map { "\($0)村" }, tamil: stem.tamil.map { "கம்போங் \($0)" })
      return StreetForm.jalan.name(name)
    }
    var random = Chance(seed: seed, topic: "names.streets").generator(quarter)
    let isSectioned = kind == .newTown ? random.unit() < 0.7 : kind == .terraces && random.unit() < 0.25
    let form = form(number, streetClass, kind)
    let text = isSectioned && form != .persiaran ? "\(number / 9 + 1)/\(number % 9 + 1)" : "\(number + 1)"
    return form.name(name, number == 0 && form == .persiaran ? "" : text)
  }

  private func form(_ number: Int, _ streetClass: StreetClass, _ kind: QuarterKind) -> StreetForm {
    switch streetClass {
    case .motorway, .motorwayLink: .lebuhraya
    case .trunk, .trunkLink, .primary, .primaryLink, .secondary, .secondaryLink, .tertiary, .tertiaryLink:
      kind == .newTown || kind == .terraces ? .persiaran : .jalan
    case .livingStreet, .service: .lorong
    case .pedestrian, .footway, .cycleway, .path, .steps, .bridleway, .track: .laluan
    default:
      switch kind {
      case .kampung: .lorong
      case .postwarEstate: number % 5 == 3 ? .lengkok : number % 3 == 2 ? .lorong : .jalan
      case .terraces: number % 3 == 2 ? .lorong : .jalan
      default: .jalan
      }
    }
  }

  /// A road that leads through the town — expressway, trunk road, collector — by its number in it; no two alike.
  func mainRoad(_ number: Int, of streetClass: StreetClass) -> Name {
    let words = Words.roads
    let word = words[NameNumber.scattered(number % words.count, below: words.count, seed: seed &+ 401)]
    let round = number / words.count
    let form: StreetForm =
      switch streetClass {
      case .motorway, .motorwayLink: .lebuhraya
      case .secondary, .tertiary: round % 2 == 0 ? .persiaran : .jalan
      default: .jalan
      }
    return form.name(
      Name(malay: word.malay, chinese: word.chinese, tamil: word.tamil), round == 0 ? "" : "\(round + 1)")
  }
}
