import ArgumentParser
import CityFolder
import Foundation
import Modelling
import SumoNetwork

/// Writes a city for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a city's streets for SUMO.",
    discussion: """
      --sumo OUT makes the folder OUT with city.nod.xml, city.edg.xml, city.con.xml, city.tll.xml and city.netccfg; \
      \u{201C}cd OUT && netconvert -c city.netccfg\u{201D} then makes city.net.xml of them.
      """)

  @Argument(help: "The folder of the city.")
  var folder: String

  @Option(help: ArgumentHelp("The folder to write SUMO's plain XML into.", valueName: "folder"))
  var sumo: String

  @Flag(help: "Print what was written and left out as JSON.")
  var json = false

  func run() throws {
    let loaded = try CityOnDisk(path: folder).load()
    for remark in loaded.remarks { Talk.say(remark) }
    let writer = SumoWriter(loaded.city)
    do {
      try FileManager.default.createDirectory(atPath: sumo, withIntermediateDirectories: true)
      for file in writer.files {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(sumo)/\(file.name)"), options: .atomic)
      }
    } catch {
      throw CityFolderError(sumo, "cannot be written: \(error.localizedDescription)")
    }
    let written = Written(
      folder: sumo, files: writer.files.map(\.name), nodes: writer.counts.nodes,
      edges: writer.edges.count { $0 != nil }, connections: writer.counts.connections,
      programs: writer.counts.programs, skipped: writer.skipped)
    if json { return try Talk.showJSON(written) }
    for skip in writer.skipped {
      Talk.say(
        "Left out: \(skip.count) × \(skip.what): \(skip.why) (\(skip.examples.prefix(3).joined(separator: ", ")))")
    }
    Talk.show(
      """
      \(written.edges) edges, \(written.nodes) nodes, \(written.connections) connections, \(written.programs) programs.
      Next: cd \(sumo) && netconvert -c city.netccfg
      """)
  }

  /// What `--json` prints.
  private struct Written: Encodable {
    var folder: String
    var files: [String]
    var nodes, edges, connections, programs: Int
    var skipped: [Skipped]
  }
}
