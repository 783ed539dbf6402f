import SensorThings
import Testing

@Suite("What a filter says of the phenomenon's time")
struct TimeBoundsTests {
  private func bounds(_ filter: String) throws -> TimeBounds {
    try Expression(filter: filter, of: .observation).phenomenonBounds
  }

  private func isOnly(_ filter: String) throws -> Bool {
    try Expression(filter: filter, of: .observation).isOnlyPhenomenonBounds
  }

  @Test("Comparisons that are and-ed narrow")
  func narrowing() throws {
    #expect(try bounds("phenomenonTime ge 2025-01-31T12:00:00Z") == TimeBounds(from: noon))
    #expect(try bounds("phenomenonTime gt 2025-01-31T12:00:00Z") == TimeBounds(from: noon + 1))
    #expect(try bounds("phenomenonTime le 2025-01-31T12:00:00Z") == TimeBounds(to: noon + 1))
    #expect(try bounds("2025-01-31T12:00:00Z gt phenomenonTime") == TimeBounds(to: noon))
    #expect(try bounds("phenomenonTime eq 2025-01-31") == TimeBounds(from: noon - 12 * hour, to: noon + 12 * hour))
    #expect(
      try bounds("phenomenonTime ge 2025-01-31T12:00:00Z and result gt 5 and phenomenonTime lt 2025-01-31T13:00:00Z")
        == TimeBounds(from: noon, to: noon + hour))
    #expect(
      try bounds("phenomenonTime lt 2025-01-31T12:00:00Z or phenomenonTime eq 2025-01-31T13:00:00Z")
        == TimeBounds(to: noon + hour + 1))
  }

  @Test("From other things nothing follows")
  func nothing() throws {
    for filter in [
      "result gt 5", "not (phenomenonTime lt 2025-01-31)", "phenomenonTime ne 2025-01-31", "resultTime ge 2025-01-31",
      "phenomenonTime lt now()",
      "Datastream/phenomenonTime ge 2025-01-31", "phenomenonTime ge 2025-01-31 or result gt 5",
      "phenomenonTime ge resultTime",
    ] {
      #expect(try bounds(filter) == TimeBounds(), "\(filter)")
      #expect(try !isOnly(filter), "\(filter)")
    }
  }

  @Test("A filter of nothing else is told apart")
  func only() throws {
    #expect(try isOnly("phenomenonTime ge 2025-01-31T12:00:00Z and phenomenonTime lt 2025-02-01"))
    #expect(try isOnly("phenomenonTime lt 2025-01-31T12:00:00Z/2025-01-31T13:00:00Z"))
    #expect(try !isOnly("phenomenonTime ge 2025-01-31T12:00:00Z/2025-01-31T13:00:00Z"))
    #expect(try !isOnly("phenomenonTime ge 2025-01-31T12:00:00Z and result gt 5"))
  }

  @Test("Bounds hold for all filters and times, by trial of 20,000")
  func trial() throws {
    var numbers = SeededNumbers(state: 9)
    for _ in 0..<400 {
      let text = filter(depth: 3, &numbers)
      let filter = try Expression(filter: text, of: .observation)
      let (bounds, isOnly) = (filter.phenomenonBounds, filter.isOnlyPhenomenonBounds)
      for _ in 0..<50 {
        let start =
          noon + Int64.random(in: -60...60, using: &numbers) * hour + Int64.random(in: -1...1, using: &numbers)
        let isMoment = Bool.random(using: &numbers)
        let end = isMoment ? start : start + Int64.random(in: 1...30, using: &numbers) * hour
        let sample = Sample([
          "phenomenonTime": span(start, end), "result": .number(Double.random(in: 0...10, using: &numbers)),
        ])
        let isKept = try filter.matches(sample, now: noon)
        if isKept { #expect(bounds.contains(start), "\(text) \(start) \(end)") }
        if isOnly, isMoment { #expect(isKept == bounds.contains(start), "\(text) \(start)") }
      }
    }
  }

  private func filter(depth: Int, _ numbers: inout SeededNumbers) -> String {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 12), using: &numbers) {
    case 0: return "result gt 5"
    case 1...4: return comparison(&numbers)
    case 5: return "(\(filter(depth: depth - 1, &numbers)) or \(filter(depth: depth - 1, &numbers)))"
    case 6: return "not (\(filter(depth: depth - 1, &numbers)))"
    default: return "\(filter(depth: depth - 1, &numbers)) and \(comparison(&numbers))"
    }
  }

  private func comparison(_ numbers: inout SeededNumbers) -> String {
    let operation = ["eq", "ne", "gt", "ge", "lt", "le"].randomElement(using: &numbers) ?? "eq"
    func time(_ hours: Int) -> String {
      let day = 31 + hours / 24
      return day > 31
        ? "2025-02-0\(day - 31)T\(hours % 24 < 10 ? "0" : "")\(hours % 24):00:00Z"
        : "2025-01-31T\(hours < 10 ? "0" : "")\(hours):00:00Z"
    }
    let start = Int.random(in: 0..<48, using: &numbers)
    let literals = [
      "2025-01-31", "2025-02-01", time(start), time(start),
      "\(time(start))/\(time(start + Int.random(in: 1...20, using: &numbers)))",
    ]
    let literal = literals.randomElement(using: &numbers) ?? ""
    return Bool.random(using: &numbers)
      ? "phenomenonTime \(operation) \(literal)" : "\(literal) \(operation) phenomenonTime"
  }
}
