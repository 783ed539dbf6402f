import Geography
import Modelling
import Observations

// Entities that are changed together.
extension StoreChecks {
  static let changes: [Check] = [
    Check("Entities that refer to each other are put in any order") { store in
      let place = Location(
        id: EntityID(5), name: "Bridge", description: "", location: .point(Coordinate(longitude: 100, latitude: 4)))
      let feature = FeatureOfInterest(
        id: EntityID(6), name: "River", description: "", feature: .point(Coordinate(longitude: 100, latitude: 4)))
      var stream = stream(7, thing: 8)
      stream.features = [FeatureSince(time: at(0), feature: feature.id)]
      let entities: [any Entity] = [
        stream, HistoricalLocation(id: EntityID(1), time: at(0), thing: EntityID(8), locations: [place.id]),
        Thing(id: EntityID(8), name: "Gauge", description: "", locations: [place.id]),
        Sensor(id: EntityID(1), name: "Radar", description: "", metadata: ""),
        ObservedProperty(id: EntityID(1), name: "Level", definition: "", description: ""), place, feature,
      ]
      try refuse("a stream of a feature that is not there") {
        try store.change(putting: Array(entities.dropLast()), removing: [])
      }
      try expect(try store.entities(Sensor.self).isEmpty, "part of a refused change is there")
      try store.change(putting: entities, removing: [])
      try expect(try store.entity(stream.id) == stream, "the stream is not as it was put")
      try store.append([Sample(stream: stream.id, time: at(0), value: 1)])
      try refuse("to take a feature away that a stream names") { try store.remove(feature.id) }
    },
    Check("What uses each other goes together, or stays together") { store in
      let streams = try furnish(store, streams: 2)
      try store.append(streams.map { Sample(stream: $0, time: at(0), value: 1) })
      let whole = [
        EntityReference(.things, 1), EntityReference(.datastreams, 1), EntityReference(.datastreams, 2),
        EntityReference(.locations, 1),
      ]
      try refuse("to take a thing away whose second stream stays") {
        try store.change(putting: [], removing: Array(whole.dropLast(2)))
      }
      try expect(try store.latest().count == 2, "observations of a stream that stayed are gone")
      try store.change(putting: [], removing: whole + [EntityReference(.things, 99)])
      try expect(
        try store.entities(Thing.self).isEmpty && store.entities(Datastream.self).isEmpty, "they are there yet")
      try expect(try store.latest().isEmpty, "observations outlive their stream")
      try expect(try store.entities(Sensor.self).count == 1, "a sensor went too")
    },
    Check("An entity taken away and put in one change leaves the others, and a key passes on") { store in
      _ = try furnish(store, streams: 1)
      try store.put(Location(id: EntityID(2), name: "Elsewhere", description: "", location: .line([])))
      let successor = Thing(id: EntityID(2), key: "test/thing", name: "Successor", description: "")
      try store.change(
        putting: [successor, stream(1, thing: 2)],
        removing: [EntityReference(.things, 1), EntityReference(.locations, 1)])
      try expect(try store.entities(Thing.self) == [successor], "the successor is not alone")
      try refuse("one key of two in a change") {
        try store.change(
          putting: [3, 4].map { Thing(id: EntityID($0), key: "twice", name: "", description: "") }, removing: [])
      }
    },
    Check("A stream tells the times of its observations, not those it was put with") { store in
      let stream = try furnish(store, streams: 1)[0]
      var changed = try require(try store.entity(stream), "the stream is not there")
      changed.phenomenonTime = TimeSpan(at: at(77))
      changed.resultTime = TimeSpan(at: at(77))
      try store.put(changed)
      let empty = try require(try store.entity(stream), "the stream is not there")
      try expect(empty.phenomenonTime == nil && empty.resultTime == nil, "an empty stream has times")
      _ = try store.create([
        Observation(datastream: stream, phenomenonTime: TimeSpan(at(3), at(9)), resultTime: at(20), result: 1),
        Observation(datastream: stream, phenomenonTime: TimeSpan(at: at(4)), resultTime: at(4), result: "open"),
      ])
      changed.phenomenonTime = TimeSpan(at(3), at(9))
      changed.resultTime = TimeSpan(at(4), at(20))
      try expect(try store.entity(stream) == changed, "the times differ")
      try expect(try store.entities(Datastream.self) == [changed], "the times differ in a list")
      try store.put(changed)
      try expect(try store.summary(of: stream)?.count == 2, "a changed stream lost its observations")
    },
  ]
}
