internal import Crypto
public import Foundation

/// A file on its way in: written as it comes, counted and hashed; gone again where it does not come whole.
///
/// Sendable because it is handed on and never shared: one request writes it, then the desk takes it.
public struct IncomingFile: @unchecked Sendable {
  /// The name it will have.
  public let name: String
  /// How many bytes came so far.
  public private(set) var size = 0
  let path: String
  private let handle: FileHandle
  private let most: Int
  private var hasher = SHA256()

  init(_ name: String, at path: String, most: Int) throws(ImportRefusal) {
    (self.name, self.path, self.most) = (name, path, most)
    try? FileManager.default.removeItem(atPath: path)
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw .disk("\(name) cannot be written: see that the server's disk has room and may be written.") }
    self.handle = handle
  }

  /// Takes some bytes.
  public mutating func add(_ bytes: Data) throws(ImportRefusal) {
    size += bytes.count
    guard size <= most else {
      throw .tooLarge("\(name) has more than \(most / 1_000_000) MB, and no more is taken: cut it to the town first.")
    }
    hasher.update(data: bytes)
    do { try handle.write(contentsOf: bytes) } catch {
      throw .disk(
        "\(name) cannot be written: the server's disk is full, or may not be written. Make room and send it again.")
    }
  }

  /// The SHA-256 of what came, once it is whole.
  mutating func finish() throws(ImportRefusal) -> String {
    do { try handle.close() } catch {
      throw .disk(
        "\(name) cannot be written: the server's disk is full, or may not be written. Make room and send it again.")
    }
    return hasher.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Takes away what came.
  public func abandon() {
    try? handle.close()
    try? FileManager.default.removeItem(atPath: path)
  }
}
