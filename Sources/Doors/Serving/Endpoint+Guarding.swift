internal import HTTPTypes
public import Hummingbird
public import Keys

extension Endpoint {
  /// What carries out a request after it was found that its caller may ask, with a row in the log for each write by a person, and for each that concerns accounts and keys.
  ///
  /// Without what the endpoint ``needs`` the caller hears 401 when it has not said who it is, otherwise 403 with what is missing. A write is
  /// written down before it is carried out, and how it ended after it; where it cannot be written down it is not carried out. Observations sent by whoever sits at this machine
  /// while there is no account are not written down: they are their own record.
  public func guarded(by keyring: Keyring) -> Handler {
    let (needs, handle, method, summary) = (needs, handle, method, summary)
    let isWrite = method != .get && method != .head && needs != nil && needs != .read
    return { request, context in
      let caller = Caller.current
      if let needs { try caller.require(needs, for: request) }
      let isMeasurement = needs == .observe && caller.identity == .thisMachine
      guard isWrite, caller.isPerson || needs == .administer, !isMeasurement else {
        return try await handle(request, context)
      }
      let change: Int64
      do throws(KeyringError) {
        change = try await keyring.log(
          request.method.rawValue, request.uri.path, by: caller, summary: summary, at: Keyring.now())
      } catch { throw Problem(error) }
      do {
        let response = try await handle(request, context)
        try? await keyring.end(change, status: response.status.code)
        return response
      } catch {
        try? await keyring.end(change, status: Problem(unexpected: error).status.code)
        throw error
      }
    }
  }
}

extension Caller {
  /// Throws 401 where a caller that has not said who it is lacks a scope, 403 with the scope's word where another does.
  public func require(_ scopes: Scopes, for request: Request) throws {
    guard !may(scopes) else { return }
    guard identity != .anyone else {
      throw Problem(
        .unauthorized,
        "This needs someone who is signed in: sign in on the page, or send Authorization with a key or a name and a password.",
        headers: request.isOfBrowser ? [:] : [.wwwAuthenticate: Problem.challenge])
    }
    let missing = scopes.subtracting(self.scopes)
    throw Problem(
      .forbidden,
      "\(name) may not do this: it needs the scope \(missing), and has \(self.scopes.isEmpty ? "none" : "\(self.scopes)"). "
        + "An administrator can give another \(isPerson ? "role" : "key").",
      fields: [JSON.Field("missing", .list(missing.list.map(JSON.text)))])
  }
}
