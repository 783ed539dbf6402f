import ArgumentParser
import Foundation

// The command: one file a sub-command, each a thin layer over a room that does the work.
//
// Words. A *sub-command* reads its arguments, calls one room and prints. *Data* goes to standard output, as text or with
// `--json` as JSON; *talk* — progress, remarks, errors — goes to standard error (Talk.swift), so that data can be piped.
// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a stated limit was not met.

/// The root of the command.
struct Kembar: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kembar",
    abstract: "A working twin of a city: read its map, ask what if, see who gains and who loses.",
    version: "0.1.0",
    subcommands: subcommands)

  /// In the order a newcomer meets them.
  private static let subcommands: [any ParsableCommand.Type] = [
    SandboxCommand.self, ReplayCommand.self, ImportCommand.self, InfoCommand.self, CheckCommand.self, RunCommand.self,
    ReportCommand.self, TimesCommand.self, ExportCommand.self,
    ServeCommand.self, AccountCommand.self, KeyCommand.self, PublicViewCommand.self,
  ]
}

@main
enum Main {
  static func main() async {
    // A file that grows past the limit of its owner is an error with a sentence, like a full disk, not the end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try Kembar.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Talk.exit(with: error)
    }
  }
}
