import Checks
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Testing

/// A crossing of two streets, one of them with two carriageways farther east, a one-way lane, and a street of three kilometres.
enum CountedTown {
  static let city: City = {
    let projection = UTM(zone: 48, isSouthern: false)!
    var city = City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: projection))
    let origin = projection.project(Coordinate(longitude: 103.5, latitude: 3))
    var nodes: [String: NodeID] = [:]
    func node(_ name: String, _ x: Double, _ y: Double) {
      nodes[name] = city.streets.nodes.append(
        key: FeatureKey("drawn/node/\(name)"), at: Point(x: origin.x + x, y: origin.y + y))
    }
    for (name, x, y) in [
      ("west", -300.0, 0.0), ("middle", 0, 0), ("east", 300, 0), ("north", 0, 300), ("south", 0, -300),
      ("lane", 300, 300),
      ("farNorth", 310, 1_000), ("farSouth", 310, 400), ("farNorth2", 330, 1_000), ("farSouth2", 330, 400),
      ("end", 3_300, 0),
    ] { node(name, x, y) }
    func street(_ name: String, _ from: String, _ to: String, isOneWay: Bool = false) {
      let open = Link(access: .all, speed: 13.9, lanes: 1)
      let none = Link(access: [], speed: 13.9, lanes: 0)
      var segment = Segment(streetClass: .tertiary, forward: open, backward: isOneWay ? none : open)
      segment.name = name
      let (a, b) = (nodes[from]!, nodes[to]!)
      city.streets.append(
        segment, key: FeatureKey("drawn/way/\(from)-\(to)"), from: a, to: b,
        shape: [city.streets.nodes.points[a.index], city.streets.nodes.points[b.index]])
    }
    street("Jalan Pasar", "west", "middle")  // links 0, 1
    street("Jalan Pasar", "middle", "east")  // 2, 3
    street("Jalan Besar", "south", "middle")  // 4, 5
    street("Jalan Besar", "middle", "north")  // 6, 7
    street("Lorong Satu", "east", "lane", isOneWay: true)  // 8
    street("Lebuh Utama", "farSouth", "farNorth", isOneWay: true)  // 10
    street("Lebuh Utama", "farNorth2", "farSouth2", isOneWay: true)  // 12
    street("Jalan Panjang", "east", "end")  // 14
    street("Jalan Panjang", "end", "farSouth2")  // 16
    return city
  }()

  static func table(_ text: String) throws -> CountTable { try CountTable(pasted: text, city: city) }

  /// The links of a sheet's only row.
  static func links(_ street: String, side: String = "", direction: String = "") throws -> [Int] {
    try table("street\tside road\tdirection\tfrom\tto\ttotal\n\(street)\t\(side)\t\(direction)\t07:00\t08:00\t100")
      .counts.flatMap { $0.links.map(\.index) }
  }

  /// Why a sheet's only row is left out.
  static func trouble(_ heading: String, _ row: String) -> String {
    do {
      _ = try table(heading + "\n" + row)
      return "read"
    } catch { return "\(error)" }
  }
}

@Suite("A sheet of vehicle counts") struct CountTableTests {
  @Test("a street by key, by name and by crossing; the way by side of the compass, by degrees, by what it leads to")
  func places() throws {
    #expect(try CountedTown.links("drawn/way/west-middle", direction: "backward") == [1])
    #expect(try CountedTown.links("jln. pasar", side: "Jalan Besar", direction: "timur") == [0])
    #expect(try CountedTown.links("Jalan Pasar / Jalan Besar", direction: "270°") == [3])
    #expect(try CountedTown.links("Jalan Pasar", side: "Jalan Besar", direction: "towards Jalan Panjang") == [0])
    #expect(try CountedTown.links("Lorong Satu") == [8])
    #expect(try CountedTown.links("Lorong Satu", direction: "both") == [8])
    #expect(try CountedTown.links("drawn/way/west-middle") == [0, 1])
    #expect(try CountedTown.links("drawn/way/west-middle", direction: "dua hala") == [0, 1])
  }

  @Test("of two carriageways that of the way is taken, and both where both were counted")
  func carriageways() throws {
    #expect(try CountedTown.links("drawn/way/farSouth-farNorth", direction: "south") == [12])
    #expect(try CountedTown.links("drawn/way/farSouth-farNorth", direction: "utara") == [10])
    #expect(try CountedTown.links("drawn/way/farSouth-farNorth", direction: "both") == [10, 12])
  }

  @Test("a position finds its street")
  func position() throws {
    let projection = CountedTown.city.profile.projection
    let place = projection.unproject(
      Point(
        x: CountedTown.city.streets.nodes.points[0].x + 100, y: CountedTown.city.streets.nodes.points[0].y + 12))
    let sheet =
      "longitude;latitude;arah;masa;minit;kereta;motosikal\n\(place.longitude);\(place.latitude);barat;7.15 pagi;15;20;31"
    let counts = try CountedTown.table(sheet).counts
    #expect(counts.map(\.links) == [[LinkID(1)], [LinkID(1)]])
    #expect(counts.map(\.vehicles) == [VehicleSet(.car), VehicleSet(.motorcycle)])
    #expect(counts.map(\.count) == [20, 31])
    #expect(counts[0].seconds == 26_100..<27_000)
  }

  @Test("headings and words in Malay, a class a row, quarters, a day")
  func malay() throws {
    let sheet = """
      Tarikh,Dari,Hingga,Nama jalan,Simpang,Arah,Kelas,Bilangan
      30/11/2024,6.30 petang,6.45 petang,Jalan Pasar,Jalan Besar,timur,Lori,"1,204"
      30/11/2024,6.45 petang,19:00,Jalan Pasar,Jalan Besar,timur,basikal,tiada
      """
    let counts = try CountedTown.table(sheet.replacing("1,204", with: "204")).counts
    #expect(
      counts.map(\.date) == [
        CalendarDate(year: 2024, month: 11, day: 30), CalendarDate(year: 2024, month: 11, day: 30),
      ])
    #expect(counts.map(\.seconds) == [66_600..<67_500, 67_500..<68_400])
    #expect(counts.map(\.vehicles) == [VehicleSet(.truck), VehicleSet(.bicycle)])
    #expect(counts.map(\.count) == [204, 0])
    #expect(CountedTown.trouble("from,to,street,total", "7:00,8:00,Lorong Satu,\"1,204\"") == "read")
    #expect(
      CountedTown.trouble("from,to,street,total", "7:00,8:00,Lorong Satu,\"11,204\"").contains("fit on no street"))
  }

  @Test("the sandbox's own sheet is read: keys, instants with the town's offset, minutes, a class a row")
  func sandbox() throws {
    let sheet = """
      street,name,time,minutes,direction,class,count
      drawn/way/west-middle,Jalan Pasar,2025-03-10T06:45:00+08:00,15,forward,car,12
      drawn/way/west-middle,Jalan Pasar,2025-03-09T23:00:00Z,60,backward,motorcycle,9
      """
    let counts = try CountedTown.table(sheet).counts
    #expect(counts.map(\.seconds) == [24_300..<25_200, 25_200..<28_800])
    #expect(
      counts.map(\.date) == [CalendarDate(year: 2025, month: 3, day: 10), CalendarDate(year: 2025, month: 3, day: 10)])
    #expect(counts.map(\.links) == [[LinkID(0)], [LinkID(1)]])
  }

  @Test("a total beside classes is not counted twice")
  func total() throws {
    let counts = try CountedTown.table("street,time,car,motorcycle,total\nLorong Satu,07:00-08:00,10,20,30").counts
    #expect(counts.map(\.count) == [10, 20])
    #expect(try CountedTown.table("street,time,car,total\nLorong Satu,7-8 am,,30").counts.map(\.count) == [30])
  }

  @Test(
    "what cannot be is told in a sentence",
    arguments: [
      ("street,from,to,total", "Jalan Besra,07:00,08:00,5", "Did you mean \"Jalan Besar\""),
      ("street,from,to,total", "Jalan Panjang,07:00,08:00,5", "too long"),
      ("street,side road,from,to,total", "Jalan Pasar,Lorong Satu,07:00,08:00,5", "read"),
      ("street,side road,from,to,total", "Jalan Besar,Lorong Satu,07:00,08:00,5", "do not meet"),
      ("street,side road,from,to,total", "Jalan Besar,Masjid,07:00,08:00,5", "not on the map near"),
      ("street,direction,from,to,total", "Lorong Satu,south,07:00,08:00,5", "nobody may drive"),
      ("street,direction,from,to,total", "Lorong Satu,backward,07:00,08:00,5", "nobody may drive"),
      ("street,direction,from,to,total", "Lorong Satu,to Jalan Tiada,07:00,08:00,5", "towards is not on the map"),
      ("street,from,to,total", "Lorong Satu,07:00,07:00,5", "begins and ends at the same time"),
      ("street,from,to,total", "Lorong Satu,09:00,08:00,5", "ends before it begins"),
      ("street,from,to,total", "Lorong Satu,25:00,26:00,5", "none of day"),
      ("street,from,to,total", "Lorong Satu,07:00,soon,5", "its end is no time"),
      ("street,from,to,total", "Lorong Satu,07:00,08:00,-5", "none of 0 or more"),
      ("street,from,to,total", "Lorong Satu,07:00,08:00,many", "none of 0 or more"),
      ("street,from,to,total", "Lorong Satu,07:00,08:00,1e9", "fit on no street"),
      ("street,from,to,total", "Lorong Satu,07:00,08:00,90000", "fit on no street"),
      ("street,from,to,total", "Lorong Satu,07:00,08:00,", "no number of vehicles"),
      ("street,from,total", "Lorong Satu,07:15,5", "until when"),
      ("street,from,minutes,total", "Lorong Satu,07:15,0,5", "minutes are no number above 0"),
      ("street,from,minutes,total", "Lorong Satu,23:30,60,5", "past midnight"),
      ("street,date,from,to,total", "Lorong Satu,31/11/2024,07:00,08:00,5", "its day is not written"),
      ("street,from,to,class,count", "Lorong Satu,07:00,08:00,tank,5", "its class is none of"),
      ("longitude,latitude,from,to,total", "104.5,3,07:00,08:00,5", "no street for vehicles lies within"),
      ("longitude,latitude,from,to,total", "east,3,07:00,08:00,5", "no degrees"),
      ("from,to,total", "07:00,08:00,5", "no field tells where"),
      ("street,total", "Lorong Satu,5", "no field tells when"),
      ("street,from,to", "Lorong Satu,07:00,08:00", "no field holds vehicles"),
    ])
  func wrong(heading: String, row: String, words: String) {
    let found = CountedTown.trouble(heading, row)
    #expect(found.contains(words), "\(found)")
  }

  @Test("a row that cannot be used is left out, and the others are kept")
  func mixed() throws {
    let table = try CountedTown.table(
      "street,from,to,total\nLorong Satu,07:00,08:00,5\n\nJalan Entah,07:00,08:00,5\nLorong Satu,08:00,09:00,6")
    #expect(table.counts.map(\.count) == [5, 6])
    #expect(table.skipped.map(\.count) == [1])
    #expect(table.skipped.first?.examples.first?.hasPrefix("line 3") == true)
    #expect(throws: CheckError.self) { try CountedTown.table("") }
  }

  @Test("a file is read like what is pasted")
  func file() throws {
    let path = FileManager.default.temporaryDirectory.path + "/kembar-counts-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("street,from,to,direction,car\nLorong Satu,07:00,08:00,,12\n".utf8).write(to: URL(filePath: path))
    let counts = try CountTable(path, city: CountedTown.city).counts
    #expect(counts == (try CountedTown.table("street,from,to,direction,car\nLorong Satu,07:00,08:00,,12").counts))
  }
}
