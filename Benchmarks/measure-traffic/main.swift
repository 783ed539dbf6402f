// Measures the rooms of traffic. `measure-traffic GROUP [WORD…]` prints one JSON object a row on standard output: what was
// measured, in which case, its unit, our number and its bar. `Benchmarks/traffic.py` puts them into a table beside the peers.
//
//   measure-traffic routing MAP.osm.pbf FOLDER
//                                     order, re-weighting, routes and a matrix on a map's streets for cars; the graph and the
//                                     questions are written into FOLDER for a peer to answer
//   measure-traffic demand counted NET COUNTS COUNTRY | town MAP | sandbox PEOPLE
//                                     demand held against counts (lines of edge, begin, end, vehicles), of a town by its map, of a made-up town
//   measure-traffic day map FILE | sandbox PEOPLE
//                                     a whole day of traffic from the map: whether all arrive, time lost, seconds, memory, threads
//   measure-traffic whatif map FILE | sandbox PEOPLE
//                                     streets closed beside a day that is known: seconds, and how much of the difference is chance
//   measure-traffic chain PEOPLE
//                                     100 mm of rain, traffic, ambulances in a made-up town: in one run, and one by one with files between
//   measure-traffic queues NET VEHICLES BEGIN END SEED [EDGES-OUT [TRIPS-OUT]]
//                                     one run of the queue model on a network of SUMO, VEHICLES as traffic_queues.py writes them;
//                                     times on edges and of trips are written where asked
//   measure-traffic streets MAP left|right
//                                     a map of OpenStreetMap as queues: counts, whether one can go on everywhere, random trips
//   measure-traffic city NET VEHICLES BEGIN END SEED
//                                     the same on the network read as a city, as it is and with what the map knows of junctions
//                                     taken away; and how far the movements found agree with the network's

import Foundation

let groups: [String: ([String]) throws -> Void] = [
  "chain": { try ChainRuns.run($0) },
  "city": { try CityRuns.run($0) },
  "day": { try DayRuns.run($0) },
  "demand": { try DemandGroup.run($0) },
  "queues": { try QueueRuns.run($0) },
  "routing": { try RoutingGroup.run($0) },
  "streets": { try MapRuns.run($0) },
  "whatif": { try WhatIfRuns.run($0) },
]

let words = Array(CommandLine.arguments.dropFirst())
guard let name = words.first, let group = groups[name] else {
  FileHandle.standardError.write(
    Data("measure-traffic: give one of \(groups.keys.sorted().joined(separator: ", "))\n".utf8))
  exit(2)
}
do {
  try group(Array(words.dropFirst()))
} catch {
  FileHandle.standardError.write(Data("measure-traffic \(name): \(error)\n".utf8))
  exit(1)
}
