public import Estimates
internal import Foundation
internal import Hummingbird
internal import Modelling
public import Scenarios
public import Serving

/// The endpoint that says what a scenario would do while it is drawn.
public struct EstimateRoutes: Routes {
  public let name = "estimates"
  private let estimator: Estimator
  private let catalogue: Catalogue
  private let counter = EstimateCounter()

  /// A route over an estimator of the city that is served.
  public init(_ estimator: Estimator, catalogue: Catalogue) {
    self.estimator = estimator
    self.catalogue = catalogue
  }

  /// Bytes of a question at most: a drawing of some thousand corners.
  static let greatestSize = 1 << 18
  /// Letters of an asker's name at most.
  static let longestName = 64

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/api/v1/estimate", operation: "estimateScenario",
        summary:
          "What a scenario would do, estimated in milliseconds while it is drawn: access, exposure, trips and runoff; flows and depths "
          + "say run-to-know. Nothing is kept.",
        inputs: [
          .query(
            "asker",
            "A name of the caller's own: a newer question under it takes the place of one that is not answered yet.",
            schema: ["type": "string", "maxLength": .integer(Self.longestName)])
        ],
        body: .init(ScenarioRoutes.types, "A scenario, as in its file."),
        answers: [
          Endpoint.Answer(
            200, "Rows of numbers without the changes and with them, and what they leave out.", schema: Self.schema),
          .problem(400, "The asker's name is too long."),
          .problem(409, "A newer question of the same asker took its place."),
          .problem(413, "The scenario is too long to be drawn."),
          .problem(422, "What cannot be read or carried out, with the change and the field it concerns."),
          .problem(503, "Too many questions wait: ask again in a moment."),
        ], needs: .read,
        handle: { request, _ in try await estimate(request) })
    ]
  }

  private static let schema: JSON = [
    "type": "object", "required": ["isEstimate", "rows", "sites", "rain", "leavesOut"],
    "properties": [
      "isEstimate": ["type": "boolean"],
      "rain": ["type": "string"],
      "leavesOut": ["type": "array", "items": ["type": "string"]],
      "sites": ["type": "array", "items": ["type": "object"]],
      "rows": [
        "type": "array",
        "items": [
          "type": "object", "required": ["id", "topic", "standing", "unit", "better", "because"],
          "properties": [
            "id": ["type": "string"],
            "topic": ["type": "string", "enum": ["access", "exposure", "trips", "runoff", "flows", "depths"]],
            "standing": ["type": "string", "enum": ["exact", "approximate", "run-to-know", "not-computable"]],
            "unit": ["type": "string"], "better": ["type": "string", "enum": ["more", "less", "neither"]],
            "baseline": ["type": "number"], "estimate": ["type": "number"], "stated": ["type": "number"],
            "because": ["type": "string"],
          ],
        ],
      ],
    ],
  ]

  private func estimate(_ request: Request) async throws -> Response {
    let asker = request.uri.queryParameters["asker"].map(String.init) ?? ""
    guard asker.count <= Self.longestName else {
      throw Problem(.badRequest, "An asker's name has at most \(Self.longestName) letters.")
    }
    let text = try await ScenarioRoutes.text(
      of: request, upTo: Self.greatestSize,
      orElse: "What is estimated has at most \(Self.greatestSize / 1024) kB: run it instead.")
    let scenario: Scenario
    do {
      scenario = try Scenario.parse(text, file: "this", catalogue: catalogue)
    } catch let error as ScenarioError {
      throw ScenarioRoutes.problem(error)
    }
    do {
      let found = try await counter.answer(asker) { [estimator] check in try estimator.estimate(scenario, check: check)
      }
      return try Response(encoding: found)
    } catch let error as ChangeError {
      throw ScenarioRoutes.problem(error)
    } catch let error as EstimateCounter.Refusal {
      throw error.problem
    } catch is CancellationError {
      throw EstimateCounter.Refusal.superseded.problem
    } catch {
      // A file that is not there, or is none: its reader's sentence.
      throw Problem(.unprocessableContent, "\(error)", fields: [JSON.Field("reason", .text("\(error)"))])
    }
  }
}

/// Answers questions one after another on a thread of its own; the newest of each asker, and of those without a name each.
///
/// Sendable because every access to its variables holds `lock`.
package final class EstimateCounter: @unchecked Sendable {
  /// Why a question was not answered.
  package enum Refusal: Error {
    case superseded, busy

    /// The status of its answer.
    package var status: Int { problem.status.code }

    var problem: Problem {
      switch self {
      case .superseded: Problem(.conflict, "A newer question took the place of this one.")
      case .busy: Problem(.serviceUnavailable, "Too many questions wait: ask again in a moment.")
      }
    }
  }

  /// Questions that may wait.
  static let mostWaiting = 32
  private let queue = DispatchQueue(label: "kembar.estimates", qos: .userInitiated)
  private let lock = NSLock()
  private var newest: [String: Int] = [:]
  private var number = 0
  private var waiting = 0

  /// A counter nobody stands at.
  package init() {}

  /// Questions that are asked and not answered.
  package var standing: Int { lock.withLock { waiting } }

  /// The answer that `make` finds; its argument throws when a newer question of the asker came or the caller went away.
  package func answer<T: Sendable>(
    _ asker: String, _ make: @escaping @Sendable (@escaping @Sendable () throws -> Void) throws -> T
  ) async throws -> T {
    let mine = try lock.withLock {
      guard waiting < Self.mostWaiting else { throw Refusal.busy }
      waiting += 1
      number += 1
      if !asker.isEmpty { newest[asker] = number }
      return number
    }
    let gone = GoneFlag()
    defer {
      lock.withLock {
        waiting -= 1
        if newest[asker] == mine { newest[asker] = nil }
      }
    }
    let check: @Sendable () throws -> Void = { [self] in
      if gone.isSet { throw CancellationError() }
      let isNewest = asker.isEmpty || lock.withLock { newest[asker] == mine }
      if !isNewest { throw Refusal.superseded }
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (done: CheckedContinuation<T, any Error>) in
        queue.async { done.resume(with: Result { try make(check) }) }
      }
    } onCancel: {
      gone.set()
    }
  }
}

/// Says that a caller went away. Sendable because every access to its variable holds `lock`.
private final class GoneFlag: @unchecked Sendable {
  private let lock = NSLock()
  private var flag = false
  var isSet: Bool { lock.withLock { flag } }
  func set() { lock.withLock { flag = true } }
}
