// ImportRoutes: a city made on the page, by dropping files.
//
// An *import* is begun, files are sent to it one by one, each answered by what it was taken for; what is wrong is mended in place; then the
// import is *read* off the requests, followed by server-sent events, and *adopted*: it becomes the city that is served (Planning/Imports).

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Imports
internal import Keys
internal import NIOCore
public import Serving

/// The endpoints of imports. All of them need *operate*: what lies there is not for everyone yet.
public struct ImportEndpoints: Routes {
  public let name = "imports"
  private let desk: ImportDesk
  private let basePath: String

  /// Routes over a desk; `basePath` stands before every path.
  public init(_ desk: ImportDesk, basePath: String) { (self.desk, self.basePath) = (desk, basePath) }

  private typealias Answer = Endpoint.Answer
  private static let id = Endpoint.Input.path("id", "The import's name.")
  private static let item = Endpoint.Input.path("item", "The item's name within the import, such as i3.")
  private static let gone = Answer.problem(404, "There is no such import, or no such item in it.")
  private static let busy = Answer.problem(409, "Its files are being read now, or it has become a city.")

  public var endpoints: [Endpoint] { imports + files + work }

  private var imports: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/imports", operation: "listImports", summary: "The imports there are, and what an import takes.",
        answers: [Answer(200, "The imports, the newest first, and the limits.")], needs: .scopes(.operate),
        handle: { _, _ in
          Response(
            [
              "items": .list(await desk.all().map(ImportDocument.summary)),
              "limits": ImportDocument.limits(desk.limits),
            ])
        }),
      Endpoint(
        .post, "/api/v1/imports", operation: "beginImport", summary: "Begin an import: a city in the making.",
        body: .init(["application/json"], "Nothing; an empty object."),
        answers: [Answer(201, "The import; Location names it."), .problem(409, "Too many are open.")],
        handle: { _, _ in
          let one = try await told { try await desk.begin() }
          var response = Response(ImportDocument.whole(one, desk.limits), status: .created)
          response.headers[.location] = "\(basePath)/api/v1/imports/\(one.id)"
          return response
        }),
      Endpoint(
        .get, "/api/v1/imports/{id}", operation: "getImport",
        summary: "An import: its files and what they were taken for, what is to mend, how far it is, what was read.",
        inputs: [Self.id], answers: [Answer(200, "The import."), Self.gone], needs: .scopes(.operate),
        handle: { _, context in try await document(context) { try await desk.find($0) } }),
      Endpoint(
        .patch, "/api/v1/imports/{id}", operation: "setImport",
        summary: "Say what only a person knows: name, country, people, buffer. What is left out stays.",
        inputs: [Self.id],
        body: .init(["application/json"], "Any of name, country, people (a number or null), buffer."),
        answers: [Answer(200, "The import."), Self.gone, Self.busy, .problem(422, "A value makes no sense.")],
        handle: { request, context in
          let body = try await ImportBody(request)
          return try await document(context) { id in
            try await desk.set(id, try body.settings(over: try await desk.find(id).settings))
          }
        }),
      Endpoint(
        .delete, "/api/v1/imports/{id}", operation: "giveUpImport",
        summary: "Give an import up; its files go.", inputs: [Self.id],
        answers: [Answer(204, "It is gone.", type: ""), Self.gone],
        handle: { _, context in
          let id = try context.parameters.require("id")
          try await told { try await desk.giveUp(id) }
          return Response(status: .noContent)
        }),
    ]
  }

  private var files: [Endpoint] {
    [
      Endpoint(
        .put, "/api/v1/imports/{id}/files/{name}", operation: "sendImportFile",
        summary:
          "Send a file as it is. It is looked at once it is whole; a zip archive is taken apart; a file of the same name is replaced.",
        inputs: [Self.id, .path("name", "Its name; only its last part is kept, and letters, digits and .-_ of it.")],
        body: .init(["application/octet-stream"], "The file's bytes.", schema: ["type": "string", "format": "binary"]),
        answers: [
          Answer(200, "The file's name, size and SHA-256, and the import."), Self.gone, Self.busy,
          .problem(413, "It is larger than what is taken."),
          .problem(422, "It is empty, or an archive that holds too much."),
          .problem(507, "The server's disk is full."),
        ],
        handle: { request, context in try await receive(request, context) }),
      Endpoint(
        .patch, "/api/v1/imports/{id}/items/{item}", operation: "chooseImportItem",
        summary: "Say what an item is: kind (null takes the guess), leaveOut, system, nameField, peopleField.",
        inputs: [Self.id, Self.item],
        body: .init(["application/json"], "Any of kind, leaveOut, system, nameField, peopleField."),
        answers: [Answer(200, "The import."), Self.gone, Self.busy, .problem(422, "A value makes no sense.")],
        handle: { request, context in
          let body = try await ImportBody(request)
          let item = try context.parameters.require("item")
          return try await document(context) { id in
            guard let known = try await desk.find(id).items.first(where: { $0.id == item }) else {
              throw ImportRefusal.missing("There is no item \(item.prefix(40)) in this import.")
            }
            return try await desk.choose(id, item: item, try body.choice(over: known.choice))
          }
        }),
      Endpoint(
        .delete, "/api/v1/imports/{id}/items/{item}", operation: "removeImportItem",
        summary: "Take an item out, with its files.", inputs: [Self.id, Self.item],
        answers: [Answer(200, "The import."), Self.gone, Self.busy],
        handle: { _, context in
          let item = try context.parameters.require("item")
          return try await document(context) { try await desk.remove($0, item: item) }
        }),
      Endpoint(
        .get, "/api/v1/imports/{id}/items/{item}/placements", operation: "placeImportItem",
        summary:
          "Where an item lies: by its own or chosen coordinate system, or by each that would put it on the town, with coarse shapes.",
        inputs: [
          Self.id, Self.item,
          .query("all", "1 for all systems, also where one is known.", schema: ["type": "string", "enum": ["1"]]),
        ],
        answers: [Answer(200, "The placements, the most plausible first, each with GeoJSON in WGS 84."), Self.gone],
        needs: .scopes(.operate),
        handle: { request, context in
          let (id, item) = (try context.parameters.require("id"), try context.parameters.require("item"))
          let all = request.uri.queryParameters["all"] == "1"
          let found = try await told { try await desk.placements(id, item: item, all: all) }
          return Response(["items": .list(found.map(ImportDocument.placement))])
        }),
    ]
  }

  private var work: [Endpoint] {
    [
      Endpoint(
        .post, "/api/v1/imports/{id}/work", operation: "readImport",
        summary: "Read the files into a city, off this request. One import is read at a time.", inputs: [Self.id],
        body: .init(["application/json"], "Nothing; an empty object."),
        answers: [
          Answer(202, "The import, being read."), Self.gone, Self.busy,
          .problem(422, "Something is to mend first: what."),
        ],
        handle: { _, context in try await document(context, status: .accepted) { try await desk.start($0) } }),
      Endpoint(
        .get, "/api/v1/imports/{id}/work/events", operation: "followImport",
        summary: "How far the reading is, as server-sent events, until it has ended.", inputs: [Self.id],
        answers: [
          Answer(
            200, "Events named work, each with state, progress, phase and error as JSON.", type: "text/event-stream"),
          Self.gone,
        ],
        needs: .scopes(.operate),
        handle: { _, context in
          let id = try context.parameters.require("id")
          _ = try await told { try await desk.find(id) }
          return ImportEvents(await desk.events(of: id)).response
        }),
      Endpoint(
        .delete, "/api/v1/imports/{id}/work", operation: "stopImport", summary: "Stop the reading at its next step.",
        inputs: [Self.id], answers: [Answer(200, "The import."), Self.gone],
        handle: { _, context in try await document(context) { try await desk.cancel($0) } }),
      Endpoint(
        .post, "/api/v1/imports/{id}/adoption", operation: "adoptImport",
        summary:
          "Make the city that was read the one that is served. Scenarios, accounts, keys and observations stay; the city that was goes.",
        inputs: [Self.id], body: .init(["application/json"], "Nothing; an empty object."),
        answers: [
          Answer(200, "The import, with the digest of the city that is served now."), Self.gone,
          .problem(409, "Nothing was read yet."), .problem(507, "It could not be written; nothing has changed."),
        ],
        handle: { _, context in try await document(context) { try await desk.adopt($0) } }),
    ]
  }
}

// MARK: Answers

extension ImportEndpoints {
  private func document(
    _ context: BasicRequestContext, status: HTTPResponse.Status = .ok, _ act: (String) async throws -> CityImport
  ) async throws -> Response {
    let id = try context.parameters.require("id")
    let one = try await told { try await act(id) }
    return Response(ImportDocument.whole(one, desk.limits), status: status)
  }

  /// A body as it comes, to the disk; hundreds of megabytes never stand in memory.
  private func receive(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try context.parameters.require("id")
    let written = try context.parameters.require("name")
    let name = written.removingPercentEncoding ?? written
    let size = request.headers[.contentLength].flatMap { Int($0) }
    var incoming = try await told { try await desk.receive(id, name, size: size) }
    do {
      for try await part in request.body {
        try told { () throws(ImportRefusal) in try incoming.add(Data(part.readableBytesView)) }
      }
      if let size, incoming.size != size {
        throw Problem(
          .badRequest, "\(incoming.name) came only in part (\(incoming.size) of \(size) bytes): send it again.")
      }
    } catch {
      incoming.abandon()
      throw error
    }
    let whole = incoming
    let upload = try await told { try await desk.take(id, whole) }
    let one = try await told { try await desk.find(id) }
    return Response(
      [
        "name": .text(upload.name), "size": .integer(upload.size), "sha256": .text(upload.sha256),
        "import": ImportDocument.whole(one, desk.limits),
      ])
  }

  /// Runs something of the desk, and tells a refusal as the API does.
  private func told<Value>(_ act: () async throws -> Value) async throws -> Value {
    do { return try await act() } catch let refusal as ImportRefusal { throw Self.problem(refusal) }
  }

  private func told(_ act: () throws(ImportRefusal) -> Void) throws {
    do { try act() } catch { throw Self.problem(error) }
  }

  private static func problem(_ refusal: ImportRefusal) -> Problem {
    switch refusal {
    case .missing(let sentence): Problem(.notFound, sentence)
    case .refused(let sentence): Problem(unprocessable: sentence)
    case .conflict(let sentence): Problem(.conflict, sentence)
    case .tooLarge(let sentence): Problem(.contentTooLarge, sentence)
    case .disk(let sentence): Problem(HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), sentence)
    }
  }
}
