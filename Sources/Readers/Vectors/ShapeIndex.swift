internal import CGDAL
import Datasets

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Stands in for the index (`.shx`) that a Shapefile lacks: GDAL makes one, in a folder of its own beside links to the
/// files, so that nothing is written where the source lies.
final class ShapeIndex {
  private let folder: String
  private let file: PlainFile

  /// An index for a Shapefile without one; nothing for any other file.
  init?(missingBeside file: PlainFile) throws {
    let path = file.resolved
    guard path.lowercased().hasSuffix(".shp") else { return nil }
    let stem = String(path.dropLast(4))
    guard !["shx", "SHX", "Shx"].contains(where: { access("\(stem).\($0)", F_OK) == 0 }) else { return nil }
    var template = Array("/tmp/kembar-shape-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw DatasetError(file: file.path, why: "lacks its index (.shx), and there is no room to make one in /tmp.")
    }
    folder = String(cString: made)
    for end in ["shp", "dbf", "prj", "cpg", "SHP", "DBF", "PRJ", "CPG"] where access("\(stem).\(end)", R_OK) == 0 {
      symlink("\(stem).\(end)", "\(folder)/shape.\(end.lowercased())")
    }
    // The file is opened under its stand-in's name, which is a link: the link is not resolved.
    self.file = file
  }

  deinit {
    for end in ["shp", "dbf", "prj", "cpg", "shx"] { unlink("\(folder)/shape.\(end)") }
    rmdir(folder)
  }

  /// Opens the Shapefile with the index made for it; both go when the dataset closes.
  func open() throws -> Dataset {
    CPLSetThreadLocalConfigOption("SHAPE_RESTORE_SHX", "YES")
    defer { CPLSetThreadLocalConfigOption("SHAPE_RESTORE_SHX", nil) }
    do {
      let dataset = try Dataset(PlainFile(unresolved: "\(folder)/shape.shp", named: file.path), .vectors)
      dataset.companion = self
      return dataset
    } catch let error as DatasetError {
      throw DatasetError(file: file.path, why: error.why)
    }
  }
}
