internal import Foundation
internal import Observations

/// A folder that one store at a time has; a killed process lets go of it.
final class FolderLock: Sendable {
  private let file: Int32

  /// Lets go of the folder.
  func release() { flock(file, LOCK_UN) }

  init(_ folder: String) throws(StoreError) {
    let path = folder + "/.lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw .storage(
        "\(folder) cannot be written (\(String(cString: strerror(errno)))). Give the folder to the user the server runs as."
      )
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      // Before the stored property is set: from then on `deinit` closes it.
      close(file)
      throw .storage("\(folder) is used by another process: stop it, or give this one a folder of its own.")
    }
    self.file = file
  }

  deinit {
    // A program that is being started shares what is open for a moment: closing alone would leave the folder taken until then.
    release()
    close(file)
  }
}
