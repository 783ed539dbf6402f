public import Hummingbird

/// Answers requests through a router, and tells those behind it where the connection comes from.
///
/// A router's own context does not know its connection; handlers ask ``Doorway/remoteAddress`` instead.
public struct Doorway: HTTPResponder {
  /// A request's context with the address at the other end.
  public struct Context: InitializableFromSource {
    let inner: BasicRequestContext
    let remote: String?

    /// What the server knows of a request.
    public init(source: ApplicationRequestContextSource) {
      inner = BasicRequestContext(source: source)
      remote = source.channel.remoteAddress?.ipAddress
    }
  }

  /// The address, in numbers, of the machine the present request came from; nothing where it is not known.
  @TaskLocal public static var remoteAddress: String?

  private let router: @Sendable () -> RouterResponder<BasicRequestContext>

  /// A doorway to a router, which is asked for at each request: another may take its place while the server runs.
  public init(to router: @escaping @Sendable () -> RouterResponder<BasicRequestContext>) { self.router = router }

  /// Answers a request.
  public func respond(to request: Request, context: Context) async throws -> Response {
    try await Self.$remoteAddress.withValue(context.remote) {
      try await router().respond(to: request, context: context.inner)
    }
  }
}
