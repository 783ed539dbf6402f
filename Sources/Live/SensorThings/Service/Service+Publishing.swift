package import Modelling
package import Observations

extension SensorThingsService {
  /// Takes what a device published to an address, as `/Datastreams(1)/Observations`: the same as a POST there. `done` hears when it would outlast
  /// a loss of power, or why it is not taken. It may be called on any thread and must not wait.
  ///
  /// An observation of a stream that is there is taken at once, on the thread of the caller, so that those without a moment of their own get it
  /// in the order they came; all else goes the way of a POST.
  package func publish(
    _ path: String, _ body: [UInt8], root: String, _ done: @escaping @Sendable (Published) -> Void
  ) {
    do {
      if let observation = try simpleObservation(at: path, body) {
        return store([observation]) { result in
          switch result {
          case .success: done(.kept)
          case .failure(let error): done(Published(error))
          }
        }
      }
    } catch {
      return done(Published(error))
    }
    Task {
      let answer = await answer(ServiceRequest(.post, path, root: root, body: body))
      guard answer.status >= 400 else { return done(.kept) }
      let sentence = (try? JSONReader.value(of: answer.body))?.members["message"]?.string ?? "It was not taken."
      done(answer.status >= 500 ? .failed(sentence) : .refused(sentence))
    }
  }

  /// Takes values of streams, all or none, as ``publish(_:_:root:_:)`` takes bodies.
  package func publish(_ readings: [DeviceReading], _ done: @escaping @Sendable (Published) -> Void) {
    do {
      let registry = registry
      let observations = try readings.map { try observation(of: $0) }
      if readings.allSatisfy({ Self.knowsFeature(registry, $0.stream) }) {
        return store(observations) { result in
          switch result {
          case .success: done(.kept)
          case .failure(let error): done(Published(error))
          }
        }
      }
      Task {
        do {
          _ = try await keep(observations)
          done(.kept)
        } catch {
          done(Published(error))
        }
      }
    } catch {
      done(Published(error))
    }
  }

  /// Keeps values of streams, all or none.
  @discardableResult
  package func create(_ readings: [DeviceReading]) async throws -> [Created] {
    try await keep(readings.map { try observation(of: $0) })
  }

  private func observation(of reading: DeviceReading) throws -> Observation {
    guard registry.record(.datastream, reading.stream) != nil else {
      throw WritePlan.unknown(.datastream, reading.stream)
    }
    let time = reading.time ?? givenMoment(of: reading.stream)
    return Observation(
      datastream: EntityID(reading.stream), phenomenonTime: TimeSpan(at: time), result: reading.value)
  }

  /// The observation of a body, where its stream is there and nothing has to be created for it.
  private func simpleObservation(at path: String, _ body: [UInt8]) throws -> Observation? {
    let suffix = "/Observations"
    guard path.hasSuffix(suffix) else { return nil }
    var stream: Int64?
    let before = path.dropLast(suffix.count)
    if !before.isEmpty {
      let opening = "/Datastreams("
      guard before.hasPrefix(opening), before.hasSuffix(")"), let id = Int64(before.dropFirst(opening.count).dropLast())
      else { return nil }
      stream = id
    }
    guard case .object(let members) = try JSONReader.value(of: body) else { return nil }
    if let link = members["FeatureOfInterest"], link != .null { return nil }
    if stream == nil {
      guard let link = members["Datastream"], link != .null else { return nil }
      stream = try Drafts.link(link, "Datastream")
    }
    guard let stream, Self.knowsFeature(registry, stream) else { return nil }
    // A device cannot give its thing a place: what it tells is taken without one, which a POST is not.
    return try draft(members, of: stream, feature: nil)
  }
}

/// What became of something that was published.
package enum Published: Hashable, Sendable {
  /// It would outlast a loss of power.
  case kept
  /// It can never be taken, for the reason of a sentence.
  case refused(String)
  /// It could not be kept now; sent again it may be.
  case failed(String)

  init(_ error: any Error) {
    let refusal = Refusal(error)
    self = refusal.status >= 500 ? .failed(refusal.sentence) : .refused(refusal.sentence)
  }
}

/// A value of a stream, as a device tells it.
package struct DeviceReading: Hashable, Sendable {
  /// The stream.
  package var stream: Int64
  /// The value.
  package var value: PlainValue
  /// The moment it is about; nothing for that of its arrival.
  package var time: Instant?

  /// A reading from its parts.
  package init(stream: Int64, value: PlainValue, time: Instant?) {
    self.stream = stream
    self.value = value
    self.time = time
  }
}
