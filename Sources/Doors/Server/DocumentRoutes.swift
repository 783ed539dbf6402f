internal import Hummingbird
internal import Serving

/// The endpoint that describes all endpoints, itself included.
struct DocumentRoutes: Routes {
  let name = "documents"
  private let domains: [any Routes]
  private let basePath: String

  init(describing domains: [any Routes], basePath: String) {
    self.domains = domains
    self.basePath = basePath
  }

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/openapi.json", operation: "getOpenAPI", summary: "This API, described in OpenAPI 3.1.",
        answers: [Endpoint.Answer(200, "The description.")],
        handle: { _, _ in
          Response(
            OpenAPI(title: "Kembar", version: "1", basePath: basePath, routes: domains + [self]).document)
        })
    ]
  }
}
