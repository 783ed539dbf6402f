/// What an import takes.
public struct ImportLimits: Sendable, Codable {
  /// Bytes a file may have: more than any country's extract of the open map.
  public var fileBytes = 6_000_000_000
  /// Bytes all files of an import may have.
  public var bytes = 12_000_000_000
  /// Files an import may have.
  public var files = 200
  /// Imports that may be open at once.
  public var imports = 4
  /// Hours an import stays when nobody touches it.
  public var hours = 24
  /// Bytes that stay free on the disk.
  public var reserve = 200_000_000

  /// The limits of a server.
  public init() {}
}
