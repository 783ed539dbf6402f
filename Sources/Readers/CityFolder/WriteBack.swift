internal import CGDAL
import Datasets
import Geography
import Replica

/// Writes into `city.gpkg` what a load found out: keys of drawn rows, nodes of drawn streets. One transaction, so
/// that a kill leaves the file as it was.
struct WriteBack {
  let path: String

  /// Throws a ``Datasets/DatasetError`` when the file cannot be changed; it is then as it was.
  func carryOut(_ repairs: [LoadRemarks.Repair], newNodes: [NodeID], _ nodes: Nodes) throws {
    let dataset = try Dataset(PlainFile(path), .geoPackage, to: .edit)
    try dataset.complaints.listening {
      guard GDALDatasetStartTransaction(dataset.handle, 0) == OGRERR_NONE else { throw failure(dataset) }
      for repair in repairs {
        guard
          let layer = GDALDatasetGetLayerByName(dataset.handle, repair.table),
          let feature = OGR_L_GetFeature(layer, repair.row)
        else { continue }
        defer { OGR_F_Destroy(feature) }
        let field = OGR_F_GetFieldIndex(feature, repair.column)
        guard field >= 0 else { continue }
        OGR_F_SetFieldString(feature, field, repair.text)
        guard OGR_L_SetFeature(layer, feature) == OGRERR_NONE else { throw failure(dataset) }
      }
      if !newNodes.isEmpty { try add(newNodes, nodes, dataset) }
      guard GDALDatasetCommitTransaction(dataset.handle) == OGRERR_NONE, dataset.complaints.errors.isEmpty else {
        throw failure(dataset)
      }
    }
  }

  private func add(_ newNodes: [NodeID], _ nodes: Nodes, _ dataset: Dataset) throws {
    guard let layer = GDALDatasetGetLayerByName(dataset.handle, "street_nodes") else { return }
    var binary = WellKnownBinaryWriter()
    var rows = RowWriter(layer)
    for node in newNodes {
      binary.point(nodes.points[node.index])
      rows.add(binary.bytes) { row in
        row.set("key", nodes.keys[node.index].text)
        row.set("control", nodes.controls[node.index].word)
        row.set("crossing", nodes.crossings[node.index].word)
        row.set("kerb", nodes.kerbs[node.index].word)
      }
    }
    guard !rows.hasFailed else { throw failure(dataset) }
  }

  private func failure(_ dataset: Dataset) -> DatasetError {
    GDALDatasetRollbackTransaction(dataset.handle)
    return DatasetError(file: path, why: "cannot be changed\(dataset.complaints.aside).")
  }
}
