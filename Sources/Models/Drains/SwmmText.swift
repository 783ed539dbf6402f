internal import Modelling

/// EPA SWMM 5's text of a network, the `.inp` file: read and written without touching a file.
///
/// L. A. Rossman and M. A. Simon, "Storm Water Management Model User's Manual Version 5.2", EPA/600/R-22/030, 2022, appendix D.
/// All lengths and flows are turned into metres and m³/s. What the network cannot hold is left out and said in a remark;
/// what would make it another network — an unknown shape, a missing node — is an error that names line and section.
public enum SwmmText {
  /// What a text holds.
  public struct Reading: Sendable {
    /// The network.
    public var network: DrainNetwork
    /// What was left out and why, and what looks wrong in the network.
    public var remarks: [String]
  }

  /// Reads a text. Throws ``SwmmErrors`` with every line that cannot be read, the first 20. O(text).
  public static func read(_ text: String) throws -> Reading {
    var reader = SwmmReader(text)
    return try reader.read()
  }
}

/// A line of a text that cannot be read.
public struct SwmmError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Its number, from 1; 0 when it is the text as a whole.
  public let line: Int
  /// Its section, without brackets; empty before the first.
  public let section: String
  /// What is wrong and how to mend it.
  public let what: String

  /// The sentence.
  public var description: String {
    let place = section.isEmpty ? "line \(line)" : "line \(line), [\(section)]"
    return line > 0 ? "\(place): \(what)" : what
  }
}

/// Why a text cannot be read: at least one line.
public struct SwmmErrors: Error, Sendable, Hashable, CustomStringConvertible {
  /// The lines, in order.
  public let errors: [SwmmError]

  /// The sentences, one a line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// The units of a text.
enum SwmmUnits: String, CaseIterable {
  case cfs = "CFS", gpm = "GPM", mgd = "MGD", cms = "CMS", lps = "LPS", mld = "MLD"

  /// Metres in its unit of length.
  var length: Double {
    switch self {
    case .cfs, .gpm, .mgd: 0.3048
    case .cms, .lps, .mld: 1
    }
  }
  /// m³/s in its unit of flow.
  var flow: Double {
    switch self {
    case .cfs: 0.028_316_846_592
    case .gpm: 6.309_019_64e-5
    case .mgd: 0.043_812_636_4
    case .cms: 1
    case .lps: 0.001
    case .mld: 1000.0 / 86_400
    }
  }
}

/// A line of a section: its words.
struct SwmmLine {
  let number: Int
  let section: String
  let words: [String]

  func fail(_ what: String) -> SwmmError { SwmmError(line: number, section: section, what: what) }

  /// The word at a place; nothing when the line is shorter.
  func word(_ place: Int) -> String? { place < words.count ? words[place] : nil }

  func need(_ place: Int, _ what: String) throws(SwmmError) -> String {
    guard place < words.count else { throw fail("\(what) is missing: there are only \(words.count) words.") }
    return words[place]
  }

  func number(_ place: Int, _ what: String) throws(SwmmError) -> Double {
    let word = try need(place, what)
    guard let value = Double(word), value.isFinite else {
      throw fail("\(what) is \"\(word)\", which is not a number.")
    }
    return value
  }

  /// A number that may be missing.
  func number(_ place: Int, _ what: String, else standard: Double) throws(SwmmError) -> Double {
    guard let word = word(place), word != "*", !word.isEmpty else { return standard }
    return try number(place, what)
  }

  func isYes(_ place: Int, _ what: String) throws(SwmmError) -> Bool {
    guard let word = word(place), word != "*" else { return false }
    return try choose(place, what, ["YES", "NO"]) == "YES" && !word.isEmpty
  }

  /// One of some words, in capitals.
  func choose(_ place: Int, _ what: String, _ known: [String]) throws(SwmmError) -> String {
    let word = try need(place, what).uppercased()
    guard known.contains(word) else {
      throw fail(
        "\(what) is \"\(word)\"; known are \(known.joined(separator: ", "))."
          + NearestName.question(word, among: known))
    }
    return word
  }

  /// Seconds of `h:mm:ss`, `h:mm` or decimal hours.
  func seconds(_ place: Int, _ what: String) throws(SwmmError) -> Double {
    let word = try need(place, what)
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    if parts.count == 1, let hours = parts[0] { return hours * 3600 }
    guard parts.count <= 3, let hours = parts[0], let minutes = parts[1], let rest = parts.count > 2 ? parts[2] : 0
    else { throw fail("\(what) is \"\(word)\"; write hours as 1:30, 1:30:00 or 1.5.") }
    return hours * 3600 + minutes * 60 + rest
  }

  /// A day of `m/d/y`.
  func day(_ place: Int, _ what: String) throws(SwmmError) -> DrainOptions.Day {
    let word = try need(place, what)
    let parts = word.split(whereSeparator: { $0 == "/" || $0 == "-" }).map { Int($0) }
    guard parts.count == 3, let month = parts[0], let day = parts[1], let year = parts[2], (1...12).contains(month),
      (1...31).contains(day)
    else { throw fail("\(what) is \"\(word)\"; write it as month/day/year.") }
    return DrainOptions.Day(year: year, month: month, day: day)
  }
}
