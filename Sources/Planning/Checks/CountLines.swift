import Observations
import Replica

/// Counts as lines of a sheet with any columns.
struct CountLines {
  /// Counts of one street, way and time.
  struct Line {
    var key, name, direction: String
    var date: CalendarDate?
    var seconds: Range<Int>
    var counts: [(vehicles: VehicleSet, count: Double)]
  }

  /// The heading of a new sheet.
  static let heading = [
    "street", "name", "direction", "date", "from", "to", "car", "motorcycle", "truck", "bus", "bicycle", "total",
    "source",
  ]

  private var lines: [Line] = []
  private let source: String

  init(_ counts: [TrafficCount], source: String, _ city: City) {
    self.source = source
    for count in counts {
      guard let link = count.links.first else { continue }
      let direction = count.links.count > 1 ? "both" : link.isBackward ? "backward" : "forward"
      let key = city.streets.segments.keys[link.segment.index].text
      if let last = lines.last, last.key == key, last.direction == direction, last.date == count.date,
        last.seconds == count.seconds, !last.counts.contains(where: { $0.vehicles == count.vehicles })
      {
        lines[lines.count - 1].counts.append((count.vehicles, count.count))
      } else {
        lines.append(
          Line(
            key: key, name: city.streets.segments.name(of: link.segment), direction: direction, date: count.date,
            seconds: count.seconds, counts: [(count.vehicles, count.count)]))
      }
    }
  }

  /// A sheet's text with these lines at its end; an empty one gets a heading first. `file` stands in the errors. A line that is there already
  /// is an error, or passed over and `known` where lines may be repeated.
  func appended(
    to text: String, named file: String, isRepeated: Bool
  ) throws(CheckError) -> (text: String, added: Int, known: Int) {
    let end = text.utf8.contains(13) ? "\r\n" : "\n"
    var text = text
    if !text.contains(where: { !$0.isWhitespace }) { text = Self.heading.joined(separator: ",") + "\n" }
    let old = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
    guard let first = old.first else { return (text, 0, 0) }
    var (added, repeated) = (0, 0)
    let heading = first.first == "\u{feff}" ? first.dropFirst() : first
    let separator = MarkRow.separator(of: heading)
    let names = MarkRow.cells(heading, by: separator)
    let columns = CountColumns(names)
    if let missing = columns.missing(isPlaced: false)
      ?? (columns.hasStreet ? nil : "no field holds streets; name one street.")
    {
      throw CheckError("\(file): \(missing) There are: \(names.joined(separator: ", ")).")
    }
    if !text.hasSuffix("\n"), text.last?.isNewline != true { text += end }
    var known = Set(old.map(String.init))
    for line in lines {
      for cells in try columns.rows(of: line, source: source, width: names.count, named: file) {
        let row = cells.map {
          $0.contains(separator) || $0.contains("\"") ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
        }
        .joined(separator: String(separator))
        guard known.insert(row).inserted else {
          if isRepeated {
            repeated += 1
            continue
          }
          throw CheckError("This count is in the sheet already: \(row)")
        }
        text += row + end
        added += 1
      }
    }
    return (text, added, repeated)
  }
}
