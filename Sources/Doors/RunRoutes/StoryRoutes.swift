public import CityFolder
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Replica
public import Serving

/// The endpoints of the stories in the city's folder: views in an order, told at a meeting.
public struct StoryRoutes: Routes {
  public let name = "stories"
  private let folder: StoryFolder

  /// Routes over a folder's stories.
  public init(folder: CityOnDisk) { self.folder = StoryFolder(of: folder) }

  private typealias Answer = Endpoint.Answer
  private static let nameInput = Endpoint.Input.path(
    "name", "The name of its file without .json: letters, digits, spaces, - _ and dots.")

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/stories", operation: "listStories",
        summary: "The stories in the city's folder; one that cannot be read is listed with the reason.",
        answers: [Answer(200, "Name, title and number of steps of each.")],
        handle: { _, _ in Response(.list(folder.names.compactMap(entry))) }),
      Endpoint(
        .get, "/api/v1/stories/{name}", operation: "getStory",
        summary: "A story: its title, and title, text and view of each step.", inputs: [Self.nameInput],
        answers: [
          Answer(200, "The story."), .problem(404, "There is no such story."), .problem(422, "It cannot be read."),
        ],
        handle: { request, context in
          let (name, bytes) = try kept(context)
          return Response(try Self.parse(bytes).document(named: name)).tagged(Self.tag(bytes), for: request)
        }),
      Endpoint(
        .put, "/api/v1/stories/{name}", operation: "putStory",
        summary:
          "Write a story. If-Match guards against overwriting another's edit, If-None-Match: * against any; without either the last who "
          + "writes stands, as with scenarios.",
        inputs: [Self.nameInput], body: .init(["application/json"], "Its title, and its steps in their order."),
        answers: [
          Answer(200, "As it is now kept."), Answer(201, "A new story."),
          .problem(412, "It was changed since it was read, or there is one already."),
          .problem(422, "It cannot be read: which step, and which field."),
        ],
        handle: { request, context in try await put(request, context) }),
      Endpoint(
        .delete, "/api/v1/stories/{name}", operation: "deleteStory", summary: "Take a story away.",
        inputs: [Self.nameInput],
        answers: [Answer(204, "It is gone.", type: ""), .problem(404, "There is no such story.")],
        handle: { _, context in
          try folder.remove(try kept(context).name)
          return Response(status: .noContent)
        }),
    ]
  }

  private func put(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let name = try ScenarioRoutes.name(context)
    let sent = try await request.bytes(
      upTo: StoryFolder.greatestSize, orElse: "A story has at most 1 MB: it holds addresses of views, not pictures.")
    let story = try Self.parse(sent)
    var isNew = false
    let kept = try folder.write(story, named: name) { present in
      isNew = present == nil
      try request.checkMayWrite(over: present.map(Self.tag), of: "the story \(name)")
    }
    var response = Response(story.document(named: name), status: isNew ? .created : .ok)
    response.headers[.eTag] = "\"\(Self.tag(kept))\""
    return response
  }

  private func entry(_ name: String) -> JSON? {
    guard let bytes = folder.bytes(of: name) else { return nil }
    do throws(Story.Refusal) {
      let story = try Story.parse(bytes)
      return [
        "name": .text(name), "title": .text(story.story), "steps": .integer(story.steps.count), "error": .null,
      ]
    } catch {
      return ["name": .text(name), "title": .text(name), "steps": 0, "error": .text(error.sentence)]
    }
  }

  private func kept(_ context: BasicRequestContext) throws -> (name: String, bytes: Data) {
    let name = try ScenarioRoutes.name(context)
    guard let bytes = folder.bytes(of: name) else {
      throw Problem(.notFound, "There is no story \(name) here; /api/v1/stories lists them.")
    }
    return (name, bytes)
  }

  private static func parse(_ bytes: Data) throws -> Story {
    do throws(Story.Refusal) { return try Story.parse(bytes) } catch {
      throw Problem(unprocessable: error.sentence, field: error.field)
    }
  }

  private static func tag(_ bytes: Data) -> String {
    var digest = Digest()
    digest.feed("story", text: String(decoding: bytes, as: UTF8.self))
    return String(digest.text.prefix(32))
  }
}
