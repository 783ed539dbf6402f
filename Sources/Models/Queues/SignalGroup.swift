/// What the lamps of one signal group show: a cycle that repeats, or several, one after the other through the day.
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

    /// Whether one may go.
    var goes: Bool { self != .red && self != .amber }
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
  /// A cycle, and from when on it runs.
  struct Program: Sendable, Hashable {
    /// Seconds on the clock at which one of its cycles begins; it runs from there on, the first of a group before it too.
    var base: Double
    /// Seconds into the cycle at which each span ends, ascending; neighbours differ in colour.
    var ends: [Double] = []
    var colours: [Colour] = []

    var cycle: Double { ends.last ?? 0 }

    init(base: Double, spans: [Span]) throws(QueueFault) {
      self.base = base
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
      guard colours.contains(where: \.goes) else { throw .neverGreen }
    }
  }
  /// In the order of their times; at least one.
  let programs: [Program]

  /// Seconds of the cycle; of the first where there are several.
  public var cycle: Double { programs[0].cycle }

  /// A plan that begins `offset` seconds after the start of the clock and repeats.
  ///
  /// - Throws: ``QueueFault`` when a span lasts no time, or nothing is ever green.
  public init(offset: Double, spans: [Span]) throws(QueueFault) {
    programs = [try Program(base: offset, spans: spans)]
  }

  /// Plans that follow each other, as controllers keep them for the hours of a day: each begins when the cycle has ended that runs at
  /// its time, so that no phase is cut, and groups whose plans have equal cycles change together. The first holds before its time
  /// too, the last to the end.
  ///
  /// - Parameter plans: seconds on the clock, ascending, and the spans of a cycle; at least one.
  /// - Throws: ``QueueFault`` when a span lasts no time, or a plan shows nothing green.
  public init(plans: [(from: Double, spans: [Span])]) throws(QueueFault) {
    var programs: [Program] = []
    for plan in plans {
      var program = try Program(base: plan.from, spans: plan.spans)
      if let last = programs.last {
        program.base = last.base + ((plan.from - last.base) / last.cycle).rounded(.up) * last.cycle
      }
      programs.append(program)
    }
    guard !programs.isEmpty else { throw .neverGreen }
    self.programs = programs
  }
}

/// All groups as columns, for the engine.
struct SignalTable: Sendable {
  /// The programs of each group.
  private let first: [Int32]
  private let bases, cycles: [Double]
  /// The spans of each program.
  private let start: [Int32]
  private let ends: [Double]
  private let colours: [SignalGroup.Colour]

  init(_ groups: [SignalGroup]) {
    var (first, start): ([Int32], [Int32]) = ([0], [0])
    var (bases, cycles, ends): ([Double], [Double], [Double]) = ([], [], [])
    var colours: [SignalGroup.Colour] = []
    for group in groups {
      for program in group.programs {
        bases.append(program.base)
        cycles.append(program.cycle)
        ends += program.ends
        colours += program.colours
        start.append(Int32(ends.count))
      }
      first.append(Int32(bases.count))
    }
    (self.first, self.start) = (first, start)
    (self.bases, self.cycles, self.ends, self.colours) = (bases, cycles, ends, colours)
  }

  /// What a group shows, and since and until when (a span that meets itself around the cycle is cut there).
  func state(of group: Int, at time: Double) -> (colour: SignalGroup.Colour, since: Double, until: Double) {
    var program = Int(first[group])
    let last = Int(first[group + 1]) - 1
    while program < last, bases[program + 1] <= time { program += 1 }
    let cycle = cycles[program]
    let turns = ((time - bases[program]) / cycle).rounded(.down)
    let base = bases[program] + turns * cycle
    let clock = time - base
    var row = Int(start[program])
    let (begin, end) = (row, Int(start[program + 1]) - 1)
    while row < end && ends[row] <= clock { row += 1 }
    return (colours[row], base + (row == begin ? 0 : ends[row - 1]), base + ends[row])
  }

  /// The next moment from `time` on at which a group lets one go.
  func nextGo(of group: Int, from time: Double) -> Double {
    var at = time
    // Through all of its spans at most: the rest of a program's cycle and one of the next.
    let spans = start[Int(first[group + 1])] - start[Int(first[group])]
    for _ in 0...spans + 1 {
      let shown = state(of: group, at: at)
      if shown.colour.goes { return at }
      // A moment on, where rounding leaves the end of a span a hair inside it.
      at = max(shown.until, at + 1e-6)
    }
    return .infinity
  }
}
