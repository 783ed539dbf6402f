public import CityFolder
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Modelling
internal import Replica
public import Scenarios
public import Serving

/// The endpoints of the scenarios in the city's folder.
public struct ScenarioRoutes: Routes {
  public let name = "scenarios"
  private let folder: CityOnDisk
  private let runner: Runner
  private var catalogue: Catalogue { runner.catalogue }

  /// Routes over a folder's scenarios; `runner` tries them out.
  public init(folder: CityOnDisk, runner: Runner) {
    self.folder = folder
    self.runner = runner
  }

  private typealias Answer = Endpoint.Answer

  /// What scenarios are sent as.
  static let types = ["application/yaml", "application/json"]
  /// Bytes of a scenario at most.
  static let greatestSize = 1 << 20
  private static let nameInput = Endpoint.Input.path(
    "name", "The name of its file without .yaml: letters, digits, spaces, - _ and dots.")

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/scenarios", operation: "listScenarios",
        summary: "The scenarios in the city's folder; one that cannot be read is listed with the reason.",
        answers: [Answer(200, "Name, title and number of changes of each.")],
        handle: { _, _ in Response(.list(try folder.scenarios().map(entry))) }),
      Endpoint(
        .get, "/api/v1/scenarios/{name}", operation: "getScenario",
        summary: "A scenario: its text, and what it supposes and changes as JSON.", inputs: [Self.nameInput],
        answers: [Answer(200, "The scenario."), .problem(404, "There is no such scenario.")],
        handle: { request, context in
          let name = try Self.name(context)
          let text = try text(of: name)
          return Response(document(name, text)).tagged(Self.tag(text), for: request)
        }),
      Endpoint(
        .put, "/api/v1/scenarios/{name}", operation: "putScenario",
        summary:
          "Write a scenario, after it was read without error. If-Match guards against overwriting another's edit, If-None-Match: * against any; "
          + "without either the last who writes stands.",
        inputs: [Self.nameInput], body: .init(Self.types, "The scenario, as in its file."),
        answers: [
          Answer(200, "As it is now kept."), Answer(201, "A new scenario."),
          .problem(412, "It was changed since it was read, or there is one already."),
          .problem(422, "It cannot be read: which line, and the nearest word."),
        ],
        handle: { request, context in try await put(request, context) }),
      Endpoint(
        .delete, "/api/v1/scenarios/{name}", operation: "deleteScenario", summary: "Take a scenario away.",
        inputs: [Self.nameInput],
        answers: [Answer(204, "It is gone.", type: ""), .problem(404, "There is no such scenario.")],
        handle: { _, context in
          let name = try Self.name(context)
          _ = try text(of: name)
          try folder.deleteScenario(named: name)
          return Response(status: .noContent)
        }),
      Endpoint(
        .post, "/api/v1/try", operation: "tryScenario",
        summary: "Read a scenario and carry out its changes, without asking a model and without keeping anything.",
        body: .init(Self.types, "A scenario, as in its file."),
        answers: [
          Answer(200, "What it supposes and changes, each number in the unit of its field."),
          .problem(422, "What cannot be read or carried out, with the change and the field it concerns."),
        ],
        handle: { request, _ in try await tried(request) }),
      Endpoint(
        .get, "/api/v1/files", operation: "listFiles",
        summary: "The rasters and texts in the city's folder that a scenario may name.",
        answers: [Answer(200, "Their paths inside the folder.")],
        handle: { _, _ in
          let names = nameable
          return Response(["total": .integer(names.count), "items": .list(names.map(JSON.text))])
        }),
    ]
  }

  /// Rasters and texts in the folder, sorted; the terrain is the city's own, and what the program keeps is left out.
  private var nameable: [String] {
    let kinds: Set<String> = ["tif", "tiff", "asc", "nc", "hgt", "img", "csv", "txt", "inp"]
    let own: Set<String> = [
      "private", "runs", "observations", "scenarios", "stories", "studies", "transit", "population", "truth",
    ]
    let manager = FileManager.default
    let top = ((try? manager.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      !own.contains($0) && !$0.hasPrefix(".")
    }
    let below = top.flatMap { name in
      (manager.enumerator(atPath: "\(folder.path)/\(name)")?.allObjects ?? []).compactMap { $0 as? String }
        .map { "\(name)/\($0)" }
    }
    return (top + below).filter { path in
      guard let kind = path.split(separator: ".").last?.lowercased() else { return false }
      return kinds.contains(kind) && path != "rasters/terrain.tif"
    }.sorted()
  }

  private func tried(_ request: Request) async throws -> Response {
    let text = try await Self.text(of: request)
    let scenario: Scenario
    do {
      scenario = try Scenario.parse(text, file: "this", catalogue: catalogue)
    } catch let error as ScenarioError {
      throw Self.problem(error)
    }
    do {
      // Off the pool that answers requests: a change may read a raster.
      try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        DispatchQueue.global().async { [runner] in
          done.resume(with: Result { _ = try runner.applied(scenario) })
        }
      }
    } catch let error as ChangeError {
      throw Self.problem(error)
    } catch {
      // A file that is not there, or is none: its reader's sentence.
      throw Problem(.unprocessableContent, "\(error)", fields: [JSON.Field("reason", .text("\(error)"))])
    }
    return Response([
      "supposing": .raw(Scenario(name: "", changes: scenario.supposed).canonicalChanges),
      "changes": .raw(Scenario(name: "", changes: scenario.changes).canonicalChanges),
    ])
  }

  private func put(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let name = try Self.name(context)
    let sent = try await Self.text(of: request)
    let scenario: Scenario
    do {
      scenario = try Scenario.parse(sent, file: "\(name).yaml", catalogue: catalogue)
    } catch let error as ScenarioError {
      throw Self.problem(error)
    }
    // A person's YAML is kept to the letter, comments and all; JSON becomes YAML.
    let isJSON = request.headers[.contentType]?.lowercased().hasPrefix("application/json") ?? false
    let text = isJSON ? scenario.yaml : sent
    var isNew = false
    try folder.writeScenario(text, named: name) { present in
      isNew = present == nil
      try request.checkMayWrite(over: present.map(Self.tag), of: "the scenario \(name)")
    }
    var response = Response(document(name, text), status: isNew ? .created : .ok)
    response.headers[.eTag] = "\"\(Self.tag(text))\""
    return response
  }

  private func entry(_ name: String) -> JSON {
    do {
      let scenario = try Scenario.parse(
        try folder.scenario(name), file: "\(name).yaml", catalogue: catalogue)
      return [
        "name": .text(name), "title": .text(scenario.name), "changes": .integer(scenario.changes.count), "error": .null,
      ]
    } catch {
      return ["name": .text(name), "title": .text(name), "changes": 0, "error": .text("\(error)")]
    }
  }

  /// A scenario that cannot be read is still told, with its text and the reason, so that it can be mended.
  private func document(_ name: String, _ text: String) -> JSON {
    do {
      let scenario = try Scenario.parse(text, file: "\(name).yaml", catalogue: catalogue)
      return [
        "name": .text(name), "title": .text(scenario.name), "models": .list(scenario.models.map(JSON.text)),
        "supposing": .raw(Scenario(name: "", changes: scenario.supposed).canonicalChanges),
        "changes": .raw(Scenario(name: "", changes: scenario.changes).canonicalChanges), "text": .text(text),
        "error": .null,
      ]
    } catch {
      return [
        "name": .text(name), "title": .text(name), "models": [], "supposing": [], "changes": [], "text": .text(text),
        "error": .text("\(error)"),
      ]
    }
  }

  private func text(of name: String) throws -> String {
    guard try folder.scenarios().contains(name) else {
      throw Problem(.notFound, "There is no scenario \(name) here; /api/v1/scenarios lists them.")
    }
    return try folder.scenario(name)
  }

  /// The name in an address, as a file has it; a problem where it cannot name one.
  static func name(_ context: BasicRequestContext) throws -> String {
    let written = try context.parameters.require("name")
    let name = written.removingPercentEncoding ?? written
    guard CityOnDisk.isSafe(name) else {
      throw Problem(
        .badRequest,
        "\(name.prefix(80)) cannot name a file: use letters, digits, spaces, - _ and dots, at most 100 bytes.")
    }
    // One letter may be written in two ways in Unicode; a file has one of them.
    return name.precomposedStringWithCanonicalMapping
  }

  private static func tag(_ text: String) -> String {
    var digest = Digest()
    digest.feed("scenario", text: text)
    return String(digest.text.prefix(32))
  }

  /// The text of a request's body; a problem when it is too long or no UTF-8.
  static func text(
    of request: Request, upTo size: Int = greatestSize,
    orElse sentence: String = "A scenario has at most 1 MB: name files instead of writing them out."
  ) async throws -> String {
    let bytes = try await request.bytes(upTo: size, orElse: sentence)
    guard let text = String(bytes: bytes, encoding: .utf8) else {
      throw Problem(.badRequest, "The scenario is not written in UTF-8.")
    }
    return text
  }

  /// A change that cannot be carried out, as a problem with its field.
  static func problem(_ error: ChangeError) -> Problem {
    Problem(
      .unprocessableContent, error.description,
      fields: [
        JSON.Field("reason", .text(error.reason)), JSON.Field("change", .text(error.change)),
        JSON.Field("field", error.field.map(JSON.text) ?? .null),
      ])
  }

  /// A scenario that cannot be read, as a problem with its line.
  static func problem(_ error: ScenarioError) -> Problem {
    Problem(
      .unprocessableContent, error.description,
      fields: (error.line.map { [JSON.Field("line", .integer($0))] } ?? []) + [
        JSON.Field("reason", .text(error.reason)), JSON.Field("change", error.change.map(JSON.text) ?? .null),
        JSON.Field("field", error.field.map(JSON.text) ?? .null),
      ])
  }
}
