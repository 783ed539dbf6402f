internal import Datasets
internal import Foundation
public import Geography
public import Modelling
internal import Rasters
public import Replica

/// Files inside a city's folder and no others.
public struct FolderFiles: Files {
  private let folder: String
  private let reading: FileReading

  /// The files of a folder, for a city.
  public init(folder: String, city: City) {
    self.folder = folder
    reading = FileReading(city)
  }

  /// A raster over the city and a kilometre around it, by path; NaN where it has no data.
  public func grid(_ path: String) throws -> Grid { try reading.grid(inside(path)) }

  /// A raster over time over the city and its terrain, by path; or a list of rasters, see ``GridList``.
  public func series(_ path: String) throws -> GridSeries {
    let file = try inside(path)
    return try reading.series(file, named: path) { try inside($0) }
  }

  /// A text of at most ``textLimit`` bytes.
  public func text(_ path: String) throws -> String { try FileReading.text(inside(path)) }

  /// Bytes a text may have.
  public static let textLimit = 20_000_000

  /// The fingerprint of a file's content and of what beside it says where it lies.
  public func digest(_ path: String) throws -> String { try reading.digest(inside(path)) }

  private func inside(_ path: String) throws -> PlainFile {
    let outside = CityFolderError(
      path, "only files inside the city's folder may be named: copy it there, to rasters/ for example.")
    guard !path.isEmpty else {
      throw CityFolderError(folder, "a file is meant, but its name is empty: name one, such as rasters/flood.tif.")
    }
    guard !path.hasPrefix("/"), !path.contains("://") else { throw outside }
    let file = try FileReading.plain("\(folder)/\(path)", named: path)
    let root = try FileReading.resolved(folder)
    guard file.resolved.hasPrefix(root + "/"), !file.resolved.hasPrefix(root + "/private/") else { throw outside }
    return file
  }
}

/// Any plain file, by a path relative to a city's folder or to where the command runs.
public struct AnyFiles: Files {
  private let folder: String
  private let reading: FileReading

  /// Files for a city.
  public init(folder: String, city: City) {
    self.folder = folder
    reading = FileReading(city)
  }

  /// A raster over the city and a kilometre around it, by path; NaN where it has no data.
  public func grid(_ path: String) throws -> Grid { try reading.grid(found(path)) }

  /// A raster over time over the city and its terrain, by path; or a list of rasters, see ``GridList``.
  public func series(_ path: String) throws -> GridSeries {
    let file = try found(path)
    return try reading.series(file, named: path) { try found($0) }
  }

  /// A text of at most ``FolderFiles/textLimit`` bytes.
  public func text(_ path: String) throws -> String { try FileReading.text(found(path)) }

  /// The fingerprint of a file's content and of what beside it says where it lies.
  public func digest(_ path: String) throws -> String { try reading.digest(found(path)) }

  private func found(_ path: String) throws -> PlainFile {
    let inFolder = "\(folder)/\(path)"
    let isInFolder = !path.hasPrefix("/") && !path.contains("://") && Disk.exists(inFolder)
    return try FileReading.plain(isInFolder ? inFolder : path, named: path)
  }
}

/// What both kinds of files do once they have found one.
private struct FileReading {
  private let projection: UTM
  private let box: Box?

  /// Metres around the city that are read with it, so that what a scenario builds at its edge is covered.
  private static let margin = 1000.0

  init(_ city: City) {
    projection = city.profile.projection
    var box = city.box
    box = box.isEmpty ? box : box.expanded(by: Self.margin)
    // Water comes from as far as the terrain reaches.
    if let terrain = city.terrain, case .affine(let placement) = terrain.placement,
      let near = placement.position(column: 0, row: 0),
      let far = placement.position(column: Double(terrain.columns), row: Double(terrain.rows))
    {
      box.formUnion(Box([near, far]))
    }
    self.box = box.isEmpty ? nil : box
  }

  func grid(_ file: PlainFile) throws -> Grid {
    try RasterReader(projection: projection).read(file.resolved, over: box).grid
  }

  /// A raster over time, or the list of them; `found` finds a file beside the list.
  func series(
    _ file: PlainFile, named name: String, _ found: (String) throws -> PlainFile
  ) throws -> GridSeries {
    guard GridList.isList(name) else {
      return try RasterReader(projection: projection).series(file.resolved, over: box)
    }
    let list = try GridList(Self.text(file), named: name)
    let folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
    return try list.series { path in
      try RasterReader(projection: projection).series(found(folder + path).resolved, over: box)
    }
  }

  static func text(_ file: PlainFile) throws -> String {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file.resolved), options: .mappedIfSafe) else {
      throw CityFolderError(file.path, "may not be read: check its rights.")
    }
    guard data.count <= FolderFiles.textLimit else {
      throw CityFolderError(file.path, "has \(data.count) bytes; a text has at most \(FolderFiles.textLimit): cut it.")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw CityFolderError(file.path, "is no text in UTF-8: save it as plain text.")
    }
    return text
  }

  /// The fingerprint of the file's bytes and of the small files beside it that say where it lies.
  func digest(_ file: PlainFile) throws -> String {
    var digest = Digest()
    let stem = file.resolved.lastIndex(of: ".").map { String(file.resolved[..<$0]) } ?? file.resolved
    let besides = [".prj", ".tfw", ".wld"].map { stem + $0 } + [file.resolved + ".aux.xml"]
    for path in [file.resolved] + besides {
      guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
        if path == file.resolved { throw CityFolderError(file.path, "may not be read: check its rights.") }
        continue
      }
      digest.feed("file", data)
    }
    return digest.text
  }

  static func plain(_ path: String, named name: String) throws -> PlainFile {
    do {
      return try PlainFile(path)
    } catch let error as DatasetError {
      throw CityFolderError(name, error.why)
    }
  }

  static func resolved(_ folder: String) throws -> String {
    guard let real = realpath(folder, nil) else { throw CityFolderError(folder, "there is no such folder.") }
    defer { free(real) }
    return String(cString: real)
  }
}
