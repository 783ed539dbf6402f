import ArgumentParser
import Foundation
import Keys

/// The keyring of a city's folder; a server that runs on it sees changes within two seconds.
enum CityKeyring {
  /// Opens it; throws a sentence where the folder is no city's.
  static func open(_ folder: String) throws -> Keyring {
    guard FileManager.default.fileExists(atPath: folder + "/city.yaml") else {
      throw ValidationError(
        "\(folder) is no city: there is no city.yaml in it. Make one with kembar sandbox or kembar import.")
    }
    return try Keyring(folder: folder + "/private")
  }

  /// A moment as people read it.
  static func text(_ milliseconds: Int64?) -> String {
    guard let milliseconds else { return "–" }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601.dateSeparator(.dash))
  }
}
