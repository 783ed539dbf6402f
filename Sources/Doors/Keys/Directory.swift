internal import Modelling

/// Accounts, keys and sessions as they are in the file at one moment: what a request is looked up in.
struct Directory: Sendable {
  /// How often the file was changed before.
  var change: Int64 = -1
  var accounts: [Int64: KeptAccount] = [:]
  /// Numbers of accounts by their names as they are compared.
  var names: [String: Int64] = [:]
  /// Numbers of keys by the digests of their secrets; revoked ones are left out.
  var secrets: [SecretDigest: Int64] = [:]
  var keys: [Int64: AccessKey] = [:]
  var sessions: [SecretDigest: Session] = [:]
  /// Whether everyone may read.
  var isPublic = false

  /// The account of a name, as it was written or otherwise.
  func account(named name: String) -> KeptAccount? { names[Account.folded(name)].flatMap { accounts[$0] } }
}
