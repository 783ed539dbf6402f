import Edits
import Geography
public import Modelling
public import Replica

/// Digs a drain, lays the pipes of a file, or blocks the drains there are: `drain: {line: […], width: 2 m, depth: 1.5 m}`,
/// `drain: {file: pipes.inp}`, `drain: {blocked: 0.5}`.
public struct DrainChange: Change {
  public static let keyword = "drain"
  public static let summary =
    "Digs a drain along a line, in the direction of flow; lays the pipes of a file; or says how far drains are blocked."
  public static let parameters = [
    Parameter("line", .area, summary: "Its line, downstream."),
    Parameter("width", .number(unit: "m", within: 0.1...200), summary: "Metres from wall to wall."),
    Parameter("depth", .number(unit: "m", within: 0.1...20), summary: "Metres below the ground."),
    Parameter("covered", .choice(["yes", "no"]), summary: "Whether it is a culvert below ground."),
    Parameter("name", .text, summary: "What people will call it."),
    Parameter(
      "blocked", .number(unit: "", within: 0...1),
      summary: "Share of the capacity of all drains that rubbish and silt take."),
    Parameter("file", .file, summary: "Pipes, manholes, pumps and outfalls as an EPA SWMM file (.inp)."),
  ]

  /// Positions `[longitude, latitude]`.
  public var line: [[Double]]?
  /// Metres, metres and a share.
  public var width, depth, blocked: Double?
  /// `yes` where it is a culvert, and what people will call it.
  public var covered, name: String?
  /// The path of an EPA SWMM file.
  public var file: String?

  /// A drain.
  public init(
    line: [[Double]]? = nil, width: Double? = nil, depth: Double? = nil, covered: String? = nil, name: String? = nil,
    blocked: Double? = nil, file: String? = nil
  ) {
    self.file = file
    self.line = line
    self.width = width
    self.depth = depth
    self.covered = covered
    self.name = name
    self.blocked = blocked
  }

  /// Appends a waterway of the kind `drain`, sets the condition ``PipeNetwork``, or the blockage of the city's works. A bed that would run
  /// uphill, by the terrain at its ends, a file that cannot be read or lies elsewhere, and a second file are errors.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard line != nil || blocked != nil || file != nil else {
      throw ChangeError(Self.keyword, "say what changes: line, file or blocked.")
    }
    if let file {
      guard conditions[PipeNetwork.self] == nil else {
        throw ChangeError(Self.keyword, "two files of pipes: put their networks into one.")
      }
      try conditions.set(PipeNetwork(try files.text(file), named: file, in: city), from: Self.keyword)
    }
    if let line {
      let drawn = try Drawn(for: Self.keyword, in: city).line(line)
      guard let width, let depth else { throw ChangeError(Self.keyword, "a drain needs a width and a depth.") }
      try checkFall(drawn, depth: depth, in: city.terrain)
      city.waterways.append(
        key: FeatureKey("drawn/drain/\(Drawn.name(of: drawn))"), kind: .drain, name: name ?? "", line: drawn,
        width: Float(width), depth: Float(depth), isCovered: covered == "yes")
    }
    if let blocked { city.waterWorks.blockage = blocked }
  }

  private func checkFall(_ line: [Point], depth: Double, in terrain: Grid?) throws {
    guard let terrain, let first = line.first, let last = line.last else { return }
    let start = Double(terrain.interpolatedValue(at: first))
    let end = Double(terrain.interpolatedValue(at: last))
    guard start.isFinite, end.isFinite, end > start else { return }
    throw ChangeError(
      Self.keyword,
      "the drain runs uphill, from ground at \(Words.number(start)) m to ground at \(Words.number(end)) "
        + "m: draw it in the direction of flow"
        + (end - start < depth ? "." : ", or dig it from the other side."))
  }
}

/// Sets up a pump: `pump: {from: [101.4, 3.0], to: [101.41, 3.0], rate: 2}`.
public struct PumpChange: Change {
  public static let keyword = "pump"
  public static let summary = "Sets up a pump that lifts water from one place to another, or out of the city."
  public static let parameters = [
    Parameter("from", .place, required: true, summary: "Where it takes water."),
    Parameter("to", .place, summary: "Where it puts it; left out, the water leaves the city."),
    Parameter("rate", .number(unit: "m³/s", within: 0.001...1000), summary: "What it lifts, whatever the head."),
    Parameter(
      "curve", .text,
      summary: "What it lifts against which head, in place of a rate: 0 m 3 m³/s, 4 m 2 m³/s, 6 m 0 m³/s."),
    Parameter("start", .number(unit: "m", within: 0.01...20), summary: "Depth at which it starts; by default 0.1 m."),
    Parameter("stop", .number(unit: "m", within: 0...20), summary: "Depth below which it stops; by default 0.02 m."),
  ]

  /// `[longitude, latitude]`.
  public var from: [Double]
  /// `[longitude, latitude]`.
  public var to: [Double]?
  /// m³/s and metres.
  public var rate, start, stop: Double?
  /// Heads and rates.
  public var curve: String?

  /// A pump.
  public init(
    from: [Double], to: [Double]? = nil, rate: Double? = nil, curve: String? = nil, start: Double? = nil,
    stop: Double? = nil
  ) {
    self.from = from
    self.to = to
    self.rate = rate
    self.curve = curve
    self.start = start
    self.stop = stop
  }

  /// Adds a pump to the city's works. A pump without rate and curve, a curve whose heads do not rise or whose rates do not fall, and one
  /// that stops at a greater depth than it starts are errors.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let drawn = Drawn(for: Self.keyword, in: city)
    let (start, stop) = (start ?? 0.1, stop ?? 0.02)
    guard stop < start else {
      throw ChangeError(Self.keyword, "a pump stops at a smaller depth (\(stop) m) than it starts (\(start) m).")
    }
    let (heads, rates) = try heads()
    city.waterWorks.pumps.append(
      .init(
        from: try drawn.point(from), to: try to.map { try drawn.point($0) }, heads: heads, rates: rates,
        startDepth: start, stopDepth: stop))
  }

  private func heads() throws -> (heads: [Double], rates: [Double]) {
    switch (rate, curve) {
    case (let rate?, nil): return ([0], [rate])
    case (nil, let curve?):
      let pairs = curve.split(separator: ",").map { pair in
        pair.split { !($0.isASCII && $0.isNumber) && !"+-.eE".contains($0) }.compactMap { Double($0) }.filter(
          \.isFinite)
      }
      // "m³/s" holds the digit 3: numbers beyond the first two are the unit's.
      guard pairs.count >= 2, pairs.allSatisfy({ $0.count >= 2 }) else {
        throw ChangeError(Self.keyword, "the curve is pairs of head and rate: 0 m 3 m³/s, 4 m 2 m³/s, 6 m 0 m³/s.")
      }
      let (heads, rates) = (pairs.map { $0[0] }, pairs.map { $0[1] })
      for index in 1..<heads.count where heads[index] <= heads[index - 1] || rates[index] > rates[index - 1] {
        throw ChangeError(
          Self.keyword, "along a pump's curve the heads rise and the rates do not: see pair \(index + 1).")
      }
      guard rates.allSatisfy({ $0 >= 0 }) else { throw ChangeError(Self.keyword, "a rate is 0 m³/s or more.") }
      return (heads, rates)
    case (nil, nil): throw ChangeError(Self.keyword, "the pump has no curve: say what it lifts, by rate or curve.")
    default: throw ChangeError(Self.keyword, "say what it lifts once: either rate or curve.")
    }
  }
}
