import Foundation
import Replica
import Testing

@testable import Sandbox

@Suite("A population is written as tables")
struct PeopleFilesTests {
  private let settlement = MadeSettlement.town(2_000)
  private var files: PopulationFiles {
    PopulationFiles(
      population: Population(settling: 2_000, in: settlement, seed: 6),
      keys: settlement.positions.indices.map { "b/\($0)" })
  }

  private func rows(_ bytes: [UInt8]) -> [[Substring]] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  @Test("Every person and household has a row that says what the columns say")
  func tables() {
    let files = files
    let population = files.population
    let persons = rows(files.persons())
    let households = rows(files.households())
    #expect(persons.count == 2_001)
    #expect(households.count == population.households.count + 1)
    #expect(persons.allSatisfy { $0.count == 8 })
    #expect(households.allSatisfy { $0.count == 6 })
    for row in 0..<2_000 {
      let texts = persons[row + 1]
      #expect(texts[0] == "\(row + 1)")
      #expect(texts[1] == "\(population.persons.households[row] + 1)")
      #expect(texts[2] == "\(population.persons.ages[row])")
      #expect(texts[3] == (population.persons.areFemale[row] ? "f" : "m"))
      let place = population.persons.workplaces[row]
      #expect(texts[6] == (place < 0 ? "" : "b/\(place)"))
    }
    for row in 0..<population.households.count {
      #expect(households[row + 1][1] == "b/\(population.households.buildings[row])")
      #expect(households[row + 1][3] == "\(Int(population.households.incomes[row]))")
    }
  }

  @Test("They lie in a folder with a note that nobody in them exists")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kembar-people-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try files.write(to: folder)
    #expect(try String(contentsOf: folder.appending(path: "README.txt"), encoding: .utf8).contains("do not exist"))
    #expect(try Data(contentsOf: folder.appending(path: "persons.csv")).count > 20_000)
  }

  @Test("A folder that cannot be written to is the system's error, not a trap")
  func refused() {
    #expect(throws: (any Error).self) { try files.write(to: URL(filePath: "/dev/null/people")) }
  }
}
