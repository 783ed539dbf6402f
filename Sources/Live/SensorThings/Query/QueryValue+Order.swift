extension QueryValue {
  /// Whether it stands before another in `$orderby`: a total order of all values.
  ///
  /// What is not there comes first; then false and true, numbers (what is not a number before all others), texts by their Unicode scalars, times by their start and
  /// then their end, durations, dates, times of day, places by their text, and objects, which are all alike.
  package func isBefore(_ other: QueryValue) -> Bool {
    switch (self, other) {
    case (.number(let x), .number(let y)): x < y || x.isNaN && !y.isNaN
    case (.text(let x), .text(let y)), (.geometry(let x), .geometry(let y)): x.precedes(y)
    case (.time(let a1, let a2, _), .time(let b1, let b2, _)): (a1, a2) < (b1, b2)
    case (.truth(let x), .truth(let y)): !x && y
    case (.duration(let x), .duration(let y)), (.clock(let x), .clock(let y)): x < y
    case (.date(let x), .date(let y)): x < y
    default: rank < other.rank
    }
  }

  private var rank: Int {
    switch self {
    case .null: 0
    case .truth: 1
    case .number: 2
    case .text: 3
    case .time: 4
    case .duration: 5
    case .date: 6
    case .clock: 7
    case .geometry: 8
    case .composite: 9
    }
  }
}
