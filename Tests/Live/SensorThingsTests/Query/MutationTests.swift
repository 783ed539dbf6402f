import SensorThings
import Testing

/// Numbers that look random and are the same each time (S. Vigna's SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@Suite("Broken addresses")
struct MutationTests {
  private static let seeds: [(path: String, query: String)] = [
    (
      "/Things(1)/Datastreams(2)/Observations",
      "$filter=result gt 5 and phenomenonTime ge 2025-01-01T00:00:00Z&$orderby=phenomenonTime desc&$top=10"
    ),
    ("/Observations('12-1763900000000')/result/$value", ""),
    ("/Things(1)/properties/floor", "$select=id,name,properties/floor"),
    (
      "/Datastreams",
      "$expand=Observations($filter=result lt -5.5e2;$orderby=id asc;$top=1;$count=true),Thing/Locations&$count=true"
    ),
    (
      "/Locations",
      "$filter=st_within(location,geography'POLYGON ((30 10, 10 20, 20 40, 40 40, 30 10))') or geo.distance(location,geography'POINT (1 2)') lt 3"
    ),
    (
      "/Observations",
      "$filter=not (year(phenomenonTime) eq 2025 or phenomenonTime in 2025-01-31T16:00:00.000+08:00/PT1H) and id eq 12-1763900000000-1"
    ),
    (
      "/Observations",
      "$filter=phenomenonTime add duration'PT1H30M' gt now() and date(resultTime) ne 2025-02-28 and time(resultTime) lt 12:00:00.5"
    ),
    (
      "/Things",
      "$filter=substringof('it''s',tolower(concat(trim(name),'%25 愛'))) eq true or indexof(name,'x') ge -1 and substring(name,1,2) ne null"
    ),
    ("/Things/$ref", "$skip=5&resultFormat=dataArray"),
    ("/FeaturesOfInterest(3)/Observations/$count", "$filter=-result mod 3 sub 2 mul 4 div 5 le round(parameters/x)"),
  ]
  private static let pieces = [
    "(", ")", "'", "''", "/", "$", "%", "%27", "%2", "+", "-", ",", ";", "=", "&", " ", "\u{0}", "é", "🇲🇾", "and",
    "not ", "null", "1e9", "9999999999999999999", "$expand=",
    "geography'", "duration'", "2025-", "T", ":", ".", "id", "@iot.id", "$filter=", "now()",
  ]

  @Test("20,000 broken addresses are read or refused, and what is read can be worked out")
  func mutations() {
    var numbers = SeededNumbers(state: 12)
    var read = 0
    for _ in 0..<20_000 {
      guard let seed = Self.seeds.randomElement(using: &numbers) else { return }
      var path = Array(seed.path.utf8)
      var query = Array(seed.query.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &numbers) {
        if Bool.random(using: &numbers) && Bool.random(using: &numbers) {
          mutate(&path, &numbers)
        } else {
          mutate(&query, &numbers)
        }
      }
      do {
        let address = try Address(
          path: String(decoding: path, as: UTF8.self), query: String(decoding: query, as: UTF8.self))
        read += 1
        for expression in [address.options.filter].compactMap(\.self) + address.options.orderBy.map(\.by) {
          _ = try expression.values(of: Anything(numbers: numbers), now: noon)
          _ = try expression.resolved(now: noon).matches(Anything(numbers: numbers), now: noon)
          _ = expression.phenomenonBounds
        }
      } catch {
        #expect(!error.description.isEmpty && error.description.utf8.count < 1_000)
      }
    }
    #expect(read > 1_000 && read < 19_000, "\(read)")
  }

  private func mutate(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
    let place = Int.random(in: 0...bytes.count, using: &numbers)
    let end = min(bytes.count, place + Int.random(in: 0...6, using: &numbers))
    switch Int.random(in: 0..<5, using: &numbers) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: Self.pieces.randomElement(using: &numbers)?.utf8.map(\.self) ?? [], at: place)
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
    case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
    default: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers) }
    }
  }

  /// An entity that answers anything with values of any kind.
  private struct Anything: QuerySubject {
    var numbers: SeededNumbers

    func values(at path: [String]) -> [QueryValue] {
      var numbers = numbers
      numbers.state &+= UInt64(path.joined().utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFFFF)
      let kinds: [QueryValue] = [
        .null, .truth(true), .number(5), .number(.infinity), .text("x"), .text("5"), moment(noon),
        span(noon, noon + hour), .duration(-5), .date(5),
        .clock(5), .geometry("POINT (1 2)"), .geometry("x"), .composite,
      ]
      return (0..<Int.random(in: 0...2, using: &numbers)).compactMap { _ in kinds.randomElement(using: &numbers) }
    }
  }
}
