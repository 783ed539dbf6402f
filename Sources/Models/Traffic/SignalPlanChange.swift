import Edits
import Geography
import Junctions
public import Modelling
public import Replica

/// Retimes the signals of a junction: `signal-plan: {at: [101.71, 3.15], greens: 35 25}`.
public struct SignalPlanChange: Change {
  public static let keyword = "signal-plan"
  public static let summary = "Gives the signals of a junction other greens, another cycle or another offset."
  public static let parameters = [
    Parameter("at", .place, required: true, summary: "Near which junction."),
    Parameter("greens", .text, summary: "Seconds of green of each phase, in the order of the plan: 35 25."),
    Parameter(
      "cycle", .number(unit: "s", within: 20...240),
      summary: "Seconds from green to green; greens keep their proportion, amber and all-red their length."),
    Parameter(
      "offset", .number(unit: "s", within: 0...240), summary: "Seconds after the common zero at which the plan begins."),
  ]
  /// Metres within which a junction's signals are those of a position.
  public static let reach = 60.0
  /// Seconds a green lasts at least.
  public static let shortest = 5.0

  /// `[longitude, latitude]`.
  public var at: [Double]
  /// Seconds of each phase.
  public var greens: Greens?
  /// Seconds.
  public var cycle, offset: Double?

  /// Seconds of green, as a list or as text.
  public struct Greens: Codable, Hashable, Sendable {
    /// The seconds; empty where the text was none.
    public var seconds: [Double]

    /// Some seconds.
    public init(_ seconds: [Double]) { self.seconds = seconds }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let list = try? container.decode([Double].self) {
        seconds = list
      } else if let one = try? container.decode(Double.self) {
        seconds = [one]
      } else {
        let words = try container.decode(String.self).split { $0 == " " || $0 == "," || $0 == ";" }
        let numbers = words.map { Double($0) }
        seconds = numbers.contains(nil) ? [] : numbers.compactMap(\.self)
      }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(seconds)
    }
  }

  /// Another plan for a junction.
  public init(at: [Double], greens: [Double]? = nil, cycle: Double? = nil, offset: Double? = nil) {
    self.at = at
    self.greens = greens.map(Greens.init)
    self.cycle = cycle
    self.offset = offset
  }

  /// Retimes every signal of the junction: signals within reach that share the nearest one's phases are one plan. Where the map knows no plan,
  /// the phases that are made by rule get these times. O(signals), O(streets) where no plan is known.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard greens != nil || cycle != nil || offset != nil else {
      throw ChangeError(Self.keyword, "say what changes: greens, cycle or offset.")
    }
    let point = try Drawn(for: Self.keyword, in: city).point(at)
    let streets = city.streets
    func away(_ signal: Signal) -> Double { streets.nodes.points[signal.node.index].distance(to: point) }
    guard let nearest = streets.signals.min(by: { away($0) < away($1) }), away(nearest) <= Self.reach else {
      return try set(near: point, in: &city)
    }
    let plan = try retimed(nearest)
    for row in streets.signals.indices where away(streets.signals[row]) <= Self.reach {
      let signal = streets.signals[row]
      guard signal.cycle == nearest.cycle, signal.offset == nearest.offset,
        signal.phases.map(\.length) == nearest.phases.map(\.length)
      else { continue }
      city.streets.signals[row].cycle = plan.cycle
      city.streets.signals[row].offset = plan.offset
      for phase in signal.phases.indices { city.streets.signals[row].phases[phase].green = plan.phases[phase].green }
    }
  }

  /// Sets times for signals whose plan the map does not know.
  private func set(near point: Point, in city: inout City) throws {
    guard let made = try RulePlan(near: point, within: Self.reach, in: city, threads: 2) else {
      throw ChangeError(
        Self.keyword, "no signals that let streets cross stand within \(Int(Self.reach)) m of that position.")
    }
    let plan = Signal(
      node: made.node, cycle: 0, offset: 0,
      phases: made.phases.map {
        SignalPhase(green: Float($0.green), amber: Float($0.amber), allRed: Float($0.allRed), links: $0.links)
      })
    let new: Signal
    do { new = try retimed(plan) } catch let error as ChangeError {
      let segments = city.streets.segments
      let words = made.phases.enumerated().map { number, phase in
        let names = Set(phase.links.map { segments.name(of: $0.segment) }).subtracting([""]).sorted()
        let streets = names.isEmpty ? "streets without a name" : names.joined(separator: " and ")
        return "\(number + 1) \(streets)\(phase.isPart ? " (some turns)" : ""), \(Int(phase.green.rounded())) s"
      }
      throw ChangeError(
        Self.keyword,
        "\(error.reason) The map does not know this plan; phases are made by rule: \(words.joined(separator: "; ")).")
    }
    var times = SignalTimes(node: made.node)
    if let old = city.streets.signalTimes.firstIndex(where: { $0.node == made.node }) {
      times = city.streets.signalTimes.remove(at: old)
    }
    if greens != nil { times.greens = new.phases.map(\.green) }
    if let cycle { times.cycle = Float(cycle) } else if greens != nil { times.cycle = nil }
    if let offset { times.offset = Float(offset) }
    city.streets.signalTimes.append(times)
  }

  private func retimed(_ old: Signal) throws -> Signal {
    var plan = old
    if let seconds = greens?.seconds {
      guard seconds.count == old.phases.count else {
        let now = old.phases.map { "\(Int($0.green.rounded()))" }.joined(separator: " ")
        throw ChangeError(
          Self.keyword,
          "greens has \(seconds.count == 1 ? "1 number" : "\(seconds.count) numbers"), the plan has \(old.phases.count) phases with these greens: \(now)."
        )
      }
      for (phase, green) in seconds.enumerated() {
        guard (green >= Self.shortest && green <= 200) || Float(green) == old.phases[phase].green else {
          throw ChangeError(
            Self.keyword, "a green of \(green) s is none: \(Int(Self.shortest)) to 200 s; a phase must serve who waits."
          )
        }
        plan.phases[phase].green = Float(green)
      }
    }
    let lost = plan.phases.reduce(0) { $0 + Double($1.amber) + Double($1.allRed) }
    let green = plan.phases.reduce(0) { $0 + Double($1.green) }
    if let cycle {
      let factor = (cycle - lost) / green
      let shortest = Double(plan.phases.map(\.green).min() ?? 0) * factor
      guard shortest >= Self.shortest || factor >= 1 else {
        throw ChangeError(
          Self.keyword,
          "a cycle of \(Int(cycle)) s leaves a phase less than \(Int(Self.shortest)) s of green: amber and all-red take "
            + "\(Int(lost)) s of it.")
      }
      for phase in plan.phases.indices { plan.phases[phase].green *= Float(factor) }
    }
    plan.cycle = plan.phases.reduce(0) { $0 + $1.length }
    if let offset { plan.offset = Float(offset.truncatingRemainder(dividingBy: Double(plan.cycle))) }
    return plan
  }
}
