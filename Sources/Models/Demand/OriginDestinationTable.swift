public import Modelling

/// Trips from zone to zone as a town knows them: a table of `from,to,trips`, with an hour and a class where it has them.
public struct OriginDestinationTable: Sendable, Equatable {
  /// A line of it.
  public struct Flow: Sendable, Equatable {
    /// Rows of zones.
    public var from, to: Int
    /// 0…23, or nothing for the whole day.
    public var hour: Int?
    /// Trips, 0 or more.
    public var trips: Double

    /// A line.
    public init(from: Int, to: Int, hour: Int?, trips: Double) {
      self.from = from
      self.to = to
      self.hour = hour
      self.trips = trips
    }
  }

  /// The lines that could be used, in their order.
  public private(set) var flows: [Flow] = []
  /// The lines that could not, and why.
  public private(set) var skipped: [Skipped] = []

  /// Reads a table separated by commas, semicolons or tabs, whose first line names the columns `from`, `to`, `trips` and
  /// perhaps `hour`, in any order.
  ///
  /// `zones` are the names that `from` and `to` may have. Lines with unknown zones, or trips that are no number or
  /// negative, are left out and told; a missing column is an error. O(characters).
  public init(text: String, zones: [String]) throws {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let head = lines.first else {
      throw OriginDestinationError("The table is empty: its first line must name the columns from, to and trips.")
    }
    let separator: Character = head.contains(";") ? ";" : head.contains("\t") ? "\t" : ","
    func fields(_ line: Substring) -> [String] {
      line.split(separator: separator, omittingEmptySubsequences: false).map {
        $0.filter { $0 != "\"" && $0 != "\u{FEFF}" }
      }
      .map { field in String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    }
    let names = fields(head).map { $0.lowercased() }
    func column(_ name: String) throws -> Int {
      guard let place = names.firstIndex(of: name) else {
        throw OriginDestinationError(
          "The table has no column \"\(name)\": its first line must name from, to and trips, and has "
            + "\(names.joined(separator: ", ")).")
      }
      return place
    }
    let (from, to, trips) = (try column("from"), try column("to"), try column("trips"))
    let hour = names.firstIndex(of: "hour")
    let rows = Dictionary(zones.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var tally = SkippedTally()
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = fields(line)
      guard cells.count == names.count else {
        tally.add("line", because: "it has not as many fields as the first", example: "line \(number + 1)")
        continue
      }
      guard let start = rows[cells[from]], let end = rows[cells[to]] else {
        let unknown = rows[cells[from]] == nil ? cells[from] : cells[to]
        tally.add("line", because: "no zone has this name", example: unknown)
        continue
      }
      guard let count = Double(cells[trips]), count.isFinite, count >= 0 else {
        tally.add("line", because: "its trips are no number of 0 or more", example: "line \(number + 1)")
        continue
      }
      var when: Int?
      if let hour, !cells[hour].isEmpty {
        guard let given = Int(cells[hour]), (0...23).contains(given) else {
          tally.add("line", because: "its hour is not in 0…23", example: "line \(number + 1)")
          continue
        }
        when = given
      }
      flows.append(Flow(from: start, to: end, hour: when, trips: count))
    }
    skipped = tally.all
  }
}

/// A table of origins and destinations that cannot be read at all.
public struct OriginDestinationError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it.
  public let description: String
  init(_ description: String) { self.description = description }
}
