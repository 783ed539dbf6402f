internal import Hummingbird
internal import Serving

/// What stands in the place of a city's endpoints while there is none: the page asks here first, and offers to make one.
struct NoCityRoutes: Routes {
  let name = "city"

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/city", operation: "getCity", summary: "There is no city here yet.",
        answers: [.problem(404, "There is no city here yet; isEmpty says so to programs.")],
        handle: { _, _ in
          throw Problem(.notFound, NoCity().description, fields: [JSON.Field("isEmpty", true)])
        })
    ]
  }
}
