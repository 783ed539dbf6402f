internal import Checks
internal import Foundation
internal import Geography
internal import Modelling
internal import Observations
internal import Replica
internal import Scenarios
internal import Serving

/// Counts and their check as the API tells them.
struct CountDocument {
  private let snapshot: CitySnapshot

  init(_ snapshot: CitySnapshot) { self.snapshot = snapshot }

  /// A row of the sheet: where, when and how many; or why it cannot be used.
  func row(_ row: CountSheet.Row) -> JSON {
    guard let first = row.counts.first else {
      return [
        "id": .text(row.id), "line": .integer(row.line), "wrong": .text(row.wrong ?? ""), "text": .text(row.text),
      ]
    }
    return .object(
      [JSON.Field("id", .text(row.id)), JSON.Field("line", .integer(row.line))] + fields(row.counts, first))
  }

  /// Counts of one street, way and time.
  func counts(_ counts: [TrafficCount]) -> JSON {
    counts.first.map { .object(fields(counts, $0)) } ?? .null
  }

  private func fields(_ counts: [TrafficCount], _ first: TrafficCount) -> [JSON.Field] {
    guard let link = first.links.first else { return [] }
    let segments = snapshot.city.streets.segments
    let row = link.segment.index
    let line = Array(segments.shapes[row])
    let middle = line[(line.count - 1) / 2].interpolated(to: line[line.count / 2], fraction: 0.5)
    let isBoth = first.links.count > 1
    return [
      JSON.Field("key", .text(segments.keys[row].text)), JSON.Field("street", .text(segments.name(of: link.segment))),
      JSON.Field("direction", .text(isBoth ? "both" : link.isBackward ? "backward" : "forward")),
      JSON.Field("eighth", isBoth ? .null : .integer(Self.eighth(line, isBack: link.isBackward))),
      JSON.Field("position", snapshot.position(of: middle)),
      JSON.Field("date", first.date.map { .text($0.text) } ?? .null),
      JSON.Field("from", .text(Self.clock(first.seconds.lowerBound))),
      JSON.Field("to", .text(Self.clock(first.seconds.upperBound))),
      JSON.Field(
        "vehicles",
        .object(
          counts.map { JSON.Field($0.vehicles == .motor ? "total" : $0.vehicles.text, .number($0.count)) })),
    ]
  }

  /// The eighth of the compass from a line's first point to its last, or back: 0 is north, 2 east.
  static func eighth(_ line: [Point], isBack: Bool) -> Int {
    guard let first = line.first, let last = line.last else { return 0 }
    let (from, to) = isBack ? (last, first) : (first, last)
    let eighths = (atan2(to.x - from.x, to.y - from.y) / (.pi / 4)).rounded()
    return (Int(eighths) % 8 + 8) % 8
  }

  private static func clock(_ seconds: Int) -> String {
    let minutes = seconds / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// What the last check found, and whether traffic follows it.
  func check(_ found: CountCheck, _ use: CountCheck.Use) -> JSON {
    let verdict = found.verdict(cityNow: snapshot.digest, versionNow: CountReplay.version)
    func scores(_ scores: CountCheck.Scores?) -> JSON {
      scores.map { ["goodShare": .number($0.goodShare), "error": .number($0.rootError)] } ?? .null
    }
    return [
      "isUsed": .flag(use.isUsed), "isOld": .flag(use.isOld), "use": .text(use.sentence),
      "level": .text(verdict.level.rawValue), "because": .text(found.sentence),
      "askFor": verdict.askFor.map(JSON.text) ?? .null, "finding": .text(found.finding.rawValue),
      "isSaturday": .flag(found.isSaturday), "streets": .integer(found.streets), "hours": .integer(found.pairs.count),
      "before": scores(found.before), "heldOut": scores(found.heldOut), "fitted": scores(found.fitted),
      "guess": scores(found.guess),
      "left": .list(found.left.map(\.document)),
      "pairs": .list(found.pairs.map(pair)),
    ]
  }

  private func pair(_ pair: CountCheck.Pair) -> JSON {
    [
      "key": .text(pair.key), "street": .text(pair.street), "direction": .text(pair.direction),
      "position": snapshot.position(of: Point(x: pair.x, y: pair.y)), "from": .text(pair.from), "to": .text(pair.to),
      "counted": .number(pair.counted), "before": .number(pair.before),
      "heldOut": pair.heldOut.map(JSON.number) ?? .null, "fitted": .number(pair.fitted), "guess": .number(pair.guess),
    ]
  }
}
