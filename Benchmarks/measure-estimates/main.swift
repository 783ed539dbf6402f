// Measures estimates: how long they take, and how far they are from a run. `measure-estimates PEOPLE|FOLDER|MAP.osm… [--errors] [--short]`; a number makes a
// made-up city of so many people; the rain is 100 mm in 3 h, or 60 mm in a short hour. One table a town on standard output.

import CityFolder
import Estimates
import Foundation
import Geography
import Modelling
import OpenStreetMap
import Replica
import Sandbox
import Scenarios

struct NoFiles: Files {
  func grid(_ path: String) throws -> Grid { throw ChangeError("files", "\(path): no files here") }
  func text(_ path: String) throws -> String { throw ChangeError("files", "\(path): no files here") }
  func digest(_ path: String) throws -> String { path }
}

func city(_ name: String) throws -> City {
  if let people = Int(name) { return SandboxCity(people: people, seed: 1).make() }
  let folder = CityOnDisk(path: name)
  if folder.exists { return try folder.load().city }
  let layers = try OpenStreetMapReader().read(name)
  var city = City(
    profile: Profile(
      name: name, country: layers.country, timeZone: "UTC", languages: [], currency: "", drivingSide: .left,
      projection: layers.projection))
  (city.streets, city.buildings, city.places, city.land) = (
    layers.streets, layers.buildings, layers.places, layers.land
  )
  // Zones of 400 m with ten people a building.
  let box = city.streets.nodes.points.isEmpty ? Box.empty : Box(city.streets.nodes.points)
  var y = box.minY
  while y < box.maxY {
    var x = box.minX
    while x < box.maxX {
      let cell = Box(minX: x, minY: y, maxX: x + 400, maxY: y + 400)
      let houses = city.buildings.centroids.count { cell.contains($0) }
      if houses > 0 || city.buildings.count == 0 {
        city.zones.append(
          key: FeatureKey("cell/\(Int(x))/\(Int(y))"), name: "", outline: MultiPolygon(cell),
          people: Double(max(1, houses) * 10))
      }
      x += 400
    }
    y += 400
  }
  return city
}

/// Twelve drawings spread over a town: buildings of several uses and sizes, places, streets closed and opened.
func drawings(_ city: City) -> [(name: String, changes: String)] {
  func position(_ point: Point) -> String {
    let place = city.profile.projection.unproject(point)
    return "[\(place.longitude), \(place.latitude)]"
  }
  func ring(_ wide: Double, _ high: Double, _ point: Point) -> String {
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map {
      position(Point(x: point.x + $0.0 * wide, y: point.y + $0.1 * high))
    }
    return "[\(corners.joined(separator: ", "))]"
  }
  let zones = city.zones.centers
  func zone(_ share: Double) -> Point { zones[min(zones.count - 1, Int(share * Double(zones.count)))] }
  let streets = city.streets.segments
  let driven = (0..<streets.count).filter { streets.classes[$0].isRoad && !streets.areRemoved[$0] }
  func street(_ share: Double) -> Int { driven[min(driven.count - 1, Int(share * Double(driven.count)))] }
  let (one, two) = (street(0.2), street(0.8))
  let ends = [
    city.streets.nodes.points[streets.starts[one].index], city.streets.nodes.points[streets.starts[two].index],
  ]
  func build(_ wide: Double, _ high: Double, _ share: Double, _ rest: String) -> String {
    "  - build: {area: \(ring(wide, high, zone(share))), \(rest)}"
  }
  return [
    ("hypermarket, 5 ha", build(200, 250, 0.15, "use: commercial, floors: 1, floor-area: 20000, parking: 600")),
    ("shop, 0.3 ha", build(50, 60, 0.3, "use: commercial, floors: 1, floor-area: 1200, parking: 40")),
    (
      "flats, 1 ha",
      build(100, 100, 0.45, "use: residential, floors: 8, floor-area: 16000, dwellings: 160, people: 560, parking: 120")
    ),
    (
      "houses, 4 ha",
      build(200, 200, 0.6, "use: residential, floors: 2, floor-area: 12000, dwellings: 90, people: 340, paved: 0.6")
    ),
    ("factory, 2 ha", build(200, 100, 0.75, "use: industrial, floors: 1, floor-area: 9000, parking: 80")),
    ("school, 1.5 ha", build(120, 125, 0.9, "use: education, floors: 3, floor-area: 9000, paved: 0.5")),
    ("whole ground under roof, 0.5 ha", build(70, 71, 0.05, "use: commercial, floors: 2")),
    (
      "with a tank, 1 ha",
      build(100, 100, 0.52, "use: commercial, floors: 1, floor-area: 4000, parking: 150, detention: 600, release: 0.1")
    ),
    ("clinic", "  - add-place: {kind: clinic, at: \(position(zone(0.35)))}"),
    ("supermarket", "  - add-place: {kind: supermarket, at: \(position(zone(0.65)))}"),
    (
      "a street closed",
      "  - close-streets: {keys: [\(streets.keys[one].text), \(streets.keys[two].text)], to: [car, truck, foot]}"
    ),
    ("a street opened", "  - open-street: {line: [\(position(ends[0])), \(position(ends[1]))], class: tertiary}"),
  ]
}

func milliseconds(_ work: () throws -> Void) rethrows -> Double {
  let began = ContinuousClock.now
  try work()
  let took = (ContinuousClock.now - began).components
  return Double(took.seconds) * 1000 + Double(took.attoseconds) / 1e15
}

func text(_ number: Double?, _ digits: Int = 3) -> String {
  guard let number else { return "–" }
  return String(format: "%.\(digits)f", number)
}

var arguments = Array(CommandLine.arguments.dropFirst())
let withErrors = arguments.contains("--errors")
let isShort = arguments.contains("--short")
arguments.removeAll { $0.hasPrefix("--") }
for name in arguments {
  let city = try city(name)
  let runner = Runner(city: city, digest: city.digest(), runs: nil, files: NoFiles(), threads: 2)
  let estimator = Estimator(runner)
  print(
    "\n\(name): \(Int(city.people)) people, \(city.zones.count) zones, \(city.streets.segments.count) segments, \(city.buildings.count) buildings, \(city.places.count) places"
  )
  let rain =
    "supposing:\n  - rain: \(isShort ? "{depth: 60, duration: 1, pattern: triangular}" : "{depth: 100, duration: 3}")\n"
  func scenario(_ changes: String) throws -> Scenario {
    try Scenario.parse("scenario: x\n\(rain)changes:\n\(changes)", file: "x", catalogue: .standard)
  }
  print("first question: \(text(try milliseconds { _ = try estimator.estimate(try scenario("  []")) }, 0)) ms")
  for (title, changes) in drawings(city) {
    do {
      let asked = try scenario(changes)
      let found = try estimator.estimate(asked)
      let times = try (0..<7).map { _ in try milliseconds { _ = try estimator.estimate(asked) } }.sorted()
      print("| \(title) | \(text(times[3], 1)) ms | \(text(times[6], 1)) ms |")
      guard withErrors else { continue }
      // The site alone: the town around it on wide cells, without an ensemble.
      var full = asked
      full.supposed += try Scenario.parse(
        "scenario: x\nchanges:\n  - flood-settings: {cell: 60, members: 0}", file: "x", catalogue: .standard
      ).changes
      full.models = ["access", "flood"]
      let run = try runner.run(full)
      func told(_ id: String) -> Double? { run.rows.first { $0.id == id }?.value }
      let people = { (side: KeyPath<IndicatorRow, Double?>, id: String) -> Double? in
        run.rows.first { $0.id == id }?[keyPath: side]
      }
      var worst = 0.0
      for row in found.rows where row.topic == .access {
        let id = row.id.replacingOccurrences(of: "people-within", with: "share-within")
        let all = try runner.applied(asked).city.people
        guard let share = people(\.value, id), let estimate = row.estimate else { continue }
        worst = max(worst, abs(share / 100 * all - estimate))
      }
      print("  access: greatest difference \(text(worst, 6)) people")
      if let peak = found["runoff.peak"] {
        let (before, after) = (told("flood.site.runoff-before"), told("flood.site.runoff-after"))
        let error = { (a: Double?, b: Double?) in a.flatMap { a in b.map { text((a / $0 - 1) * 100, 0) + " %" } } ?? "–"
        }
        print(
          "  peak before \(text(peak.baseline)) / run \(text(before)) (\(error(peak.baseline, before))), after \(text(peak.estimate)) / run \(text(after)) (\(error(peak.estimate, after))), minutes \(text(found.sites.first?.minutes, 1))"
        )
      }
    } catch {
      print("| \(title) | \(error) |")
    }
  }
}
