import Foundation
import Geography
import Modelling
import Replica

/// Bus lines as a feed in the General Transit Feed Specification (GTFS Schedule Reference, gtfs.org): text files anyone's
/// journey planner reads.
///
/// Coordinates come from the projection's series, which uses the machine's own sine; they are written to a millionth of a
/// degree, so that files are alike everywhere but for a tie in the last digit.
struct TransitFeed {
  let network: BusNetwork
  let streets: Streets
  let projection: UTM
  let naming: TownNaming
  /// The year the timetable holds for.
  let year: Int
  /// What streets and quarters are called in other languages; stops are called after them.
  var variants = NameVariants()

  /// Writes the files into a folder, which is made when it is missing; each file is replaced as a whole.
  ///
  /// Throws what the system says of a folder that cannot be written to. O(halts of all trips).
  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, bytes) in files() {
      try Data(bytes).write(to: folder.appending(path: name), options: .atomic)
    }
  }

  /// The files by name.
  func files() -> [(name: String, bytes: [UInt8])] {
    var files = [
      ("agency.txt", agency), ("calendar.txt", calendar), ("feed_info.txt", feedInfo), ("routes.txt", routes),
      ("stops.txt", stops), ("translations.txt", translations),
    ].map { ($0.0, Array($0.1.utf8)) }
    files.append(("shapes.txt", shapes()))
    let (trips, times) = trips()
    files.append(("trips.txt", trips))
    files.append(("stop_times.txt", times))
    return files
  }

  private var agencyName: String { "Bas \(naming.town.malay)" }

  private var agency: String {
    """
    agency_id,agency_name,agency_url,agency_timezone,agency_lang
    bas,\(Self.field(agencyName)),https://bas.example/,Asia/Kuala_Lumpur,ms

    """
  }

  private var calendar: String {
    """
    service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
    workday,1,1,1,1,1,0,0,\(year)0101,\(year)1231
    saturday,0,0,0,0,0,1,0,\(year)0101,\(year)1231
    sunday,0,0,0,0,0,0,1,\(year)0101,\(year)1231

    """
  }

  private var feedInfo: String {
    """
    feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version
    Made up by kembar sandbox,https://bas.example/,ms,\(year)0101,\(year)1231,\(year)

    """
  }

  private var routes: String {
    var text = "route_id,agency_id,route_short_name,route_long_name,route_type\n"
    for line in network.lines { text += "\(line.number),bas,\(line.number),\(Self.field(line.name)),3\n" }
    return text
  }

  private var stops: String {
    var text = "stop_id,stop_name,stop_lat,stop_lon\n"
    for (row, stop) in network.stops.enumerated() {
      let place = projection.unproject(stop.point)
      text += "s\(row + 1),\(Self.field(stop.name)),\(Self.degrees(place.latitude)),\(Self.degrees(place.longitude))\n"
    }
    return text
  }

  /// Stops called after a street or a quarter, and the station after the town.
  private var translations: String {
    var text = "table_name,field_name,language,translation,record_id\n"
    let station = naming.place(.busStation, number: 0, quarter: 0, quarterKind: .core)
    for (row, stop) in network.stops.enumerated() {
      var base = stop.name
      var tail = ""
      if base.hasSuffix(")"), let open = base.range(of: " (", options: .backwards) {
        tail = String(base[open.lowerBound...])
        base = String(base[..<open.lowerBound])
      }
      let known = base == station.malay ? station.variants : variants.variants(of: base).map { ($0.language, $0.text) }
      for (tag, name) in known where tag != "ms" {
        text += "stops,stop_name,\(tag),\(Self.field(name + tail)),s\(row + 1)\n"
      }
    }
    return text
  }

  private func runs(_ line: BusNetwork.Line) -> [(direction: Int, run: BusNetwork.Run)] {
    [(0, line.out), (1, line.back)]
  }

  private func shapes() -> [UInt8] {
    var text = Array("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled\n".utf8)
    for line in network.lines {
      for (direction, run) in runs(line) {
        var passed = 0.0
        var previous: Point?
        var number = 0
        for point in streets.line(along: run.links) {
          if let previous { passed += previous.distance(to: point) }
          if point == previous { continue }
          previous = point
          number += 1
          let place = projection.unproject(point)
          text.append(
            contentsOf:
              "\(line.number)-\(direction),\(Self.degrees(place.latitude)),\(Self.degrees(place.longitude)),\(number),\(passed.inTenths)\n"
              .utf8)
        }
      }
    }
    return text
  }

  private func trips() -> (trips: [UInt8], times: [UInt8]) {
    var trips = Array("route_id,service_id,trip_id,trip_headsign,direction_id,shape_id\n".utf8)
    var times = Array("trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled,timepoint\n".utf8)
    for line in network.lines {
      for (direction, run) in runs(line) {
        let head = Self.field(network.stops[run.stops[run.stops.count - 1]].name)
        let tails = run.stops.enumerated().map { place, stop in
          Array(",s\(stop + 1),\(place + 1),\(run.distances[place].inTenths),\(place == 0 ? 1 : 0)\n".utf8)
        }
        for (day, service) in BusTimes.days.enumerated() {
          for (number, start) in run.starts[day].enumerated() {
            let id = "\(line.number)-\(direction)-\(service)-\(number + 1)"
            trips.append(
              contentsOf: "\(line.number),\(service),\(id),\(head),\(direction),\(line.number)-\(direction)\n".utf8)
            let slow = BusTimes.slowness(at: start, day: day)
            let bytes = Array(id.utf8)
            for place in run.stops.indices {
              times.append(contentsOf: bytes)
              times.append(UInt8(ascii: ","))
              times.writeClock(start + run.arrivals[place] * slow / 100)
              times.append(UInt8(ascii: ","))
              times.writeClock(start + run.departures[place] * slow / 100)
              times.append(contentsOf: tails[place])
            }
          }
        }
      }
    }
    return (trips, times)
  }

  /// A text as a field of CSV, in quotes where it must be.
  static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 }) else {
      return text
    }
    return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
  }

  /// Degrees with six decimals.
  static func degrees(_ number: Double) -> String {
    let millionths = Int((number * 1_000_000).rounded())
    let rest = String(abs(millionths) % 1_000_000)
    return
      "\(millionths < 0 ? "-" : "")\(abs(millionths) / 1_000_000).\(String(repeating: "0", count: 6 - rest.count))\(rest)"
  }
}

extension [UInt8] {
  /// Writes seconds after midnight as HH:MM:SS; hours go on past 24.
  fileprivate mutating func writeClock(_ seconds: Int) {
    let zero = UInt8(ascii: "0")
    for (place, part) in [seconds / 3600, seconds / 60 % 60, seconds % 60].enumerated() {
      if place > 0 { append(UInt8(ascii: ":")) }
      append(zero + UInt8(truncatingIfNeeded: part / 10))
      append(zero + UInt8(truncatingIfNeeded: part % 10))
    }
  }
}
