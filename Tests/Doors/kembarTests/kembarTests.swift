import ArgumentParser
import Testing

@testable import kembar

@Suite("The command's tables")
struct TextTableTests {
  @Test("Columns are as wide as their widest cell, numbers stand on the right")
  func plain() {
    var table = TextTable([.init(heading: "place"), .init(heading: "minutes", isNumeric: true)])
    table.append(["clinic", "7.5"])
    table.append(["fire-station", "12"])
    #expect(
      table.text(within: 80) == """
        place         minutes
        clinic            7.5
        fire-station       12
        """)
  }

  @Test("A table that is too wide cuts its flexible columns and no others")
  func cut() {
    var table = TextTable([.init(heading: "id"), .init(heading: "why", isFlexible: true)])
    table.append(["access.hospital.walk", "not computable, because the map has no hospital"])
    let lines = table.text(within: 40).split(separator: "\n")
    #expect(lines.allSatisfy { TextTable.width(of: String($0)) <= 40 })
    #expect(lines[1].hasPrefix("access.hospital.walk  not computable"))
    #expect(lines[1].hasSuffix("…"))
  }

  @Test("A folded column goes on below and loses nothing")
  func fold() {
    var table = TextTable([.init(heading: "id", isFolded: true), .init(heading: "m³/s", isNumeric: true)])
    table.append(["flood.site.runoff-before.10-years", "0.004"])
    table.append(["flood.area", "1.25"])
    #expect(
      table.text(within: 27) == """
        id                     m³/s
        flood.site.runoff-    0.004
          before.10-years
        flood.area             1.25
        """)
  }

  @Test("Chinese letters take two columns, Tamil ones with their signs one")
  func letters() {
    #expect(TextTable.width(of: "医院") == 4)
    #expect(TextTable.width(of: "Klinik") == 6)
    #expect(TextTable.width(of: "மனை") == 2)
  }

  @Test("A missing cell is empty, and no line ends in spaces")
  func ragged() {
    var table = TextTable([.init(heading: "a"), .init(heading: "bbb")])
    table.append(["x"])
    #expect(table.text(within: 80) == "a  bbb\nx")
  }
}

@Suite("What the command says of errors and durations")
struct TalkTests {
  @Test("An error is told by its own sentence")
  func sentence() {
    #expect(Talk.sentence(of: FolderTaken(folder: "town")).hasPrefix("town holds a city already"))
    #expect(Talk.sentence(of: CancellationError()) == "stopped; nothing was changed.")
  }

  @Test("Durations are told in the unit one would use")
  func durations() {
    #expect(Progress.text(seconds: 0.4) == "1 s")
    #expect(Progress.text(seconds: 89) == "89 s")
    #expect(Progress.text(seconds: 300) == "5 min")
  }
}
