/// What the lamps of one signal group show over a cycle.
public struct SignalGroup: Sendable, Hashable {
  /// What a driver sees.
  public enum Colour: UInt8, Sendable {
    /// Stop.
    case red
    /// Stop if you can.
    case amber
    /// Go, and give way.
    case permissive
    /// Go; nobody that you would cross may.
    case protected
    /// No lamp is lit: the rules of the road hold.
    case dark
  }
  /// A colour and how long it shows.
  public struct Span: Sendable, Hashable {
    /// Seconds, above 0.
    public var seconds: Double
    /// What it shows.
    public var colour: Colour
    /// A colour for some time.
    public init(seconds: Double, colour: Colour) {
      self.seconds = seconds
      self.colour = colour
    }
  }
  /// Seconds of the cycle.
  public let cycle: Double
  /// Seconds into the cycle at which each span ends, ascending; neighbours differ in colour.
  let ends: [Double]
  let colours: [Colour]
  let offset: Double

  /// A plan that begins `offset` seconds after the start of the clock and repeats.
  ///
  /// - Throws: ``QueueFault`` when a span lasts no time, or nothing is ever green.
  public init(offset: Double, spans: [Span]) throws(QueueFault) {
    var ends: [Double] = []
    var colours: [Colour] = []
    var clock = 0.0
    for span in spans where span.seconds != 0 {
      guard span.seconds > 0, span.seconds.isFinite else { throw .span(seconds: span.seconds) }
      clock += span.seconds
      if colours.last == span.colour {
        ends[ends.count - 1] = clock
      } else {
        ends.append(clock)
        colours.append(span.colour)
      }
    }
    guard colours.contains(where: { $0 == .permissive || $0 == .protected || $0 == .dark }) else { throw .neverGreen }
    self.cycle = clock
    self.ends = ends
    self.colours = colours
    self.offset = offset
  }
}

/// All groups as columns, for the engine.
struct SignalTable: Sendable {
  private let start: [Int32]
  private let ends: [Double]
  private let colours: [SignalGroup.Colour]
  private let cycles: [Double]
  private let offsets: [Double]

  init(_ groups: [SignalGroup]) {
    var start: [Int32] = [0]
    var ends: [Double] = []
    var colours: [SignalGroup.Colour] = []
    for group in groups {
      ends += group.ends
      colours += group.colours
      start.append(Int32(ends.count))
    }
    self.start = start
    self.ends = ends
    self.colours = colours
    cycles = groups.map(\.cycle)
    offsets = groups.map(\.offset)
  }

  /// What a group shows, and since and until when (a span that meets itself around the cycle is cut there).
  func state(of group: Int, at time: Double) -> (colour: SignalGroup.Colour, since: Double, until: Double) {
    let cycle = cycles[group]
    let turns = ((time - offsets[group]) / cycle).rounded(.down)
    let base = offsets[group] + turns * cycle
    let clock = time - base
    let first = Int(start[group])
    let last = Int(start[group + 1]) - 1
    var row = first
    while row < last && ends[row] <= clock { row += 1 }
    return (colours[row], base + (row == first ? 0 : ends[row - 1]), base + ends[row])
  }

  /// The next moment from `time` on at which a group lets one go.
  func nextGo(of group: Int, from time: Double) -> Double {
    var at = time
    for _ in 0...(start[group + 1] - start[group]) + 1 {
      let shown = state(of: group, at: at)
      if shown.colour != .red && shown.colour != .amber { return at }
      // A moment on, where rounding leaves the end of a span a hair inside it.
      at = max(shown.until, at + 1e-6)
    }
    return .infinity
  }
}
