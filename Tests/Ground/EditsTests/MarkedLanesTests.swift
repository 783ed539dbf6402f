import Edits
import Replica
import Testing

@Suite("Streets whose lanes are marked")
struct MarkedLanesTests {
  /// The little town; its first street has two lanes eastward, with arrows at the end of the first piece and nothing else known of them.
  private static func town() -> Town {
    var town = Town()
    town.city.streets.links.lanes[0] = 2
    for (number, marks) in [LaneMarks.left, [.through, .right]].enumerated() {
      town.city.streets.lanes.append(
        Lane(link: LinkID(0), number: UInt8(number), access: .all, speed: 20, marks: marks))
    }
    return town
  }

  @Test("another number of lanes has arrows nobody knows")
  func count() {
    for count in [0, 1, 3] {
      var town = Self.town()
      town.city.streets.setLanes(of: LinkID(0), to: count)
      #expect(town.city.streets.lanes[LinkID(0)].isEmpty)
    }
    var same = Self.town()
    same.city.streets.setLanes(of: LinkID(0), to: 2)
    #expect(same.city.streets.lanes[LinkID(0)].map(\.marks) == [.left, [.through, .right]])
  }

  @Test("what is known of lanes beside their arrows goes on")
  func kept() {
    var town = Self.town()
    town.city.streets.lanes.replace(
      LinkID(0), with: (0..<2).map { Lane(link: LinkID(0), number: $0, access: .motor, speed: 9, marks: .left) })
    town.city.streets.setLanes(of: LinkID(0), to: 1)
    let lanes = town.city.streets.lanes[LinkID(0)]
    #expect(lanes.map(\.marks) == [[]] && lanes.map(\.speed) == [9])
  }

  @Test("of a street that is cut the piece that reaches the old end keeps the arrows")
  func cut() throws {
    var town = Self.town()
    try town.apply(OpenStreet(line: town.line([(50, 4), (50, 200)]), class: "residential"))
    let streets = town.city.streets
    let (one, two) = (SegmentID(3), SegmentID(4))
    #expect(streets.lanes[one.forward].map(\.marks) == [[], []])
    #expect(streets.lanes[two.forward].map(\.marks) == [.left, [.through, .right]])
  }

  @Test("lanes as their street keep its limit and its vehicles when they change")
  func signs() throws {
    var town = Self.town()
    try town.apply(SpeedLimit(named: ["Jalan Pasar"], speed: 36))
    #expect(town.city.streets.lanes[LinkID(0)].map(\.speed) == [10, 10])
    town.city.streets.links.access[0] = VehicleSet(.bus)
    town.city.streets.setSigns(of: LinkID(0), access: .motor)
    #expect(town.city.streets.lanes[LinkID(0)].map(\.access) == [.all, .all])
    town.city.streets.setSigns(of: LinkID(0), access: .all, speed: 30)
    #expect(town.city.streets.lanes[LinkID(0)].map(\.speed) == [30, 30])
  }

  @Test("a street made one-way carries its lanes' vehicles over")
  func oneWay() throws {
    var town = Self.town()
    town.city.streets.links.lanes[1] = 0
    for link in [0, 1] { town.city.streets.links.access[link] = link == 0 ? VehicleSet(.bus) : .all }
    for number in 0..<2 {
      var lanes = Array(town.city.streets.lanes[LinkID(0)])
      lanes[number].access = VehicleSet(.bus)
      town.city.streets.lanes.replace(LinkID(0), with: lanes)
    }
    try town.apply(OneWay(keys: ["osm/way/1/0-1"], towards: "forward"))
    #expect(town.city.streets.lanes[LinkID(0)].allSatisfy { $0.access.contains(.car) && !$0.marks.isEmpty })
  }
}
