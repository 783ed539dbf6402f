import Access
import Geography
import Modelling
import Replica
import Routing
import Sandbox
import Testing

@Suite("Access kept for what is drawn") struct KeptAccessTests {
  static func near(_ rows: [KeptAccess.Row], _ kind: String, _ mode: TravelMode) -> Double? {
    rows.first { $0.kind.rawValue == kind && $0.mode == mode }?.near
  }

  @Test("a clinic at the other end brings the 200 people there within 15 minutes")
  func byHand() throws {
    let city = AccessTests.city()
    let kept = try KeptAccess(city, threads: 1)
    // 100 people live at the clinic and 300 at 8⅓ minutes of it; 200 at 16⅔.
    #expect(Self.near(kept.rows, "clinic", .walk) == 400)
    var changed = city
    changed.places.append(
      key: FeatureKey("p1"), kind: PlaceKind(rawValue: "clinic"), name: "", at: Point(x: 1330, y: 0))
    #expect(Self.near(try kept.rows(of: changed, threads: 1), "clinic", .walk) == 600)
    changed.places.areRemoved[0] = true
    #expect(Self.near(try kept.rows(of: changed, threads: 1), "clinic", .walk) == 500)
    changed.places.areRemoved[1] = true
    #expect(Self.near(try kept.rows(of: changed, threads: 1), "clinic", .walk) == nil)
  }

  @Test("it stops where nobody waits for the answer")
  func stops() throws {
    let city = AccessTests.city()
    let kept = try KeptAccess(city, threads: 1)
    var changed = city
    changed.streets.links.closed[0] = .all
    #expect(throws: CancellationError.self) {
      try kept.rows(of: changed, threads: 1) { throw CancellationError() }
    }
  }

  @Test("of a made-up town it says what the model says, whatever is changed", .serialized, arguments: 0..<4)
  func sameAsModel(number: Int) throws {
    let city = SandboxCity(people: 1500, seed: 4).make()
    let kept = try KeptAccess(city, threads: 2)
    var changed = city
    switch number {
    case 0:
      let place = city.places.kinds.firstIndex { $0.rawValue == "school" } ?? 0
      changed.places.areRemoved[place] = true
    case 1:
      changed.places.append(
        key: FeatureKey("new"), kind: PlaceKind(rawValue: "hospital"), name: "", at: city.zones.centers[3])
    case 2:
      for segment in stride(from: 0, to: city.streets.segments.count, by: 7) {
        changed.streets.links.closed[segment * 2] = .motor
        changed.streets.links.closed[segment * 2 + 1] = .motor
      }
    default:
      for zone in 0..<city.zones.count { changed.zones.people[zone] = Double(zone % 5) * 10 }
    }
    let outcome = try AccessModel().run(on: changed, under: Conditions(), in: TestContext(threads: 2))
    let people = changed.zones.people.reduce(0, +)
    var compared = 0
    for row in try kept.rows(of: changed, threads: 2) {
      let id = "access.\(row.kind.rawValue).\(row.mode.rawValue).share-within-\(AccessLimits.minutes(of: row.mode))"
      let share = try #require(AccessTests.number(outcome, id))
      #expect(abs(row.near - share / 100 * people) < 1e-6, "\(id)")
      compared += 1
    }
    #expect(compared > 20)
  }
}
