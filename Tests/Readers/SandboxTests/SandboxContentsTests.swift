import Foundation
import Replica
import Sandbox
import Testing

@Suite("What comes with a sandbox city")
struct SandboxContentsTests {
  private static let sandbox = SandboxCity(people: 2_500, seed: 5)
  private static let whole = Result { try sandbox.build() }
  private static let bare = Result { try sandbox.build(without: Set(SandboxLayer.allCases)) }

  @Test("Files of people, buses and arms, grids of soil and cover")
  func files() throws {
    let whole = try Self.whole.get()
    #expect(
      whole.files.map(\.path).sorted() == [
        "coat.svg", "population/README.txt", "population/households.csv", "population/persons.csv",
        "transit/agency.txt",
        "transit/calendar.txt", "transit/feed_info.txt", "transit/routes.txt", "transit/shapes.txt",
        "transit/stop_times.txt", "transit/stops.txt", "transit/translations.txt", "transit/trips.txt",
      ])
    #expect(whole.files.allSatisfy { !$0.bytes.isEmpty })
    #expect(whole.grids.map(\.path).sorted() == ["rasters/land-cover.tif", "rasters/soil.tif"])
    let persons = try #require(whole.files.first { $0.path == "population/persons.csv" })
    #expect(
      persons.bytes.count { $0 == UInt8(ascii: "\n") } == Self.sandbox.people + 1, "a row a person, and a heading")
    let coat = try #require(whole.files.first { $0.path == "coat.svg" })
    #expect(
      String(decoding: coat.bytes, as: UTF8.self).contains("<title id=\"title\">\(whole.city.profile.council)</title>"))
  }

  @Test("Every layer is absent when left out, and whatever else there is stays as it was")
  func without() throws {
    let (whole, bare) = (try Self.whole.get(), try Self.bare.get())
    #expect(bare.files.map(\.path) == ["coat.svg"])
    #expect(bare.city.assets.count == 0 && whole.city.assets.kinds.contains("tree"))
    #expect(whole.city.assets.kinds.contains("traffic-counter"))
    #expect(!bare.city.waterways.kinds.contains(.drain) && whole.city.waterways.kinds.contains(.drain))
    #expect(bare.city.streets.signals.isEmpty)
    func stops(_ city: City) -> Int { city.places.kinds.count { $0.rawValue == "stop" } }
    #expect(stops(bare.city) == 0 && stops(whole.city) > 1)
    #expect(bare.city.busLines.isEmpty && whole.city.busLines.count > 1)
    #expect(bare.city.buildings == whole.city.buildings && bare.city.zones.people == whole.city.zones.people)
    #expect(bare.city.zones.wards == whole.city.zones.wards && bare.city.parcels.keys == whole.city.parcels.keys)
    // As text: where nobody lives the median income is no number, and equals nothing.
    #expect("\(bare.city.zones.census)" == "\(whole.city.zones.census)")
    #expect(bare.city.streets.segments == whole.city.streets.segments)
    for layer in SandboxLayer.allCases {
      let source = try #require(bare.city.profile.sources.first).file
      #expect(source.contains("--without \(layer.rawValue)"))
    }
  }

  @Test("Signals stand at junctions, green in turn within their cycle, and only for links that enter there")
  func signals() throws {
    let streets = try MadeTowns.builtTown.city.streets
    #expect(!streets.signals.isEmpty && Set(streets.signals.map(\.node)).count == streets.signals.count)
    for signal in streets.signals {
      let length = signal.phases.reduce(0) { $0 + $1.green + $1.amber + $1.allRed }
      #expect(signal.phases.count > 1 && abs(length - signal.cycle) < 0.5)
      for link in signal.phases.flatMap(\.links) { #expect(streets.end(of: link) == signal.node) }
    }
  }

  @Test("Drains know their size, and some lie under streets")
  func drains() throws {
    let ways = try MadeTowns.builtTown.city.waterways
    let drains = (0..<ways.count).filter { ways.kinds[$0] == .drain }
    #expect(drains.count > 100 && drains.contains { ways.areCovered[$0] } && drains.contains { !ways.areCovered[$0] })
    #expect(drains.allSatisfy { ways.widths[$0] > 0 && ways.depths[$0] > 0 && ways.capacities[$0] > 0 })
  }

  @Test("Wards, a council, and names in Chinese and Tamil where the town would have them")
  func names() throws {
    let city = try MadeTowns.builtTown.city
    #expect(city.profile.council.hasPrefix("Majlis ") && city.profile.languages == ["ms", "en", "zh", "ta"])
    #expect(city.zones.wards.allSatisfy { !$0.isEmpty })
    let names = city.otherNames
    let known = Set(
      city.streets.segments.distinctNames + city.places.names + city.zones.names + city.zones.wards
        + city.waterways.names
        + city.land.names)
    for name in names.names { #expect(known.contains(name), "\(name) is called by nothing") }
    for (language, share) in [("zh", 0.2), ("ta", 0.2)] {
      let told = city.zones.names.count { names[$0, language] != nil }
      #expect(Double(told) > share * Double(city.zones.count), "\(language): \(told) of \(city.zones.count) zones")
    }
  }
}
