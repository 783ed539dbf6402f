import Modelling
import ReaderScratch
import SumoNetwork
import Testing

@Suite("Demand of SUMO, read")
struct SumoDemandTests {
  private func read(_ inner: String, root: String = "routes") throws -> SumoDemand {
    let scratch = try Scratch()
    let path = try scratch.write("<\(root)>\n\(inner)\n</\(root)>", to: "d.rou.xml")
    return try SumoDemand(reading: [path], on: SmallNet().read())
  }

  @Test("vehicles with routes of their own, by name and by lot, and trips")
  func ways() throws {
    let demand = try read(
      """
      <vType id="car" accel="3" length="4.5" speedFactor="normc(1.1,0.2,0.5,1.5)" vClass="taxi"/>
      <route id="r" edges="wj je"/>
      <routeDistribution id="both"><route id="x" edges="wj je" probability="1"/><route edges="sj je" probability="3"/>
      </routeDistribution>
      <vehicle id="a" type="car" depart="00:01:30"><route edges="wj je"/><stop lane="je_0" endPos="50" duration="20"/></vehicle>
      <vehicle id="b" route="r" depart="2"/>
      <vehicle id="c" route="both" depart="1" departLane="best"/>
      <trip id="t" from="sj " via="je" to="je" depart="0"/>
      """)
    #expect(demand.skipped.isEmpty)
    #expect(demand.vehicles.map(\.id) == ["a", "b", "c", "t"])
    #expect(demand.vehicles[0].depart == 90 && demand.vehicles[0].stops[0].start == 40)
    #expect(demand.vehicles[3].way == .trip(from: 5, via: [4], to: 4))
    #expect(demand.routes.map(\.edges) == [[3, 4], [3, 4], [5, 4], [3, 4]])
    let car = demand.types[1]
    #expect(car.acceleration == 3 && car.deceleration == 4.5 && car.length == 4.5)
    #expect(car.speedFactor.mean == 1.1 && car.speedFactor.deviation == 0.2 && car.speedFactor.high == 1.5)
    let out = demand.departures(seed: 7, until: 100)
    #expect(out.map(\.id) == ["t", "c", "b", "a"])
    #expect(out == demand.departures(seed: 7, until: 100))
    let drawn = (0..<2000).map { demand.departures(seed: $0, until: 2)[1].route }
    let share = Double(drawn.count { $0 == 2 }) / 2000
    #expect(abs(share - 0.75) < 0.05)
  }

  @Test("each form of a flow gives the vehicles SUMO's documentation says")
  func flows() throws {
    let demand = try read(
      """
      <flow id="n" from="wj" to="je" begin="0" end="100" number="4"/>
      <flow id="p" from="wj" to="je" begin="10" end="40" period="10"/>
      <flow id="h" from="wj" to="je" begin="0" end="3600" vehsPerHour="6"/>
      <flow id="q" from="wj" to="je" begin="0" end="10000" probability="0.3"/>
      <flow id="e" from="wj" to="je" begin="0" end="10000" period="exp(0.3)"/>
      <flow id="m" from="wj" to="je" begin="0" number="2" period="5"/>
      """)
    let out = demand.departures(seed: 3, until: 1e6)
    func times(_ id: String) -> [Double] { out.filter { $0.id.hasPrefix(id + ".") }.map(\.depart) }
    #expect(times("n") == [0, 25, 50, 75])
    #expect(times("p") == [10, 20, 30])
    #expect(times("h") == [0, 600, 1200, 1800, 2400, 3000])
    #expect(times("m") == [0, 5])
    #expect(abs(Double(times("q").count) - 3000) < 4 * 46)
    #expect(abs(Double(times("e").count) - 3000) < 4 * 55)
    #expect(times("q").allSatisfy { $0 == $0.rounded() })
  }

  @Test("what cannot drive is left out, counted and named with its line")
  func bad() throws {
    let demand = try read(
      """
      <vehicle id="a" depart="0"><route edges="wj nowhere"/></vehicle>
      <vehicle id="b" depart="0" route="none"/>
      <vehicle id="c" depart="0" type="none"><route edges="wj"/></vehicle>
      <vehicle id="d" depart="triggered"><route edges="wj"/></vehicle>
      <trip id="e" depart="0" fromTaz="1" toTaz="2"/>
      <flow id="f" begin="0" from="wj" to="je" period="5"/>
      <flow id="g" begin="5" end="2" from="wj" to="je" number="5"/>
      <flow id="h" begin="5" end="20" from="wj" to="je" probability="2"/>
      <person id="p" depart="0"><walk from="wj" to="je"/></person>
      <vehicle id="i" depart="0"><route edges="wj"/><stop busStop="none"/></vehicle>
      """)
    #expect(demand.vehicles.map(\.id) == ["i"])
    #expect(demand.flows.isEmpty)
    let words = demand.skipped.map { "\($0.what): \($0.why) \($0.examples[0].split(separator: "/").last ?? "")" }
    #expect(words.contains("vehicle: its route names an edge that the network does not have d.rou.xml:2 \"nowhere\""))
    #expect(words.contains("vehicle: there is no such whole route d.rou.xml:3 \"none\""))
    #expect(words.contains("vehicle: there is no such vType d.rou.xml:4 \"none\""))
    #expect(words.contains("flow: it never ends: give end d.rou.xml:7"))
    #expect(words.contains("flow: its probability is not within 0…1 d.rou.xml:9"))
    #expect(words.contains("person: it is not used d.rou.xml:10"))
    #expect(demand.skipped.reduce(0) { $0 + $1.count } == 10)
  }

  @Test("additions: detectors, bus stops, programs; a plan for no signal is told")
  func additions() throws {
    let demand = try read(
      """
      <busStop id="s" lane="je_0" startPos="10" endPos="-10" lines="3 4"/>
      <e1Detector id="d1" lane="wj_0" pos="5" freq="60" file="x"/>
      <laneAreaDetector id="d2" lanes="wj_0 je_0" pos="5" endPos="20" period="30" file="x"/>
      <e3Detector id="d3" period="60" file="x"><detEntry lane="wj_1" pos="1"/><detExit lane="je_1" pos="2"/></e3Detector>
      <e1Detector id="d4" lane="wj_9" pos="5" freq="60" file="x"/>
      <tlLogic id="J" programID="day"><phase duration="20" state="GGGG"/></tlLogic>
      <tlLogic id="K" programID="day"><phase duration="20" state="GGGG"/></tlLogic>
      <WAUT id="w"><wautSwitch time="3" to="day"/></WAUT>
      """, root: "additional")
    #expect(demand.busStops[0].end == 80 && demand.busStops[0].lines == ["3", "4"])
    #expect(demand.detectors.map(\.kind) == [.point, .area, .section])
    #expect(demand.detectors[1].places.count == 2 && demand.detectors[1].exits[0].position == 20)
    #expect(demand.detectors[2].exits[0].lane == SumoNet.LaneID(edge: 4, lane: 1))
    #expect(demand.programs.map(\.id) == ["J"])
    #expect(demand.skipped.map(\.what).sorted() == ["WAUT", "detector", "program of a signal"])
  }

  @Test(
    "an attribute that cannot be read ends the reading with its line",
    arguments: [
      ("<vehicle id=\"a\"><route edges=\"wj\"/></vehicle>", "no depart"),
      ("<vType id=\"a\" length=\"-1\"/>", "above 0"), ("<vType id=\"a\" speedFactor=\"fast\"/>", "norm(mean,dev)"),
      ("<flow id=\"a\" begin=\"soon\" from=\"wj\" to=\"je\"/>", "no time"),
    ])
  func broken(_ inner: String, _ sentence: String) throws {
    let error = #expect(throws: SumoError.self) { try read(inner) }
    #expect(error?.line == 2 && error?.problem.contains(sentence) == true)
  }
}
