/// Where the parts of exponents stand in one column: each flow's own, the labels of each grouping, the common one.
struct FeatureLayout: Sendable {
  /// Where the labels of each grouping begin, and where the last ends.
  let offsets: [Int]
  let groupings: [FlowGrouping]
  let common: Int
  let variances: [Double]
  var count: Int { variances.count }

  init(flows: Int, groupings: [FlowGrouping], own: Double, common spread: Double) {
    self.groupings = groupings
    var offsets = [flows]
    var variances = [Double](repeating: own * own, count: flows)
    for grouping in groupings {
      let labels = grouping.labels
      variances += [Double](repeating: grouping.spread * grouping.spread, count: labels)
      offsets.append((offsets.last ?? 0) + labels)
    }
    self.offsets = offsets
    common = variances.count
    self.variances = variances + [spread * spread]
  }

  /// The exponent of a flow from the parts.
  func exponent(of flow: Int, _ parts: [Double]) -> Double {
    var sum = parts[flow] + parts[common]
    for (offset, grouping) in zip(offsets, groupings) {
      for column in grouping.columns where column[flow] >= 0 { sum += parts[offset + Int(column[flow])] }
    }
    return sum
  }
}

/// Sums the slopes of a counter by part.
struct FeatureGather {
  /// What a counter's number does when a part grows.
  struct Row: Sendable {
    var features: [Int32] = []
    var values: [Double] = []
    /// The slopes times the exponents.
    var alongExponents = 0.0
  }

  private let layout: FeatureLayout
  private var sums: [Double]
  private var isTouched: [Bool]

  init(_ layout: FeatureLayout) {
    self.layout = layout
    sums = [Double](repeating: 0, count: layout.count)
    isTouched = [Bool](repeating: false, count: layout.count)
  }

  mutating func row(_ slopes: [(flow: Int, slope: Double)], _ exponents: [Double]) -> Row {
    var row = Row()
    func add(_ feature: Int, _ slope: Double) {
      if !isTouched[feature] {
        isTouched[feature] = true
        row.features.append(Int32(feature))
      }
      sums[feature] += slope
    }
    for (flow, slope) in slopes {
      row.alongExponents += slope * exponents[flow]
      if layout.variances[flow] > 0 { add(flow, slope) }
      add(layout.common, slope)
      for (offset, grouping) in zip(layout.offsets, layout.groupings) {
        for column in grouping.columns where column[flow] >= 0 { add(offset + Int(column[flow]), slope) }
      }
    }
    row.values = row.features.map { sums[Int($0)] }
    for feature in row.features {
      sums[Int(feature)] = 0
      isTouched[Int(feature)] = false
    }
    return row
  }
}
