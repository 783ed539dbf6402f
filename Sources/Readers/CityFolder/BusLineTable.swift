internal import CGDAL
import Datasets
import Replica

extension CityTablesWriter {
  /// Bus lines: a row a direction of a line, and a row a link it drives; no tables where none is known.
  ///
  /// Links of streets that are gone are left out; where the stops then lie is not known.
  func busLines() throws {
    let (lines, segments) = (city.busLines, city.streets.segments)
    let ways = lines.ways.map { way in way.filter { !segments.areRemoved[$0.segment.index] } }
    guard ways.contains(where: { !$0.isEmpty }) else { return }
    var binary = WellKnownBinaryWriter()
    let columns: [(String, GeoPackageWriter.Kind)] =
      [("key", .text), ("name", .text), ("stops", .text)] + BusLineTable.days.map { ($0, .text) }
    try file.table(BusLineTable.name, geometry: wkbLineString, columns) { rows in
      for (line, way) in ways.enumerated() where !way.isEmpty {
        binary.line(city.streets.line(along: way)[...])
        rows.add(binary.bytes) { row in
          row.text(lines.keys[line].text)
          row.text(lines.names[line])
          row.text(way.count == lines.ways[line].count ? BusLineTable.text(of: lines.stops[line]) : "")
          for day in BusLineTable.days.indices {
            row.text(BusLineTable.text(of: lines.departures[line].dropFirst(24 * day).prefix(24)))
          }
        }
      }
    }
    let links: [(String, GeoPackageWriter.Kind)] = [
      ("line", .text), ("place", .integer), ("street", .text), ("direction", .text),
    ]
    try file.table(BusLineTable.links, geometry: wkbNone, links) { rows in
      for (line, way) in ways.enumerated() {
        for (place, link) in way.enumerated() {
          rows.add([]) { row in
            row.text(lines.keys[line].text)
            row.integer(place + 1)
            row.text(segments.keys[link.segment.index].text)
            row.text(link.isBackward ? "backward" : "forward")
          }
        }
      }
    }
  }
}

/// Reads bus lines. The links count, not the line that was drawn; a link of a street that is gone is left out and told.
struct BusLineTable {
  static let name = "bus_lines"
  static let links = "bus_line_links"

  /// Columns of departures by hour, 24 numbers each: of a working day, a Saturday, a Sunday or holiday.
  static let days = ["departures_workday", "departures_saturday", "departures_sunday"]

  private let dataset: Dataset

  init(_ dataset: Dataset) { self.dataset = dataset }

  /// Numbers with a space between them.
  static func text(of numbers: some Sequence<Float>) -> String {
    numbers.map { $0 == $0.rounded() && abs($0) < 1e6 ? "\(Int($0))" : "\($0)" }.joined(separator: " ")
  }

  /// The numbers of a text, 0 or more each; nothing when a word is none.
  static func numbers(of text: String) -> [Float]? {
    let words = text.split(separator: " ")
    let numbers = words.compactMap { Float($0) }.filter { $0 >= 0 && $0.isFinite }
    return numbers.count == words.count ? numbers : nil
  }

  func read(
    into lines: inout BusLines, on streets: Streets, _ movements: MovementTablesReader, _ remarks: inout LoadRemarks
  ) throws {
    let ways = try ways(movements, &remarks)
    let table = TableReader(dataset, sinceLater: Self.name)
    var known: Set<String> = []
    try table.forEachBatch { batch, _ in
      let columns = (["key", "name", "stops"] + Self.days).map(batch.column)
      for row in 0..<batch.count {
        let key = columns[0].text(row)
        guard let way = ways[key], !way.links.isEmpty else {
          remarks.add(table.name, "left out, no row of \(Self.links) names a street of it", example: key)
          continue
        }
        guard known.insert(key).inserted else {
          remarks.add(table.name, "left out, its key came before", example: key)
          continue
        }
        if zip(way.links, way.links.dropFirst()).contains(where: { streets.end(of: $0) != streets.start(of: $1) }) {
          remarks.add(table.name, "its streets do not meet everywhere", example: key)
        }
        var stops = stops(columns[2].text(row), key, &remarks)
        if way.isCut, !stops.isEmpty {
          stops = []
          remarks.add(
            table.name, "its stops count as not known, because a street of it was left out", example: key)
        }
        lines.append(
          key: FeatureKey(key), name: columns[1].text(row), way: way.links, stops: stops,
          departures: departures(columns[3...].map { $0.text(row) }, key, &remarks))
      }
    }
    for key in ways.keys.filter({ !known.contains($0) }).sorted() {
      remarks.add(Self.links, "left out, its line is not in \(Self.name)", example: key)
    }
  }

  private func stops(_ text: String, _ key: String, _ remarks: inout LoadRemarks) -> [Float] {
    guard let stops = Self.numbers(of: text), zip(stops, stops.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      remarks.add(Self.name, "its stops count as not known: they must be metres along it, ascending", example: key)
      return []
    }
    return stops
  }

  private func departures(_ texts: [String], _ key: String, _ remarks: inout LoadRemarks) -> [Float] {
    if texts.allSatisfy(\.isEmpty) { return [] }
    let days = texts.compactMap(Self.numbers)
    guard days.count == Self.days.count, days.allSatisfy({ $0.count == 24 }) else {
      remarks.add(
        Self.name, "its departures count as not known: each kind of day needs 24 numbers, 0 or more", example: key)
      return []
    }
    return days.flatMap { $0 }
  }

  /// The links of a line, and whether some were left out.
  private struct Way {
    var links: [LinkID] = []
    var isCut = false
  }

  private func ways(_ movements: MovementTablesReader, _ remarks: inout LoadRemarks) throws -> [String: Way] {
    let table = TableReader(dataset, sinceLater: Self.links)
    var rows: [(line: String, place: Int, link: LinkID?)] = []
    try table.forEachBatch { batch, _ in
      let columns = ["line", "place", "street", "direction"].map(batch.column)
      for row in 0..<batch.count {
        let (line, street) = (columns[0].text(row), columns[2].text(row))
        guard let place = columns[1].integer(row, as: Int.self) else {
          remarks.add(table.name, "left out, it has no place in its line", example: line)
          continue
        }
        let link = movements.link(street, columns[3].text(row))
        if link == nil {
          remarks.add(table.name, "left out, it names no street's direction", example: "\(line) > \(street)")
        }
        rows.append((line, place, link))
      }
    }
    // In the order of the table where two have one place.
    let order = rows.indices.sorted { (rows[$0].place, $0) < (rows[$1].place, $1) }
    return order.reduce(into: [:]) { ways, row in
      if let link = rows[row].link {
        ways[rows[row].line, default: Way()].links.append(link)
      } else {
        ways[rows[row].line, default: Way()].isCut = true
      }
    }
  }
}
