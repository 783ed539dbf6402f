import Edits
import Geography
public import Modelling
public import Replica

/// Puts up a wall that water must overtop: `wall: {line: [[101.4, 3.0], [101.5, 3.0]], crest: 4.5 m}`.
public struct WallChange: Change {
  public static let keyword = "wall"
  public static let summary = "Puts up a wall along a line that water must overtop."
  public static let parameters = Crest.parameters(of: "wall")

  /// Positions `[longitude, latitude]`.
  public var line: [[Double]]
  /// Metres above the datum, or above the ground.
  public var crest, height: Double?

  /// A wall.
  public init(line: [[Double]], crest: Double? = nil, height: Double? = nil) {
    self.line = line
    self.crest = crest
    self.height = height
  }

  /// Adds a wall to the city's works.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let top = try Crest.height(Self.keyword, crest: crest, height: height)
    city.waterWorks.walls.append(.init(line: try Drawn(for: Self.keyword, in: city).line(line), crest: top))
  }
}

/// Raises a bank along a river or the sea: `bank: {river: Sungai Putih, height: 1.2 m}`, or along a line.
public struct BankChange: Change {
  public static let keyword = "bank"
  public static let summary = "Raises a bank along a line, or both banks of a river."
  public static let parameters =
    Crest.parameters(of: "bank", needsLine: false) + [
      Parameter("river", .text, summary: "The river or canal whose two banks are raised, by name or key.")
    ]

  /// Positions `[longitude, latitude]`.
  public var line: [[Double]]?
  /// The river's name or key.
  public var river: String?
  /// Metres above the datum, or above the ground.
  public var crest, height: Double?

  /// A bank.
  public init(line: [[Double]]? = nil, river: String? = nil, crest: Double? = nil, height: Double? = nil) {
    self.line = line
    self.river = river
    self.crest = crest
    self.height = height
  }

  /// Adds a bank, or the two banks of each piece of a river, to the city's works.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let top = try Crest.height(Self.keyword, crest: crest, height: height)
    switch (line, river) {
    case (let line?, nil):
      city.waterWorks.walls.append(.init(line: try Drawn(for: Self.keyword, in: city).line(line), crest: top))
    case (nil, let river?):
      let ways = city.waterways
      let rows = (0..<ways.count).filter {
        !ways.areCovered[$0] && (ways.names[$0].lowercased() == river.lowercased() || ways.keys[$0].text == river)
      }
      guard !rows.isEmpty else {
        throw ChangeError(
          Self.keyword,
          "no open river is called \"\(river)\"."
            + NearestName.question(river, among: ways.names.filter { !$0.isEmpty }))
      }
      for row in rows {
        city.waterWorks.walls.append(
          .init(line: Array(ways.lines[row]), crest: top, halfWidth: Channel.width(ways, row) / 2))
      }
    default: throw ChangeError(Self.keyword, "say where: either line or river.")
    }
  }
}

/// How the top of a wall or bank is given.
enum Crest {
  static func parameters(of what: String, needsLine: Bool = true) -> [Parameter] {
    [
      Parameter("line", .area, required: needsLine, summary: "The line it follows."),
      Parameter(
        "crest", .number(unit: "m", within: -20...9000), summary: "The top of the \(what) above the terrain's zero."),
      Parameter(
        "height", .number(unit: "m", within: 0.05...50),
        summary: "The top of the \(what) above the ground it stands on."),
    ]
  }

  static func height(_ keyword: String, crest: Double?, height: Double?) throws -> WaterWorks.Height {
    switch (crest, height) {
    case (let crest?, nil): return .level(crest)
    case (nil, let height?): return .above(height)
    default: throw ChangeError(keyword, "say how high: either crest or height.")
    }
  }
}

/// A line beside another.
enum Beside {
  /// The line moved to its left by so many metres (right where negative), corner by corner.
  static func line(_ line: [Point], by metres: Double) -> [Point] {
    line.indices.map { index in
      let a = line[max(0, index - 1)]
      let b = line[min(line.count - 1, index + 1)]
      let length = max(1e-9, a.distance(to: b))
      return Point(
        x: line[index].x - (b.y - a.y) / length * metres, y: line[index].y + (b.x - a.x) / length * metres)
    }
  }

  /// The band of a width along a line, as a ring.
  static func band(_ line: [Point], width: Double) -> MultiPolygon {
    MultiPolygon(polygons: [[Beside.line(line, by: width / 2) + Beside.line(line, by: -width / 2).reversed()]])
  }
}
