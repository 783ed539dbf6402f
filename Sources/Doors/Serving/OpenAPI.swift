internal import HTTPTypes
internal import Keys

/// The description of an API in the form of OpenAPI 3.1.
public struct OpenAPI: Sendable {
  /// The document.
  public let document: JSON

  /// The description of some routes, all that is served and nothing else.
  ///
  /// `basePath` stands before every path; empty for a server at the root.
  public init(title: String, version: String, basePath: String, routes: [any Routes]) {
    var paths: [(path: String, methods: [JSON.Field])] = []
    for domain in routes {
      for endpoint in domain.endpoints {
        let field = JSON.Field(endpoint.method.rawValue.lowercased(), endpoint.description(tag: domain.name))
        if let place = paths.firstIndex(where: { $0.path == endpoint.path }) {
          paths[place].methods.append(field)
        } else {
          paths.append((endpoint.path, [field]))
        }
      }
    }
    document = [
      "openapi": "3.1.0",
      "info": [
        "title": .text(title), "version": .text(version),
        "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": .text(basePath.isEmpty ? "/" : basePath)]],
      "tags": .list(routes.map { ["name": .text($0.name)] }),
      "paths": .object(paths.map { JSON.Field($0.path, .object($0.methods)) }),
      "components": ["schemas": ["Problem": Self.problem], "securitySchemes": Self.schemes],
    ]
  }

  private static let schemes: JSON = [
    "key": ["type": "http", "scheme": "bearer", "description": "A key (kmb_…) or a device's token (kmd_…)."],
    "account": [
      "type": "http", "scheme": "basic", "description": "A name and its password, or any name and a key as password.",
    ],
    "session": [
      "type": "apiKey", "in": "cookie", "name": "kembar", "description": "The page's; see POST /api/v1/session.",
    ],
  ]

  private static let problem: JSON = [
    "type": "object", "description": "RFC 9457; detail is a sentence: what, where and how to mend it.",
    "required": ["title", "status", "detail"],
    "properties": [
      "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
      "detail": ["type": "string"],
    ],
  ]
}

extension Endpoint {
  /// What the document says of this endpoint.
  func description(tag: String) -> JSON {
    var fields: [JSON.Field] = [
      JSON.Field("operationId", .text(operation)), JSON.Field("summary", .text(summary)),
      JSON.Field("tags", [.text(tag)]),
    ]
    if !inputs.isEmpty {
      let parameters: [JSON] = inputs.map { input in
        [
          "name": .text(input.name), "in": .text(input.place.rawValue), "required": .flag(input.place == .path),
          "description": .text(input.summary), "schema": input.schema,
        ]
      }
      fields.append(JSON.Field("parameters", .list(parameters)))
    }
    if let body {
      let content = body.types.map { JSON.Field($0, ["schema": body.schema]) }
      fields.append(
        JSON.Field(
          "requestBody",
          ["required": true, "description": .text(body.summary), "content": .object(content)]))
    }
    let responses: [JSON.Field] = answers.map { answer in
      var response: [JSON.Field] = [JSON.Field("description", .text(answer.summary))]
      if !answer.type.isEmpty {
        response.append(JSON.Field("content", .object([JSON.Field(answer.type, ["schema": answer.schema])])))
      }
      return JSON.Field("\(answer.status)", .object(response))
    }
    fields.append(JSON.Field("responses", .object(responses)))
    let scopes = JSON.list((needs?.list ?? []).map(JSON.text))
    fields.append(
      JSON.Field(
        "security", needs == nil ? [] : .list(["key", "account", "session"].map { .object([JSON.Field($0, scopes)]) })))
    return .object(fields)
  }
}
