internal import CGDAL
import Datasets
import Replica

/// Rows of the table of movements are told apart by a number, 1 for the first.
enum MovementTable {
  static let name = "movements"
  static let lanes = "lanes"
}

extension CityTablesWriter {
  /// The number of each movement in the table; 0 for those that are gone.
  func movementNumbers() -> [Int] {
    let (movements, segments) = (city.streets.movements, city.streets.segments)
    var last = 0
    return (0..<movements.count).map { row in
      let isGone =
        movements.areRemoved[row] || segments.areRemoved[movements.froms[row].segment.index]
        || segments.areRemoved[movements.tos[row].segment.index]
      if isGone { return 0 }
      last += 1
      return last
    }
  }

  /// Movements as a text of numbers, those that are gone left out.
  static func text(of movements: some Sequence<MovementID>, _ numbers: [Int]) -> String {
    movements.lazy.map { numbers[$0.index] }.filter { $0 > 0 }.map { "\($0)" }.joined(separator: " ")
  }

  /// From lane to lane across the nodes; no table where nothing is known of it.
  func movements() throws {
    let movements = city.streets.movements
    guard movements.count > 0 else { return }
    let numbers = movementNumbers()
    let keys = city.streets.segments.keys
    let (turn, rule) = (WordTable<Turn>(), WordTable<MovementRule>())
    var access = AccessTexts()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("number", .integer), ("from_street", .text), ("from_direction", .text), ("from_lane", .integer),
      ("to_street", .text), ("to_direction", .text), ("to_lane", .integer), ("turn", .text), ("rule", .text),
      ("access", .text), ("waits_inside", .flag), ("length", .number), ("kmh", .number), ("yields_to", .text),
      ("conflicts_with", .text), ("wait_length", .number),
    ]
    try file.table(MovementTable.name, geometry: wkbNone, columns) { rows in
      for place in 0..<movements.count where numbers[place] > 0 {
        let id = MovementID(place)
        let movement = movements[id]
        rows.add([]) { row in
          row.integer(numbers[place])
          for (link, lane) in [(movement.from, movement.fromLane), (movement.to, movement.toLane)] {
            row.text(keys[link.segment.index].text)
            row.text(link.isBackward ? "backward" : "forward")
            row.integer(lane)
          }
          row.text(turn(movement.turn))
          row.text(rule(movement.rule))
          row.text(access.text(of: movement.access))
          row.flag(movement.waitsInside)
          row.number(movement.length)
          row.kilometresPerHour(movement.speed)
          row.text(Self.text(of: movements.yields(of: id), numbers))
          row.text(Self.text(of: movements.conflicts(of: id), numbers))
          row.number(movement.waitLength)
        }
      }
    }
  }

  /// Lanes known one by one; no table where none is.
  func lanes() throws {
    let (segments, links) = (city.streets.segments, city.streets.links)
    guard city.streets.lanes.count > 0 else { return }
    var access = AccessTexts()
    let columns: [(String, GeoPackageWriter.Kind)] = [
      ("street", .text), ("direction", .text), ("lane", .integer), ("access", .text), ("kmh", .number),
      ("width", .number), ("length", .number), ("marks", .text),
    ]
    try file.table(MovementTable.lanes, geometry: wkbNone, columns) { rows in
      for lane in city.streets.lanes.rows where !segments.areRemoved[lane.link.segment.index] {
        rows.add([]) { row in
          row.text(segments.keys[lane.link.segment.index].text)
          row.text(lane.link.isBackward ? "backward" : "forward")
          row.integer(lane.number)
          // What is as the link's is left to it, so that whoever edits the street edits its lanes.
          let link = lane.link.index
          row.text(lane.access == links.access[link] ? "" : access.text(of: lane.access))
          row.kilometresPerHour(lane.speed == links.speeds[link] ? .nan : lane.speed)
          row.number(lane.width)
          row.number(lane.length)
          row.text(lane.marks.text)
        }
      }
    }
  }
}

extension Turn: FileWord { var word: String { FileWords.snake("\(self)") } }
extension MovementRule: FileWord { var word: String { FileWords.snake("\(self)") } }

private enum FileWords {
  /// `slightLeft` as `slight_left`.
  static func snake(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }
}
