import Foundation
import Testing

@testable import Datasets

@Suite("Plain files")
struct PlainFileTests {
  private let folder: String
  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/kembar-datasets-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func sentence(_ path: String) -> String {
    do {
      _ = try PlainFile(path)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("are existing files with something in them, links resolved")
  func plain() throws {
    let path = folder + "/a.txt"
    try Data("hello".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: path)
    let file = try PlainFile(folder + "/link")
    #expect(file.resolved.hasSuffix("/a.txt") && file.size == 5 && file.name == "link" && file.disguise == nil)
    #expect(file.head(2) == Array("he".utf8))
  }

  @Test(
    "are no addresses, archives, databases, folders or devices",
    arguments: [
      "/vsizip/a.zip/a.tif", "/vsicurl/https://example.org/a.tif", "/vsimem/a", "https://example.org/a.tif",
      "file:///etc/passwd", "PG:dbname=city", "NETCDF:\"a.nc\":depth", "", "a\u{0}b", "/", "/dev/zero", "/no/such/file",
      "<OGRVRTDataSource></OGRVRTDataSource>", "{\"type\":\"Point\",\"coordinates\":[1,2]}",
    ])
  func refused(path: String) { #expect(sentence(path) != "no error") }

  @Test("that are something else in disguise are known by their first bytes")
  func disguise() throws {
    let kinds: [(bytes: [UInt8], what: String)] = [
      ([0x89, 0x50, 0x4E, 0x47, 0x0D], "a PNG picture"), ([0xFF, 0xD8, 0xFF, 0xE0], "a JPEG picture"),
      (Array("%PDF-1.7".utf8), "a PDF document"), (Array("<!DOCTYPE html><html>".utf8), "a web page"),
    ]
    for kind in kinds {
      let path = folder + "/file.tif"
      try Data(kind.bytes).write(to: URL(fileURLWithPath: path))
      #expect(try PlainFile(path).disguise == kind.what)
    }
  }

  @Test("are opened by the drivers of their family and by no other")
  func families() throws {
    let path = folder + "/a.geojson"
    try Data("{\"type\":\"Point\",\"coordinates\":[1,2]}".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try Dataset(PlainFile(path), .vectors).driver == "GeoJSON")
    for family in [DriverFamily.rasters, .geoPackage] {
      let error = #expect(throws: DatasetError.self) { try Dataset(PlainFile(path), family) }
      #expect(error?.why.hasPrefix("cannot be read as a Geo") == true)
    }
    let virtual = folder + "/a.vrt"
    try Data("<OGRVRTDataSource><OGRVRTLayer name=\"x\"/></OGRVRTDataSource>".utf8)
      .write(to: URL(fileURLWithPath: virtual))
    #expect(throws: DatasetError.self) { try Dataset(PlainFile(virtual), .vectors) }
    #expect(throws: DatasetError.self) { try Dataset(PlainFile(virtual), .rasters) }
  }
}
