import ArgumentParser
import Foundation

/// How the command speaks: data on standard output, everything else on standard error.
enum Talk {
  /// Done, but a limit stated by the user or the project was not met.
  static let limitNotMet = ExitCode(3)

  /// A remark for whoever watches, on standard error.
  static func say(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
  }

  /// Data for whoever asked, on standard output.
  static func show(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Data as JSON on standard output: keys sorted, slashes as they are, a newline at the end.
  static func showJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(value))
    FileHandle.standardOutput.write(Data("\n".utf8))
  }

  /// Whether a person looks at standard error.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal behind standard output; 100 where there is none.
  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
      return 100
    }
    return Int(size.ws_col)
  }

  /// Ends the program for an error: its sentence on standard error, and the exit code it stands for.
  static func exit(with error: any Error) -> Never {
    let code = Kembar.exitCode(for: error)
    if code == .success { Kembar.exit(withError: error) }
    if code == .validationFailure {
      say(Kembar.fullMessage(for: error))
      Foundation.exit(2)
    }
    if let stated = error as? ExitCode { Foundation.exit(stated.rawValue) }
    say("kembar: \(sentence(of: error))")
    Foundation.exit(1)
  }

  /// An error in words: its own sentence where it has one.
  static func sentence(of error: any Error) -> String {
    switch error {
    case is CancellationError: "stopped; nothing was changed."
    case let sentence as any CustomStringConvertible: sentence.description
    default: error.localizedDescription
    }
  }
}
