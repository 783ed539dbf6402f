import Foundation

/// Writes a population as files anyone can read: `households.csv`, `persons.csv` and a `README.txt`.
struct PopulationFiles {
  let population: Population
  /// The keys of the buildings, by row.
  let keys: [String]

  /// Writes into a folder, which is made when it is missing. Files there are replaced one by one, each whole.
  ///
  /// Throws what the system says of a folder that cannot be written to. O(persons); a million in about a second.
  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(households()).write(to: folder.appending(path: "households.csv"), options: .atomic)
    try Data(persons()).write(to: folder.appending(path: "persons.csv"), options: .atomic)
    try Data(Self.readme.utf8).write(to: folder.appending(path: "README.txt"), options: .atomic)
  }

  /// The households as CSV.
  func households() -> [UInt8] {
    let table = population.households
    let keys = keys.map { Array($0.utf8) }
    var text = Array("household,building,size,income_per_month,cars,motorcycles\n".utf8)
    text.reserveCapacity(table.count * 48)
    for row in 0..<table.count {
      text.write(row + 1)
      text.append(comma)
      text.write(table.buildings[row], of: keys)
      text.append(comma)
      text.write(Int(table.sizes[row]))
      text.append(comma)
      text.write(Int(table.incomes[row]))
      text.append(comma)
      text.write(Int(table.cars[row]))
      text.append(comma)
      text.write(Int(table.motorcycles[row]))
      text.append(newline)
    }
    return text
  }

  /// The persons as CSV.
  func persons() -> [UInt8] {
    let table = population.persons
    let keys = keys.map { Array($0.utf8) }
    let sectors = Sector.allCases.map { $0 == .none ? [] : Array($0.name.utf8) }
    var text = Array("person,household,age,sex,limited_mobility,sector,workplace,school\n".utf8)
    text.reserveCapacity(table.count * 56)
    for row in 0..<table.count {
      text.write(row + 1)
      text.append(comma)
      text.write(Int(table.households[row]) + 1)
      text.append(comma)
      text.write(Int(table.ages[row]))
      text.append(comma)
      text.append(table.areFemale[row] ? UInt8(ascii: "f") : UInt8(ascii: "m"))
      text.append(comma)
      text.append(table.areLimited[row] ? UInt8(ascii: "1") : UInt8(ascii: "0"))
      text.append(comma)
      text.append(contentsOf: sectors[Int(table.sectors[row].rawValue)])
      text.append(comma)
      text.write(table.workplaces[row], of: keys)
      text.append(comma)
      text.write(table.schools[row], of: keys)
      text.append(newline)
    }
    return text
  }

  /// What lies beside the tables.
  static let readme = """
    households.csv and persons.csv describe people who do not exist. They were made up by kembar sandbox from a number and a
    seed; nobody in them is a real person or is drawn from one, so they are nobody's data and may be used for anything.

    households.csv
      household         number, from 1
      building          key of the building it lives in; empty for none
      size              persons
      income_per_month  gross, in ringgit
      cars, motorcycles what it owns
    persons.csv
      person, household numbers
      age, sex          whole years; f or m
      limited_mobility  1 for those who walk with difficulty or not at all
      sector            agriculture, industry, trade, services, public; empty for those without work
      workplace         key of the building; the home for those who work there, empty for work out of town
      school            key of the building; empty for none

    """
}

private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")

extension [UInt8] {
  /// Writes a whole number in decimal digits.
  fileprivate mutating func write(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var left = number.magnitude
    var digits: (UInt64, Int) = (0, 0)
    // Sixteen digits of four bits hold every row number there can be.
    repeat {
      digits.0 = digits.0 << 4 | UInt64(left % 10)
      digits.1 += 1
      left /= 10
    } while left > 0 && digits.1 < 16
    for _ in 0..<digits.1 {
      append(UInt8(truncatingIfNeeded: digits.0 & 15) + UInt8(ascii: "0"))
      digits.0 >>= 4
    }
  }

  /// Writes the key of a row; nothing for −1.
  fileprivate mutating func write(_ row: Int32, of keys: [[UInt8]]) {
    guard row >= 0, Int(row) < keys.count else { return }
    append(contentsOf: keys[Int(row)])
  }
}
