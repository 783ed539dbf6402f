public import Geography
public import Modelling
public import Replica

/// Files inside a city's folder and no others.
public struct FolderFiles: Files {
  /// The files of a folder, for a city.
  public init(folder: String, city: City) {}

  public func grid(_ path: String) throws -> Grid { throw CityFolderError(path, "cannot be read yet.") }
  public func digest(_ path: String) throws -> String { throw CityFolderError(path, "cannot be read yet.") }
}

/// Any plain file, by a path relative to a city's folder or to where the command runs.
public struct AnyFiles: Files {
  /// Files for a city.
  public init(folder: String, city: City) {}

  public func grid(_ path: String) throws -> Grid { throw CityFolderError(path, "cannot be read yet.") }
  public func digest(_ path: String) throws -> String { throw CityFolderError(path, "cannot be read yet.") }
}
