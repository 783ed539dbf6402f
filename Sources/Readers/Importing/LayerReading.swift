import Foundation
import Geography
import Modelling
import Projections
import Rasters
import Vectors

/// Reads the files of layers, and answers a file without a coordinate system with the systems that would do.
struct LayerReading {
  let request: ImportRequest
  let country: String
  let town: Town

  /// A layer of features.
  func features(_ path: String, layer: String, skipped: inout SkippedTally) throws -> VectorLayer {
    do {
      let reader = VectorReader(projection: town.projection, crs: request.systems[layer], within: town.wide)
      let read = try reader.read(path)
      skipped.add(Self.renamed(read.skipped, layer))
      guard !read.features.isEmpty else {
        throw ImportError.elsewhere(layer: layer, file: path, why: "none of its features lies in the town")
      }
      return read
    } catch VectorError.noProjection(let file, let box) {
      throw noSystem(layer, file, box)
    }
  }

  /// A raster over a part of the city; `sieve` tells which values can be true.
  func raster(
    _ paths: [String], layer: String, over box: Box, skipped: inout SkippedTally,
    sieve: (@Sendable (Float) -> Bool)? = nil
  ) throws -> RasterLayer {
    do {
      let reader = RasterReader(projection: town.projection, crs: request.systems[layer], sieve: sieve)
      let read = paths.count == 1 ? try reader.read(paths[0], over: box) : try reader.read(tiles: paths, over: box)
      skipped.add(Self.renamed(read.skipped, layer))
      return read
    } catch RasterError.noProjection(let file, let box) {
      throw noSystem(layer, file, box)
    }
  }

  private func noSystem(_ layer: String, _ file: String, _ box: Box) -> ImportError {
    .noSystem(
      layer: layer, file: file,
      candidates: CandidateSystems.landing(box: box, on: town.degrees, country: country))
  }

  private static func renamed(_ skipped: [Skipped], _ layer: String) -> [Skipped] {
    skipped.map {
      Skipped(what: "\($0.what) of the \(layer)", why: $0.why, count: $0.count, examples: $0.examples)
    }
  }

  /// A file's name without its folder.
  static func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

  /// A file's name without its folder and endings, the beginning of its features' keys.
  static func stem(_ path: String) -> String {
    String(name(path).prefix { $0 != "." }).lowercased().replacingOccurrences(of: " ", with: "-")
  }
}

/// Keys of the features of a file: its stem and the row's number, with a part for each piece of one row.
struct FileKeys {
  private let stem: String
  private var seen: [Int64: Int] = [:]

  init(_ path: String) { stem = LayerReading.stem(path) }

  mutating func key(_ id: Int64) -> String {
    let times = seen[id, default: 0] + 1
    seen[id] = times
    return "\(stem)/\(id)" + (times > 1 ? "/\(times)" : "")
  }
}
