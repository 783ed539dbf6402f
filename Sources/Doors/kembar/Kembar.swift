import ArgumentParser

@main
struct Kembar: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "kembar", abstract: "A working twin of a city.")
}
