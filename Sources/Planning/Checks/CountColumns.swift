import Observations
import Replica

/// Which column of a sheet holds what.
struct CountColumns {
  private var places: [CountWords.Column: Int] = [:]
  private var classes: [(vehicles: VehicleSet, column: Int)] = []

  /// The columns under some headings; the first of several that hold the same. Where there is no `street`, the `name` is one.
  init(_ headings: [String]) {
    for (number, heading) in headings.enumerated() {
      guard let column = CountWords.column(heading) else { continue }
      if case .vehicles(let vehicles) = column {
        if !classes.contains(where: { $0.vehicles == vehicles }) { classes.append((vehicles, number)) }
      } else if places[column] == nil {
        places[column] = number
      }
    }
    // A column of classes and one of numbers: a class a row.
    if places[.vehicle] != nil, places[.count] != nil { classes = [] }
  }

  var hasStreet: Bool { places[.street] != nil }
  var hasPosition: Bool { places[.longitude] != nil && places[.latitude] != nil }

  /// What a sheet lacks to be one of counts, a sentence; nothing where it lacks nothing.
  func missing(isPlaced: Bool) -> String? {
    if places[.street] == nil, places[.name] == nil, !hasPosition, !isPlaced {
      return "no field tells where was counted; name one street, or longitude and latitude."
    }
    if places[.from] == nil {
      return "no field tells when was counted; name from and to (07:00, 08:00), or time and minutes."
    }
    if classes.isEmpty, places[.count] == nil {
      return "no field holds vehicles; name them car, motorcycle, truck, bus, bicycle or total, or class and count."
    }
    return nil
  }

  /// A row's cells by what they hold.
  func row(_ cells: [String]) throws(CountRow.Wrong) -> CountRow {
    func cell(_ column: CountWords.Column) -> String { places[column].map { $0 < cells.count ? cells[$0] : "" } ?? "" }
    var row = CountRow()
    row.date = cell(.date)
    row.from = cell(.from)
    row.to = cell(.to)
    row.minutes = cell(.minutes)
    row.street = cell(.street).isEmpty ? cell(.name) : cell(.street)
    row.side = cell(.side)
    row.direction = cell(.direction)
    row.longitude = cell(.longitude)
    row.latitude = cell(.latitude)
    row.counts = classes.map { ($0.vehicles, $0.column < cells.count ? cells[$0.column] : "") }
    if classes.isEmpty {
      let word = cell(.vehicle)
      guard let vehicles = word.isEmpty ? .motor : CountWords.vehicles(word) else {
        throw CountRow.Wrong(
          because: "its class is none of car, motorcycle, truck, bus, bicycle or total", example: "\"\(word)\"",
          field: .count)
      }
      row.counts = [(vehicles, cell(.count))]
    }
    return row
  }

  /// The rows of a line under these columns: one, or one a class.
  func rows(
    of line: CountLines.Line, source: String, width: Int, named file: String
  ) throws(CheckError) -> [[String]] {
    var cells = [String](repeating: "", count: width)
    func put(_ column: CountWords.Column, _ text: String) { if let place = places[column] { cells[place] = text } }
    put(.street, line.key)
    put(.name, line.name)
    put(.direction, line.direction)
    put(.source, source)
    let (from, to) = (CountRow.text(line.seconds.lowerBound), CountRow.text(line.seconds.upperBound))
    let date = line.date?.text ?? ""
    put(.date, date)
    // A sheet without days holds them beside the clock.
    put(.from, places[.date] == nil && !date.isEmpty ? "\(date)T\(from):00" : from)
    if places[.to] != nil {
      put(.to, to)
    } else if places[.minutes] != nil {
      put(.minutes, "\(line.seconds.count / 60)")
    } else {
      throw CheckError("\(file) has neither a column to nor minutes, so that no count can be added: add one.")
    }
    if !classes.isEmpty {
      for (vehicles, count) in line.counts {
        guard let column = classes.first(where: { $0.vehicles == vehicles })?.column else {
          throw CheckError(
            "\(file) has no column for \(CountRow.name(of: vehicles)), so that this count cannot be added: add one.",
            field: .count)
        }
        cells[column] = Self.text(count)
      }
      return [cells]
    }
    return line.counts.map { vehicles, count in
      var row = cells
      if let place = places[.vehicle] { row[place] = vehicles == .motor ? "total" : vehicles.text }
      if let place = places[.count] { row[place] = Self.text(count) }
      return row
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : "\((number * 100).rounded() / 100)"
  }
}
