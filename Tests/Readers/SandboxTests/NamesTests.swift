import Foundation
import Geography
import Replica
import Testing

@testable import Sandbox

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Names of a made-up town")
struct NamesTests {
  private let naming = TownNaming(seed: 7, people: 5_000_000)
  private let kinds = QuarterKind.allCases

  @Test("Thousands of quarters have names of their own, whatever their kinds")
  func quarters() {
    for shift in 0..<4 {
      var seen: Set<String> = []
      for number in 0..<6_000 {
        let name = naming.quarter(number, kind: kinds[(number * 5 + number / 9 + shift) % kinds.count])
        #expect(seen.insert(name.malay).inserted, "\(name.malay)")
      }
    }
  }

  @Test("Streets of different quarters never share a name, nor do they with main roads")
  func streets() {
    let classes: [StreetClass] = [.residential, .residential, .tertiary, .service, .footway, .residential, .secondary]
    for seed in UInt64(1)...2 {
      let naming = TownNaming(seed: seed, people: 1_000_000)
      var seen: Set<String> = []
      for quarter in 0..<2_000 {
        let kind: QuarterKind = quarter < 3 ? .core : quarter < 9 ? .colonialGrid : kinds[quarter % kinds.count]
        for street in 0..<(quarter < 9 ? 75 : 40) {
          let name = naming.street(street, of: classes[street % classes.count], quarter: quarter, kind: kind)
          #expect(seen.insert(name.malay).inserted, "\(name.malay) in \(quarter)")
        }
      }
      for road in 0..<300 {
        let name = naming.mainRoad(road, of: road % 5 == 0 ? .motorway : road % 3 == 0 ? .secondary : .primary)
        #expect(seen.insert(name.malay).inserted, "\(name.malay)")
      }
    }
  }

  @Test("Tributaries and wards are told apart")
  func others() {
    #expect(Set((0..<900).map { naming.tributary($0).malay } + [naming.river.malay]).count == 901)
    #expect(Set((0..<200).map { naming.ward($0).malay }).count == 200)
  }

  @Test("Institutions of one kind are told apart")
  func institutions() {
    let alike: Set<NamedPlace> = [
      .shop, .restaurant, .privateClinic, .pharmacy, .supermarket, .factory, .bank, .fuel, .townHall,
    ]
    for kind in NamedPlace.allCases where !alike.contains(kind) {
      var seen: Set<String> = []
      for quarter in 0..<300 {
        for number in 0..<3 {
          let name = naming.place(kind, number: number, quarter: quarter, quarterKind: kinds[quarter % kinds.count])
          #expect(seen.insert(name.malay).inserted, "\(name.malay)")
        }
      }
    }
  }

  /// Towns and villages of the country whose names begin as ours may.
  private static let real: Set<String> = [
    "Kuala Lumpur", "Kuala Terengganu", "Kuala Selangor", "Kuala Kangsar", "Kuala Krai", "Kuala Pilah", "Kuala Lipis",
    "Kuala Kubu Bharu", "Kuala Perlis", "Kuala Kedah", "Kuala Nerang", "Kuala Ketil", "Kuala Rompin", "Kuala Berang",
    "Kuala Kurau", "Kuala Gula", "Kuala Sepetang", "Kuala Besut", "Kuala Sungai Baru", "Kuala Linggi", "Kuala Tahan",
    "Lubuk China", "Lubuk Antu", "Lubuk Merbau", "Jeram", "Permatang Pauh", "Permatang Pasir", "Permatang Tinggi",
    "Pengkalan Hulu", "Pengkalan Chepa", "Pengkalan Balak", "Pengkalan Kempas", "Teluk Intan", "Teluk Kumbar",
    "Teluk Bahang", "Teluk Kemang", "Teluk Panglima Garang", "Teluk Cempedak", "Teluk Kalung", "Telok Gong",
  ]

  @Test("No town is called as a real one")
  func real() {
    for lie in Words.lies {
      for word in Words.towns { #expect(!Self.real.contains("\(lie.malay) \(word.malay)")) }
    }
    let towns = Set((UInt64(0)..<200).map { TownNaming(seed: $0, people: 10_000).town.malay })
    #expect(towns.count > 30)
  }

  @Test("Councils are of districts, municipalities and cities by size")
  func councils() {
    #expect(TownNaming(seed: 1, people: 149_999).council.malay.hasPrefix("Majlis Daerah "))
    #expect(TownNaming(seed: 1, people: 150_000).council.malay.hasPrefix("Majlis Perbandaran "))
    #expect(TownNaming(seed: 1, people: 500_000).council.malay.hasPrefix("Majlis Bandaraya "))
  }

  @Test("Chinese is written in Chinese, Tamil in Tamil")
  func scripts() {
    func isHan(_ scalar: Unicode.Scalar) -> Bool {
      (0x3400...0x9FFF).contains(scalar.value) || " 0123456789/()IVX".unicodeScalars.contains(scalar)
    }
    func isTamil(_ scalar: Unicode.Scalar) -> Bool {
      (0x0B80...0x0BFF).contains(scalar.value) || " 0123456789/()-IVX".unicodeScalars.contains(scalar)
    }
    func check(_ name: Name) {
      #expect(!name.malay.isEmpty && !name.malay.hasSuffix(" ") && !name.malay.contains("  "))
      #expect(name.chinese?.unicodeScalars.allSatisfy(isHan) ?? true, "\(name)")
      #expect(name.tamil?.unicodeScalars.allSatisfy(isTamil) ?? true, "\(name)")
    }
    check(naming.town)
    check(naming.river)
    check(naming.council)
    for quarter in 0..<400 {
      let kind = kinds[quarter % kinds.count]
      check(naming.quarter(quarter, kind: kind))
      check(naming.ward(quarter))
      check(naming.tributary(quarter))
      check(naming.mainRoad(quarter, of: .primary))
      for street in 0..<70 { check(naming.street(street, of: .residential, quarter: quarter, kind: kind)) }
      for place in NamedPlace.allCases {
        check(naming.place(place, number: quarter % 3, quarter: quarter, quarterKind: kind))
      }
    }
  }

  @Test("Numbers are scattered one to one")
  func scattered() {
    for count in [1, 2, 3, 10, 72, 1_000, 1_025] {
      let places = (0..<count).map { NameNumber.scattered($0, below: count, seed: 5) }
      #expect(Set(places) == Set(0..<count))
    }
    #expect(NameNumber.roman(1_994) == "MCMXCIV")
  }
}

@Suite("Arms of a made-up town")
struct NamesCoatTests {
  @Test("They are well-formed drawings with the council's name, alike for the same seed")
  func drawings() {
    var seen: Set<String> = []
    for seed in UInt64(0)..<60 {
      let naming = TownNaming(seed: seed, people: 40_000)
      let coat = Coat(seed: seed, naming: naming)
      #expect(XMLParser(data: Data(coat.svg.utf8)).parse(), "seed \(seed)")
      #expect(coat.svg.contains(naming.council.malay))
      #expect(coat.svg == Coat(seed: seed, naming: naming).svg)
      #expect(!coat.svg.contains("nan") && !coat.svg.contains("inf\""))
      seen.insert(coat.svg)
    }
    #expect(seen.count > 40)
  }

  @Test("A circle is gone round in even steps")
  func around() {
    for count in [3, 5, 8, 12, 18] {
      for (step, way) in CoatEmblem.around(count).enumerated() {
        let angle = 2 * Double.pi * Double(step) / Double(count)
        #expect(abs(way.x - sin(angle)) < 1e-9 && abs(way.y - cos(angle)) < 1e-9)
      }
    }
  }
}
