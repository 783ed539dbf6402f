import Foundation

@main
enum MeasureTraffic {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      switch words.first {
      case "queues": try QueueRuns.run(Array(words.dropFirst()))
      default:
        FileHandle.standardError.write(Data("measure-traffic: give queues NET DUMP BEGIN END SEED\n".utf8))
        exit(2)
      }
    } catch {
      FileHandle.standardError.write(Data("measure-traffic: \(error)\n".utf8))
      exit(1)
    }
  }
}
