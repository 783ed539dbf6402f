/// The ground an engine runs on: a north-up raster of square cells.
///
/// Cell (column, row) has the index `row * columns + column`; row 0 is the northern one. An edge belongs to the cell west
/// or north of it: `east[i]` lies between cell i and its eastern neighbour, `south[i]` between i and its southern one. The rim of
/// the raster, and every edge beside a cell outside the model, is a wall unless a ``Rim`` says otherwise.
public struct Basin: Sendable {
  /// Cells from west to east, and from north to south.
  public let columns, rows: Int
  /// A cell's side in metres.
  public let cell: Double
  /// Level of the ground in metres above the datum; NaN outside the model.
  public var bed: [Float]
  /// Manning's n in s/m^⅓, above 0.
  public var roughness: [Float]
  /// Share of a cell that water can fill, above 0 and up to 1 — less where buildings stand; empty where it is 1 everywhere.
  public var room: [Float] = []
  /// Share of an edge's width open to flow, 0…1; empty where it is 1 everywhere.
  public var eastOpenings: [Float] = [], southOpenings: [Float] = []
  /// Crest in metres above the datum of what stands on an edge — a wall, a bank finer than a cell; -infinity where nothing
  /// does; empty where nothing stands anywhere.
  public var eastCrests: [Float] = [], southCrests: [Float] = []
  /// Decks of bridges over edges; the live engine lets them hold water back.
  public var bridges: [BridgeDeck] = []
  /// What the ground takes in.
  public var soil = Soil.sealed

  /// A basin of bare ground.
  public init(columns: Int, rows: Int, cell: Double, bed: [Float], roughness: [Float]) {
    precondition(columns > 0 && rows > 0 && cell > 0, "a basin has cells")
    precondition(bed.count == columns * rows && roughness.count == bed.count, "a bed and a roughness for every cell")
    self.columns = columns
    self.rows = rows
    self.cell = cell
    self.bed = bed
    self.roughness = roughness
  }

  /// Cells, those outside the model included.
  public var count: Int { bed.count }
}

/// What the ground takes in, cell by cell.
public enum Soil: Sendable {
  /// Nothing.
  case sealed
  /// A rate in m/s, whenever there is water.
  case constant(rate: [Float])
  /// Green and Ampt (1911): conductivity K in m/s, and suction head × moisture deficit ψΔθ in m; f = K (1 + ψΔθ ⁄ F).
  case greenAmpt(conductivity: [Float], suctionDeficit: [Float])
  /// The curve number of the US Soil Conservation Service: potential retention S in m (25.4 ⁄ CN − 0.254, in metres), of which 0.2 S is
  /// the initial abstraction; it takes from rain only.
  case curveNumber(retention: [Float])
}
