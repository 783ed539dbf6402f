import ArgumentParser
import Foundation

/// Asks for a password: twice on a terminal, without showing it; otherwise the first line of standard input.
enum Passwords {
  /// A new password.
  static func ask(for name: String) throws -> String {
    guard isatty(STDIN_FILENO) == 1 else {
      guard let line = readLine(), !line.isEmpty else {
        throw ValidationError("Standard input holds no password: give it in its first line.")
      }
      return line
    }
    let first = try hidden("Password for \(name): ")
    guard try hidden("Once more: ") == first else { throw ValidationError("The two are not the same.") }
    return first
  }

  private static func hidden(_ prompt: String) throws -> String {
    FileHandle.standardError.write(Data(prompt.utf8))
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw ValidationError("The terminal cannot be read.") }
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
      FileHandle.standardError.write(Data("\n".utf8))
    }
    guard let line = readLine() else { throw CancellationError() }
    return line
  }
}
