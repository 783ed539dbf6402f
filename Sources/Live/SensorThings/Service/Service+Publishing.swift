internal import Modelling
package import Observations

extension SensorThingsService {
  /// Takes what a device published to an address, as `/Datastreams(1)/Observations`: the same as a POST there. `done` hears when it would outlast
  /// a loss of power, or in a sentence why it is not taken. It may be called on any thread and must not wait.
  ///
  /// An observation of a stream that is there is taken at once, on the thread of the caller, so that those without a moment of their own get it
  /// in the order they came; all else goes the way of a POST.
  package func publish(
    _ path: String, _ body: [UInt8], root: String, _ done: @escaping @Sendable (String?) -> Void
  ) {
    do {
      if let observation = try simpleObservation(at: path, body) {
        return store([observation]) { result in
          switch result {
          case .success: done(nil)
          case .failure(let error): done(error.description)
          }
        }
      }
    } catch {
      return done(Refusal(error).sentence)
    }
    Task {
      let answer = await answer(ServiceRequest(.post, path, root: root, body: body))
      guard answer.status >= 400 else { return done(nil) }
      let members = (try? JSONReader.value(of: answer.body))?.members
      done(members?["message"]?.string ?? "It was not taken.")
    }
  }

  /// Takes a bare value of a stream, as the inbox maps it.
  package func publish(
    _ observation: Observation, _ done: @escaping @Sendable (Result<[Created], StoreError>) -> Void
  ) {
    store([observation], done)
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
    return try draft(members, of: stream, feature: nil)
  }
}
