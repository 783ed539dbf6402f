import Geography
import Modelling
import Replica
import Sandbox
import Testing

/// Towns several tests look at, made once.
private enum Made {
  static let small = SandboxCity(people: 1_000, seed: 3).make()
  static let town = SandboxCity(people: 20_000, seed: 1).make()
  static let all = [small, town, SandboxCity(people: 45_000, seed: 9).make()]
}

@Suite("A sandbox city comes from people and seed alone")
struct SandboxSeedTests {
  @Test("The same people and seed give the same city, another seed another")
  func sameSeedSameCity() {
    #expect(SandboxCity(people: 1_000, seed: 3).make().digest() == Made.small.digest())
    #expect(SandboxCity(people: 1_000, seed: 4).make().digest() != Made.small.digest())
  }

  /// It changes only when the town is drawn differently on purpose; then the new one that is printed goes here.
  @Test("A town's fingerprint is the same on any machine")
  func golden() {
    let digest = SandboxCity(people: 2_000, seed: 42).make().digest()
    #expect(digest == "6e976bd5215c39d55a556b2c937e8bad31f6c85b07564ec1f0276624a90ab3b9")
  }

  @Test("Numbers of people out of range are brought into it")
  func range() {
    #expect(SandboxCity(people: 0, seed: 1).people == 1_000)
    #expect(SandboxCity(people: 1 << 40, seed: 1).people == 200_000)
  }

  @Test("Every size and seed makes a town that hangs together", arguments: [1_000, 1_500, 2_700, 6_000, 13_000])
  func sizes(people: Int) {
    for seed in UInt64(0)..<12 {
      let city = SandboxCity(people: people, seed: seed).make()
      #expect(city.people == Double(people), "seed \(seed)")
      #expect(city.places.kinds.contains { $0.rawValue == "clinic" }, "seed \(seed)")
      #expect(city.places.kinds.contains { $0.rawValue == "hospital" }, "seed \(seed)")
      #expect(city.streets.segments.structures.contains(.bridge), "seed \(seed)")
      #expect(SandboxCity(people: people, seed: seed).scenarios(for: city).count == 3, "seed \(seed)")
    }
  }
}

@Suite("People of a sandbox city")
struct SandboxPeopleTests {
  @Test("The sum of the people is exactly the number asked for, in buildings and in zones")
  func sums() {
    for city in Made.all {
      let wanted: Double = city == Made.small ? 1_000 : city == Made.town ? 20_000 : 45_000
      #expect(city.buildings.people.reduce(0, +) == wanted)
      #expect(city.zones.people.reduce(0, +) == wanted)
    }
  }

  @Test("People live in homes and stand inside their zone")
  func homes() {
    let city = Made.town
    for building in 0..<city.buildings.count where city.buildings.people[building] > 0 {
      #expect(city.buildings.dwellings[building] > 0)
    }
    for zone in 0..<city.zones.count where city.zones.people[zone] > 0 {
      #expect(city.zones.outlines.box(of: zone).contains(city.zones.centers[zone]))
    }
  }

  @Test("There are places of many kinds, and land to build on")
  func kinds() {
    let kinds = Set(Made.town.places.kinds.map(\.rawValue))
    for kind in [
      "hospital", "clinic", "school", "shop", "market", "stop", "worship", "police", "fire-station", "park",
      "community",
    ] {
      #expect(kinds.contains(kind), "\(kind)")
    }
    #expect(Made.town.parcels.areFree.contains(true))
    #expect(Made.town.assets.kinds.allSatisfy { $0 == "tree" } && Made.town.assets.count > 300)
  }
}

@Suite("The ground plan of a sandbox city")
struct SandboxPlanTests {
  @Test("Keys are never given twice")
  func keys() {
    for city in Made.all {
      for keys in [
        city.streets.nodes.keys, city.streets.segments.keys, city.buildings.keys, city.zones.keys, city.places.keys,
        city.assets.keys, city.parcels.keys, city.land.keys,
      ] {
        #expect(Set(keys).count == keys.count)
      }
    }
  }

  @Test("Every junction is reached from every other by car, one-way streets obeyed")
  func connected() {
    let streets = Made.town.streets
    var next = [[Int]](repeating: [], count: streets.nodes.count)
    var before = next
    var isOnRoad = [Bool](repeating: false, count: streets.nodes.count)
    for link in 0..<streets.links.count where streets.links.access[link].contains(.car) {
      let id = LinkID(link)
      next[streets.start(of: id).index].append(streets.end(of: id).index)
      before[streets.end(of: id).index].append(streets.start(of: id).index)
      isOnRoad[streets.start(of: id).index] = true
    }
    let roads = isOnRoad.count { $0 }
    for arms in [next, before] {
      var seen: Set<Int> = []
      var stack = [streets.segments.starts[0].index]
      while let node = stack.popLast() {
        if seen.insert(node).inserted { stack += arms[node] }
      }
      #expect(seen.count == roads)
    }
  }

  @Test("Streets cross the river on bridges only")
  func bridges() throws {
    for city in Made.all {
      let water = try #require(city.land.uses.firstIndex(of: .water))
      let river = city.land.outlines[water]
      for segment in 0..<city.streets.segments.count where city.streets.segments.structures[segment] != .bridge {
        #expect(!city.streets.segments.shapes[segment].contains { river.contains($0) })
      }
    }
  }

  @Test("Buildings stand off the streets and out of the river")
  func clearOfStreets() throws {
    for city in Made.all {
      let segments = city.streets.segments
      let index = PackedIndex((0..<segments.count).map { segments.shapes.box(of: $0) })
      let water = try #require(city.land.uses.firstIndex(of: .water))
      let river = city.land.outlines[water]
      for building in 0..<city.buildings.count {
        for corner in city.buildings.footprints[building].rings[0] {
          #expect(!river.contains(corner))
          index.search(Box([corner]).expanded(by: 12)) { segment in
            let away = Lines.squaredDistance(from: corner, to: segments.shapes[segment]).squareRoot()
            #expect(away > Double(segments.widths[segment]) / 2, "\(city.buildings.keys[building])")
          }
        }
      }
    }
  }

  @Test("Buildings do not overlap")
  func clearOfEachOther() {
    for city in Made.all {
      let footprints = city.buildings.footprints
      let index = PackedIndex((0..<footprints.count).map { footprints.box(of: $0) })
      for building in 0..<footprints.count {
        let middle = city.buildings.centroids[building]
        // A hair inside the outline: terraced houses share their walls.
        let probes = footprints[building].rings[0].map { middle.interpolated(to: $0, fraction: 0.995) } + [middle]
        for other in index.search(footprints.box(of: building)) where other != building {
          #expect(!probes.contains { footprints.contains($0, in: other) }, "\(city.buildings.keys[building])")
        }
      }
    }
  }
}

@Suite("The relief and the flood of a sandbox city")
struct SandboxReliefTests {
  @Test("The terrain covers the city and the river lies in a valley")
  func valley() throws {
    for city in Made.all {
      let terrain = try #require(city.terrain)
      #expect(terrain.values.allSatisfy { $0.isFinite })
      for point in city.streets.nodes.points { #expect(!terrain.value(at: point).isNaN) }
      let river = city.waterways.lines[0]
      let bed = river.map { terrain.value(at: $0) }
      let town = city.zones.centers.map { terrain.value(at: $0) }
      #expect(try #require(bed.max()) < (try #require(town.max())))
      let upstream = bed.prefix(20).reduce(0, +) / 20
      let downstream = bed.suffix(20).reduce(0, +) / 20
      #expect(upstream > downstream, "the river falls towards the sea")
    }
  }

  @Test("The flood wets part of the town and leaves most of it dry")
  func flood() throws {
    let flood = try SandboxCity(people: 20_000, seed: 1).build().flood
    let depths = Made.town.buildings.centroids.map { flood.value(at: $0) }
    let wet = depths.count { $0 >= 0.3 }
    #expect(wet > 50)
    #expect(wet < depths.count / 2)
    #expect(flood.values.allSatisfy { $0 >= 0 && $0 < 6 })
  }

  @Test("The scenarios speak of the town: its street is there, and the clinic opens in a zone far from one")
  func scenarios() throws {
    let scenarios = SandboxCity(people: 20_000, seed: 1).scenarios(for: Made.town)
    #expect(scenarios.map(\.name) == ["close-the-main-street", "the-river-floods", "a-new-clinic"])
    #expect(Made.town.streets.segments.distinctNames.contains("Jalan Besar"))
    #expect(scenarios[1].text.contains("flood-depth: {raster: rasters/flood.tif}"))
    #expect(scenarios[2].text.contains("kind: clinic"))
  }
}
