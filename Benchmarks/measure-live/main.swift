// Measures the rooms of live data. One JSON object a row on standard output.
//
//   measure-live store [--observations N] [--folder DIR]
//   measure-live posts --port PORT [--clients N] [--count N]
//
// `store` fills a store with N observations (2,000,000 unless told) of 4,000 streams and a year of four, then asks it. N is a sample: a city of a
// thousand sensors has 400 M a year. DIR is made, and deleted at the end; it decides which disk is measured.
// `posts` posts N observations of each of N clients to a server on this machine, to its streams 1, 2, 3 ….

import Foundation
import Measuring

func value(of option: String) -> String? {
  guard let place = CommandLine.arguments.firstIndex(of: option) else { return nil }
  return CommandLine.arguments.dropFirst(place + 1).first
}

do {
  switch CommandLine.arguments.dropFirst().first {
  case "store":
    let folder = value(of: "--folder") ?? NSTemporaryDirectory() + "measure-live-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try StoreMeasures(folder: folder, observations: value(of: "--observations").flatMap { Int($0) } ?? 2_000_000).run()
  case "posts":
    guard let port = value(of: "--port").flatMap({ UInt16($0) }) else {
      throw Trouble(description: "--port is missing")
    }
    let (clients, count) = (value(of: "--clients").flatMap { Int($0) }, value(of: "--count").flatMap { Int($0) })
    try Posts(port: port, clients: clients ?? 32, count: count ?? 500).run()
  default:
    throw Trouble(
      description: "usage: measure-live store [--observations N] [--folder DIR], measure-live posts --port PORT")
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
