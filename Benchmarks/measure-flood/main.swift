// Measures the engines of water. `measure-flood GROUP [WORD…]` prints one JSON object a row on standard output: what was
// measured, in which case, its unit, our number and its bar. `Benchmarks/flood.py` puts them into a table beside the peers.
//
//   measure-flood accuracy            the reference engine against exact solutions
//   measure-flood live                the live engine: mass, lake, MacDonald, tilted plane
//   measure-flood live-benchmark      the live engine: tests 1, 2 and 4 of the Environment Agency
//   measure-flood speed SIDE THREADS SECONDS [advection] [VARIANT]
//                                     cell-updates of the live engine in a CPU second
//   measure-flood town [PEOPLE [THREADS [MEMBERS [HOURS [DRAINS [ENGINE [CELL]]]]]]]
//                                     seconds of a whole answer for a made-up town
//   measure-flood ensemble WATER CELL MEMBERS [KILOMETRES [PEOPLE]] [no-drains]
//                                     what 20 × 20 km of a made-up city cost with an ensemble, on one thread
//   measure-flood macdonald DATA      MacDonald's channel from the tables of itzi
//   measure-flood rest                a lake with islands at rest, and mass after 10⁵ steps
//   measure-flood runoff              rain on a tilted plane against the kinematic wave
//   measure-flood building FOLDER     a dam break against a building in a flume
//   measure-flood merewether FOLDER ASC [ENGINE [CELL [THREADS]]]
//                                     the flood of Merewether, 2007, at its observation points; ENGINE is live, live-advection,
//                                     reference, reference1, or beside: how far the live ones are from the reference
//   measure-flood drains FILE.inp…    peaks of drain networks, one object a file

import Foundation

let groups: [String: ([String]) throws -> Void] = [
  "accuracy": { try Accuracy.run($0) },
  "live": { try LiveCases.run($0) },
  "live-benchmark": { try LiveBenchmarkCases.run($0) },
  "macdonald": { try MacDonaldTables.run($0) },
  "building": { try IsolatedBuilding.run($0) },
  "merewether": { try Merewether.run($0) },
  "rest": { try Rest.run($0) },
  "runoff": { try Runoff.run($0) },
  "ensemble": { try EnsembleSpeed.run($0) },
  "drains": { try DrainRuns.run($0) },
  "speed": { try LiveSpeed.run($0) },
  "town": { try TownSpeed.run($0) },
]

let words = Array(CommandLine.arguments.dropFirst())
guard let name = words.first, let group = groups[name] else {
  FileHandle.standardError.write(
    Data("measure-flood: give one of \(groups.keys.sorted().joined(separator: ", "))\n".utf8))
  exit(2)
}
do {
  try group(Array(words.dropFirst()))
} catch {
  FileHandle.standardError.write(Data("measure-flood \(name): \(error)\n".utf8))
  exit(1)
}
