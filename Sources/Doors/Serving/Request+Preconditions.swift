internal import HTTPTypes
public import Hummingbird

extension Request {
  /// Whether something that is kept may be written over, by what the caller says it has read: `If-Match` names the tag it read, or is `*` for
  /// whatever is there; `If-None-Match: *` writes only where nothing is. Without either the last who writes stands.
  ///
  /// - Parameters:
  ///   - tag: the tag of what is there, without quotes; nothing where nothing is.
  ///   - name: what it is called in sentences, such as "the story May".
  /// - Throws: a problem with status 412, in a sentence.
  public func checkMayWrite(over tag: String?, of name: String) throws {
    if let expected = headers[.ifMatch] {
      // A proxy that packs answers marks their tags as weak; those of this server are of the content, and strong all the same.
      let expected = expected.split(separator: ",").map { one in
        let bare = one.drop { $0 == " " }.prefix { $0 != " " }
        return bare.hasPrefix("W/") ? bare.dropFirst(2) : bare
      }
      guard let tag, expected.contains(where: { $0 == "*" || $0 == "\"\(tag)\"" }) else {
        throw Problem(.preconditionFailed, "Someone changed \(name) since it was read: read it again, then write.")
      }
    }
    if headers[.ifNoneMatch] == "*", tag != nil {
      throw Problem(.preconditionFailed, "There is \(name) already: give this one another name.")
    }
  }
}
