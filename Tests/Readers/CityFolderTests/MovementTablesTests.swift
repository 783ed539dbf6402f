import CityFolder
import Geography
import ReaderScratch
import Replica
import Testing

@Suite("Lanes and movements on disk")
struct MovementTablesTests {
  /// The hand-made city with a street of two lanes after its signals, and who goes first there.
  private static func city() -> City {
    var city = HandMadeCity.make()
    let way = Link(access: .all, speed: 13.89, lanes: 2)
    let nodes = city.streets.nodes.points
    let third = city.streets.append(
      Segment(streetClass: .primary, forward: way, backward: way), key: FeatureKey("sumo/edge/3"), from: NodeID(1),
      to: NodeID(2), shape: [nodes[1], nodes[2]])
    let (first, main) = (LinkID(0), third.forward)
    for number in 0..<UInt8(2) {
      city.streets.lanes.append(
        Lane(
          link: main, number: number, access: number == 0 ? .all : .motor, speed: 8.33 + Float(number),
          width: number == 0 ? 3.25 : .nan, length: 271.13,
          marks: number == 0 ? [.through, .right] : .mergeRight))
    }
    var straight = Movement(from: first, to: main, fromLane: 0, toLane: 0, turn: .slightLeft, rule: .signals)
    straight.length = 12.34
    straight.speed = 7.77
    straight.waitsInside = true
    straight.waitLength = 4.5
    let right = Movement(
      from: first, to: main, fromLane: 1, toLane: 1, turn: .right, rule: .rightBeforeLeft, access: [.init(.bus)])
    city.streets.movements.append(right)
    city.streets.movements.append(straight, yieldsTo: [MovementID(2), MovementID(0)], conflictsWith: [MovementID(2)])
    city.streets.movements.append(straight, conflictsWith: [MovementID(1)])
    city.streets.signals[0].phases[0].protected = [MovementID(1), MovementID(2)]
    city.streets.signals[0].phases[0].permissive = [MovementID(0)]
    city.streets.signals[0].phases[1].clearing = [MovementID(2)]
    return city
  }

  @Test("what was written is what is read")
  func roundTrip() throws {
    let scratch = try Scratch()
    let folder = CityOnDisk(path: scratch.file("town"))
    let city = Self.city()
    try folder.save(city)
    let loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.digest == city.digest())
    #expect(loaded.city.streets.movements[MovementID(1)].turn == .slightLeft)
    #expect(loaded.city.streets.movements[MovementID(1)].waitLength == 4.5)
    #expect(loaded.city.streets.signals == city.streets.signals)
    #expect(loaded.digest != HandMadeCity.make().digest())
    #expect(loaded.city.streets.lanes.rows.map(\.marks) == [[.through, .right], .mergeRight])
  }

  @Test("lanes without marks, of an earlier version, are read; a word that is no mark is told")
  func marks() throws {
    let scratch = try Scratch()
    let folder = CityOnDisk(path: scratch.file("town"))
    try folder.save(Self.city())
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2])"
    func sql(_ text: String) throws {
      #expect(try run("python3", "-c", script, folder.path + "/city.gpkg", text) == "")
    }
    try sql("UPDATE lanes SET marks = 'trough' WHERE lane = 0")
    var loaded = try folder.load()
    #expect(loaded.city.streets.lanes.rows.map(\.marks) == [[], .mergeRight])
    #expect(loaded.remarks.count == 1 && loaded.remarks[0].contains("did you mean through?"))
    try sql("ALTER TABLE lanes DROP COLUMN marks")
    loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.city.streets.lanes.rows.map(\.marks) == [[], []])
  }

  @Test("a lane that is as its street follows it when the street's row is edited")
  func asStreet() throws {
    let scratch = try Scratch()
    let folder = CityOnDisk(path: scratch.file("town"))
    var city = Self.city()
    let link = city.streets.lanes.rows[0].link
    let (access, speed) = (city.streets.links.access[link.index], city.streets.links.speeds[link.index])
    city.streets.lanes.replace(
      link, with: (0..<2).map { Lane(link: link, number: $0, access: access, speed: speed, marks: .through) })
    try folder.save(city)
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2])"
    let edit = "UPDATE streets SET kmh_forward = 36 WHERE key = 'sumo/edge/3'"
    #expect(try run("python3", "-c", script, folder.path + "/city.gpkg", edit) == "")
    #expect(try folder.load().city.streets.lanes.rows.map(\.speed) == [10, 10])
  }

  @Test("a movement that a change took away is not written; those that name it do so no more")
  func removed() throws {
    let scratch = try Scratch()
    let folder = CityOnDisk(path: scratch.file("town"))
    var city = Self.city()
    city.streets.movements.areRemoved[2] = true
    try folder.save(city)
    let loaded = try folder.load()
    let streets = loaded.city.streets
    #expect(loaded.remarks == [] && streets.movements.count == 2)
    #expect(Array(streets.movements.yields(of: MovementID(1))) == [MovementID(0)])
    #expect(streets.movements.conflicts.isEmpty)
    #expect(streets.signals[0].phases[0].protected == [MovementID(1)])
    #expect(streets.signals[0].phases[1].clearing.isEmpty)
    city.streets.segments.areRemoved[2] = true
    try folder.save(city)
    #expect(try folder.load().city.streets.movements.count == 0)
    #expect(try folder.load().city.streets.lanes.count == 0)
  }
}
