import ArgumentParser
import CityFolder
import Foundation
import Sandbox
import Testing

@testable import kembar

@Suite("kembar report", .serialized) final class ReportCommandTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "kembar-report-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test("A language that is not spoken, a day that is none and no scenario are wrong usage")
  func usage() {
    for words in [
      ["town", "a", "--language", "fr"], ["town", "a", "--date", "2026-02-30"], ["town"],
      ["town", "a", "--threads", "0"],
    ] {
      #expect(throws: (any Error).self, "\(words)") { try ReportCommand.parse(words) }
    }
    #expect(throws: Never.self) {
      try ReportCommand.parse(["town", "a", "b", "--language", "ms", "--date", "2026-11-23"])
    }
  }

  @Test("Writes a sheet for each scenario, the same each time")
  func written() throws {
    let town = folder + "/town"
    let made = CityOnDisk(path: town)
    try made.save(SandboxCity(people: 800, seed: 3).make())
    try made.writeScenario("scenario: First\nmodels: [city]\n", named: "first")
    try made.writeScenario("scenario: Second\nmodels: [city]\n", named: "second")
    var texts: [String] = []
    for name in ["one.html", "two.html"] {
      let command = try ReportCommand.parse([
        town, "first", "second", "--language", "ms", "--date", "2026-11-23", "--output", "\(folder)/\(name)",
      ])
      try command.run()
      texts.append(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
    }
    #expect(texts[0] == texts[1] && texts[0].hasPrefix("<!DOCTYPE html>"))
    #expect(texts[0].components(separatedBy: "<article class=\"sheet\">").count == 3)
    #expect(texts[0].contains("<h1>First</h1>") && texts[0].contains("<h1>Second</h1>"))
    #expect(texts[0].contains("23 November 2026") && texts[0].contains("lang=\"ms\""))
  }

  @Test("Without a browser --pdf says how to get one, before anything is run")
  func noPrinter() throws {
    #expect { try Printer.found(in: [folder]) } throws: {
      let sentence = Talk.sentence(of: $0)
      return sentence.contains("apt install chromium") && sentence.contains("--output")
    }
  }

  /// A program that does what a browser's is asked, or fails.
  private func program(_ script: String) throws {
    let path = folder + "/google-chrome"
    try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  @Test("A browser that is there is told to print the page without its own head and foot")
  func printed() throws {
    try program(
      "for word in \"$@\"; do case $word in --print-to-pdf=*) echo \"$@\" > \"${word#--print-to-pdf=}\";; esac; done")
    let printer = try Printer.found(in: ["/nonexistent", folder])
    #expect(printer.path == folder + "/google-chrome")
    try printer.print("<p>page</p>", to: folder + "/page.pdf")
    let words = try String(contentsOfFile: folder + "/page.pdf", encoding: .utf8)
    #expect(words.contains("--headless") && words.contains("--no-pdf-header-footer") && words.contains("page.html"))
  }

  @Test("A browser that prints nothing is told of, and leaves nothing")
  func failed() throws {
    try program("exit 7")
    #expect { try Printer.found(in: [folder]).print("<p>page</p>", to: folder + "/page.pdf") } throws: {
      Talk.sentence(of: $0).contains("printed nothing (it ended with 7)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/page.pdf"))
  }
}
