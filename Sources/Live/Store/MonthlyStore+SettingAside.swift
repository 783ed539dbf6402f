internal import Foundation
public import Observations

extension MonthlyStore {
  /// Whether a folder holds observations of some month, which lie by the clock of the store that wrote them.
  public static func hasObservations(in folder: String) -> Bool { Catalogue.hasMonths(folder) }

  /// Moves the files of a store that is closed into a folder among them, and leaves all else where it is; answers that folder.
  ///
  /// Broken off, it leaves a store that opens: the catalogue goes last. Throws a sentence where the disk will not have it.
  public static func setAside(in folder: String) throws(StoreError) -> String {
    let manager = FileManager.default
    do {
      let names = try manager.contentsOfDirectory(atPath: folder).filter { name in
        ["", "-wal", "-shm", "-journal"].contains { name.hasSuffix(".sqlite" + $0) }
      }
      var number = 1
      while manager.fileExists(atPath: "\(folder)/set-aside-\(number)") { number += 1 }
      let aside = "\(folder)/set-aside-\(number)"
      try manager.createDirectory(atPath: aside, withIntermediateDirectories: false)
      let (catalogue, months) = (
        names.filter { $0.hasPrefix("catalogue.") }, names.filter { !$0.hasPrefix("catalogue.") }
      )
      for name in months + catalogue { try manager.moveItem(atPath: "\(folder)/\(name)", toPath: "\(aside)/\(name)") }
      return aside
    } catch {
      throw .storage(
        "The observations in \(folder) cannot be set aside (\(error.localizedDescription)): give the folder to the user the server runs as."
      )
    }
  }
}
