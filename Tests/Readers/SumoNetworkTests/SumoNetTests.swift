import Foundation
import Geography
import Modelling
import ReaderScratch
import SumoNetwork
import Testing

@Suite("A network of SUMO, read")
struct SumoNetTests {
  @Test("every part of a small net comes with its references resolved")
  func small() throws {
    let net = try SmallNet().read()
    #expect(net.isLeftHand)
    #expect(net.location?.offset == Point(x: -500_000, y: -100_000))
    #expect(net.edges.map(\.id) == [":J_0", ":J_1", ":J_2", "wj", "je", "sj", "js"])
    #expect(net.edges[3].from == 0 && net.edges[3].to == 3)
    #expect(net.edges[3].lanes[0].width == 3.5 && net.edges[3].lanes[1].width == nil)
    #expect(net.edges[3].lanes[1].allowed == SumoClasses.all.subtracting(["pedestrian", "truck"]))
    #expect(net.edges[6].lanes[0].allowed == ["bus", "bicycle"])
    #expect(net.edges[5].shape.count == 3)
    #expect(net.connections.count == 5)
    #expect(net.connections.map(\.request) == [0, 1, 2, 3, nil])
    #expect(net.connections[0].via == SumoNet.LaneID(edge: 0, lane: 0))
    #expect(net.connections[1].direction == .partlyRight)
    let requests = net.junctions[3].requests
    #expect(requests[0].yields == [false, false, true, false] && requests[0].waitsInside)
    #expect(requests[2].crosses == [true, false, false, false])
    #expect(net.programs[0].offset == -5 && net.programs[0].cycle == 58)
    #expect(net.programs[0].phases[3].state == Array("Ggrr".utf8))
    #expect(net.skipped.isEmpty)
  }

  @Test("what is not used, or points nowhere, is counted with its line")
  func skipped() throws {
    var small = SmallNet()
    small.extra = """
      <connection from="wj" to="nowhere" fromLane="0" toLane="0"/>
      <connection from="wj" to="je" fromLane="2" toLane="0"/>
      <connection from="je" to="wj" fromLane="0" toLane="0"/>
      <prohibition prohibitor="a" prohibited="b"/>
      <roundabout nodes="J K" edges="wj"/>
      """
    let net = try small.read()
    #expect(net.connections.count == 5)
    let found = Dictionary(uniqueKeysWithValues: net.skipped.map { ("\($0.what): \($0.why)", $0) })
    #expect(found["connection: there is no such edge"]?.examples[0].contains("net.xml:49 \"nowhere\"") == true)
    #expect(found["connection: an edge has no lane of that number"]?.count == 1)
    #expect(found["connection: its first edge does not end where its second begins"]?.count == 1)
    #expect(found["prohibition: it is not used"]?.count == 1)
    #expect(found["part of a roundabout: no such edge or junction"]?.count == 1)
  }

  @Test("a lane of no length takes that of its line, an absurd speed the nearest one can drive")
  func absurd() throws {
    var small = SmallNet()
    small.sjLane = "<lane id=\"sj_0\" index=\"0\" speed=\"-3\" length=\"0\" shape=\"101.6,0 101.6,90\"/>"
    let net = try small.read()
    #expect(net.edges[5].lanes[0].length == 90 && net.edges[5].lanes[0].speed == 0.1)
    #expect(net.skipped.map(\.count) == [1, 1])
    #expect(net.skipped[0].examples[0].hasSuffix("net.xml:23"))
  }

  @Test("a program with too few letters is left out, and its signal is named")
  func shortState() throws {
    var small = SmallNet()
    small.extra = "<connection from=\"wj\" to=\"je\" fromLane=\"1\" toLane=\"0\" tl=\"J\" linkIndex=\"7\"/>"
    let net = try small.read()
    #expect(net.programs.isEmpty)
    #expect(net.skipped.contains { $0.why == "its states have 4 letters for 8 link indices" })
    #expect(net.skipped.contains { $0.what == "signal" && $0.examples == ["J"] })
    small = SmallNet(firstState: "rGG")
    #expect(try small.read().skipped.contains { $0.why == "its states are not equally long" })
  }

  @Test(
    "a file that cannot be read says where and how to mend it",
    arguments: [
      ("<net><edge id=\"a\"", "ends too early"), ("<net><edge id=\"a\"></net>", "no proper XML (mismatched tag)"),
      ("<osm/>", "no network of SUMO but <osm>"), ("<net/>", "the network has no edge"),
      ("<net><edge from=\"a\"/></net>", "edge has no id"),
      ("<net><edge id=\"a\"><lane id=\"a_0\" index=\"0\" speed=\"fast\" length=\"1\"/></edge></net>", "no number"),
      ("<net><edge id=\"a\"><lane id=\"a_0\" index=\"1\" speed=\"1\" length=\"1\"/></edge></net>", "where 0 is due"),
      ("<net><edge id=\"a\"/><edge id=\"a\"/></net>", "a second time"),
      ("<net><edge id=\"a\"/><tlLogic id=\"t\"><phase duration=\"3\" state=\"rX\"/></tlLogic></net>", "\"X\""),
      ("<net><edge id=\"a\"/><junction id=\"j\"/></net>", "no x and y"),
      ("<net><edge id=\"a\" shape=\"1,2 3\"/></net>", "which is no x,y"),
    ])
  func broken(_ text: String, _ sentence: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write(text, to: "bad.net.xml")
    let error = #expect(throws: SumoError.self) { try SumoNet(reading: path) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix(path) == true)
  }

  @Test("a missing file, and an archive that is cut off, are sentences")
  func cutOff() throws {
    let scratch = try Scratch()
    let missing = #expect(throws: SumoError.self) { try SumoNet(reading: scratch.file("none.xml")) }
    #expect(missing?.problem == "there is no such file: check its name.")
    let path = try SmallNet().written(scratch)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", path]
    try process.run()
    process.waitUntilExit()
    #expect(try SumoNet(reading: path + ".gz").edges.count == 7)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: scratch.file("half.gz")))
    let half = #expect(throws: SumoError.self) { try SumoNet(reading: scratch.file("half.gz")) }
    #expect(half?.description.contains("cut off") == true)
  }
}
