import Feeds
import Foundation
import Geography
import Modelling
import Observations
import Testing

/// From a feed into a store, and the loop that pulls.
@Suite struct Storing {
  @Test func entitiesAreMadeOnce() throws {
    let store = MemoryStore(utcOffset: 28_800)
    var registrar = try FeedRegistrar(store)
    nonisolated(unsafe) var last: Int64 = 0
    func number(_: EntityKind) -> Int64 {
      last += 1
      return last
    }
    let pulled = try Pulled(Folders.yaml)
    try pulled.write("rain.csv", Folders.table)
    var batch = FeedBatch()
    try pulled.pull()
    (batch.things, batch.streams, batch.readings) = (pulled.things, pulled.streams, pulled.readings)
    let made = registrar.entities(of: batch, number: number)
    try store.change(putting: made, removing: [])
    try store.record(registrar.observations(of: batch))
    #expect(try store.entities(Thing.self).map(\.key) == ["test/A1", "test/B2"])
    #expect(try store.entities(Location.self).count == 2 && store.entities(ObservedProperty.self).count == 1)
    #expect(try store.entities(Sensor.self).map(\.key) == ["feed/test"])
    let stream = try #require(registrar.stream("test/A1/rain"))
    #expect(try store.latest(of: stream)?.value == 0.4)
    // The same again, told by the same and by one that begins anew from the store, makes nothing.
    #expect(registrar.entities(of: batch, number: number).isEmpty)
    var anew = try FeedRegistrar(store)
    #expect(anew.entities(of: batch, number: number).isEmpty && anew.stream("test/A1/rain") == stream)
    // A new name and place change what is there; what a person added stays.
    var thing = try #require(try store.entities(Thing.self).first)
    thing.properties["keeper"] = "Puan Siti"
    try store.put(thing)
    anew = try FeedRegistrar(store)
    var moved = FeedBatch()
    moved.things = [batch.things[0]]
    moved.things[0].name = "Rain gauge at the bridge"
    moved.things[0].place?.latitude = 3.2
    let changed = anew.entities(of: moved, number: number)
    #expect(changed.count == 2)
    try store.change(putting: changed, removing: [])
    let after = try #require(try store.entity(thing.id))
    #expect(after.name == "Rain gauge at the bridge" && after.properties["keeper"] == "Puan Siti")
    #expect(after.locations == thing.locations)
  }

  @Test func theLoopPullsStoresAndRemembers() throws {
    let pulled = try Pulled(Folders.yaml)
    let city = pulled.city
    try FileManager.default.createDirectory(at: city.appendingPathComponent("feeds"), withIntermediateDirectories: true)
    try Data((Folders.yaml + "\nevery: 1 s").utf8).write(to: city.appendingPathComponent("feeds/rain.yaml"))
    try Data(Fetching.yaml.utf8).write(to: city.appendingPathComponent("feeds/levels.yaml"))
    try Data(Cameras.yaml.utf8).write(to: city.appendingPathComponent("feeds/cams.yaml"))
    try pulled.write("rain.csv", Folders.table)
    let lock = NSLock()
    nonisolated(unsafe) var readings: [FeedReading] = []
    nonisolated(unsafe) var log: [String] = []
    let states = city.appendingPathComponent("feeds.json").path
    var around = FeedLoop.Surroundings(city: city.path, states: states) { _ in
      throw PullFailure("No connection to user-facing.example.")
    } store: { batch in
      lock.withLock { readings += batch.readings }
    }
    around.secrets = ["levels": "x"]
    let begin = pulled.now
    around.now = { begin }
    around.log = { line in lock.withLock { log.append(line) } }
    let loop = FeedLoop(around)
    #expect(loop.listeners.map(\.name) == ["cams"])
    loop.start()
    for _ in 0..<300
    where loop.health().contains(where: { $0.name != "cams" && $0.lastAttempt == nil })
      || lock.withLock({ log.isEmpty || readings.isEmpty })
    {
      usleep(10_000)
    }
    loop.stop()
    #expect(lock.withLock { readings.count } == 2)
    let health = loop.health()
    #expect(health.map(\.name) == ["cams", "levels", "rain"])
    #expect(health.map(\.condition) == [.waiting, .failing, .stale])
    #expect(health[1].lastError == "No connection to user-facing.example.")
    #expect(lock.withLock { log } == ["Feed levels: No connection to user-facing.example."])
    #expect(FeedStates.read(states).states.feeds["rain"]?.memory.files.count == 1)
    // A second life begins where the first ended.
    let again = FeedLoop(around)
    #expect(again.health().map(\.condition) == [.waiting, .failing, .stale])
    again.stop()
  }
}
