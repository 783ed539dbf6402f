/// One lane of a link, where more is known of it than of the link as a whole.
public struct Lane: Hashable, Sendable {
  /// The link.
  public var link: LinkID
  /// Counted from the kerb, 0 first.
  public var number: UInt8
  /// Who may use it.
  public var access: VehicleSet
  /// Permitted speed in m/s.
  public var speed: Float
  /// Metres of width; NaN when not known.
  public var width: Float
  /// Metres from its beginning to its stop line, which the line of the street may run beyond; NaN when not known.
  public var length: Float
  /// What is painted on it before the end of the link; empty where that is not known, or nothing is.
  public var marks: LaneMarks

  /// A lane from its attributes.
  public init(
    link: LinkID, number: UInt8, access: VehicleSet, speed: Float, width: Float = .nan, length: Float = .nan,
    marks: LaneMarks = []
  ) {
    self.link = link
    self.number = number
    self.access = access
    self.speed = speed
    self.width = width
    self.length = length
    self.marks = marks
  }
}

/// The lanes that are known one by one, in the order of links and numbers: all lanes of a link or none.
public struct Lanes: Hashable, Sendable {
  /// The rows, ascending by link and number.
  public private(set) var rows: [Lane] = []

  /// No lanes known.
  public init() {}

  /// How many there are.
  public var count: Int { rows.count }

  /// Adds a lane behind those of its link, or the first one of a link behind all others.
  public mutating func append(_ lane: Lane) {
    precondition(
      rows.last.map { ($0.link, $0.number) < (lane.link, lane.number) } ?? true,
      "lanes are added in the order of links and numbers")
    rows.append(lane)
  }

  /// The lanes of a link, 0 first; empty where nothing is known of them one by one. O(log lanes).
  public subscript(link: LinkID) -> ArraySlice<Lane> {
    let start = first(notBefore: link.rawValue)
    return rows[start..<first(notBefore: link.rawValue + 1)]
  }

  /// Puts other lanes in the place of those of a link. O(lanes).
  public mutating func replace(_ link: LinkID, with lanes: [Lane]) {
    precondition(
      lanes.enumerated().allSatisfy { $0.element.link == link && Int($0.element.number) == $0.offset },
      "lanes of the link, numbered from the kerb")
    rows.replaceSubrange(first(notBefore: link.rawValue)..<first(notBefore: link.rawValue + 1), with: lanes)
  }

  private func first(notBefore link: Int32) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].link.rawValue < link { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func feed(_ digest: inout Digest) {
    digest.feed("lanes.links", integers: rows.map(\.link.rawValue))
    digest.feed("lanes.numbers", integers: rows.map(\.number))
    digest.feed("lanes.access", integers: rows.map(\.access.rawValue))
    digest.feed("lanes.speeds", numbers: rows.map(\.speed))
    digest.feed("lanes.widths", numbers: rows.map(\.width))
    digest.feed("lanes.lengths", numbers: rows.map(\.length))
    // A city without marks keeps the fingerprint it had before there were any.
    if rows.contains(where: { !$0.marks.isEmpty }) {
      digest.feed("lanes.marks", integers: rows.map(\.marks.rawValue))
    }
  }
}
