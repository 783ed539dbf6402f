internal import GRDB
internal import Modelling

extension KeyringFile {
  /// Writes when sessions and keys were used.
  func mark(sessions: [SecretDigest: Instant], keys: [Int64: Instant]) throws(KeyringError) {
    try write { db in
      for (digest, used) in sessions {
        try db.execute(
          sql: "UPDATE account_session SET used = ? WHERE digest = ?", arguments: [used.milliseconds, digest.data])
      }
      for (number, used) in keys {
        try db.execute(
          sql: "UPDATE access_key SET used = ? WHERE number = ?", arguments: [used.milliseconds, number])
      }
    }
  }

  /// Clears away sessions that are over, and rows of the log and revoked keys from before a moment.
  func purge(at now: Instant, logBefore: Instant) throws(KeyringError) {
    try write { db in
      try db.execute(
        sql: "DELETE FROM account_session WHERE used <= ? OR begun <= ?",
        arguments: [now.milliseconds - Session.idle, now.milliseconds - Session.longest])
      if db.changesCount > 0 {
        try db.execute(sql: "UPDATE keyring_setting SET value = value + 1 WHERE name = 'changes'")
      }
      try db.execute(sql: "DELETE FROM access_key WHERE revoked < ?", arguments: [logBefore.milliseconds])
      try db.execute(sql: "DELETE FROM change_log WHERE time < ?", arguments: [logBefore.milliseconds])
    }
  }
}
