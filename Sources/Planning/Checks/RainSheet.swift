public import Observations

/// The sheet of the rain that fell on days the town remembers, `observations/rain.csv`: lines of `date,mm` or `date,time,mm`.
///
/// It stands for gauges where a town has none; a day it holds goes before what the gauges read.
public struct RainSheet: Sendable {
  /// Where the sheet lies.
  public let path: String

  /// Where a city's folder keeps its sheet.
  public static let file = "observations/rain.csv"

  /// The sheet of a city's folder, which need not be there yet.
  public init(city folder: String) { path = "\(folder)/\(Self.file)" }

  /// The days it holds; none where there is no sheet. Throws a ``CheckError`` that names the line.
  public func days() throws(CheckError) -> [CalendarDate: DayRain] {
    let text = try SheetFile(path: path).contents()
    return text.isEmpty ? [:] : try Self.read(text, named: Self.file)
  }

  /// Takes the rain of some days in, as it was typed or pasted; a day the sheet holds already is told anew. Answers the days.
  ///
  /// `today` is the local day: rain of tomorrow is refused. Throws a ``CheckError`` that names the line, and for a sheet that cannot be written.
  @discardableResult
  public func paste(_ text: String, today: CalendarDate) throws(CheckError) -> [CalendarDate: DayRain] {
    let days = try Self.read(text, named: "the rain")
    if let late = days.keys.first(where: { $0 > today }) {
      throw CheckError("\(late.text) is still to come: rain is what a gauge measured.", field: .date)
    }
    try SheetFile(path: path).rewrite { old throws(CheckError) in
      let kept = Self.lines(of: old).filter { Self.day(of: $0).map { days[$0] == nil } ?? false }
      let new = Self.lines(of: text).filter { Self.day(of: $0) != nil }
      return (["date,time,mm"] + kept + new).joined(separator: "\n") + "\n"
    }
    return days
  }

  private static func read(_ text: String, named file: String) throws(CheckError) -> [CalendarDate: DayRain] {
    do { return try DayRain.sheet(text, named: file) } catch let error as CheckError { throw error } catch {
      throw CheckError("\(error)")
    }
  }

  /// A text's lines with commas between their cells and no heading's marks.
  private static func lines(of text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      String(line.filter { $0 != "\u{feff}" }.map { $0 == ";" || $0 == "\t" ? "," : $0 })
    }
  }

  private static func day(of line: String) -> CalendarDate? {
    line.split(separator: ",").first.flatMap { CalendarDate(written: $0.filter { $0 != "\"" }) }
  }
}
