import Measuring
import ShallowWater
import WaterCases

/// Rain on a tilted plane against the kinematic wave.
enum Runoff {
  static func run(_ words: [String]) throws {
    for share in [1.5, 0.6] {
      for cells in [20, 100] {
        let plane = TiltedPlane(cells: cells, lasting: share)
        let rain = share > 1 ? "longer than the wave travels" : "that ends before the wave arrives"
        for order in [ReferenceEngine.Order.first, .second] {
          let engine = try ReferenceEngine(plane.basin, plane.forcing, order: order)
          let flow = try plane.hydrograph(engine, until: plane.concentration * 1.5)
          try Row(
            bar: "tilted plane, peak, reference \(order) order", case: "rain \(rain), \(cells) cells", unit: "%",
            ours: 100 * abs((flow.max() ?? 0) / plane.peak - 1), limit: order == .second ? 2 : nil
          ).print()
        }
        for form in LiveForm.allCases {
          let live = try form.engine(plane.basin, plane.forcing)
          let flow = try plane.hydrograph(live, until: plane.concentration * 1.5)
          try Row(
            bar: "tilted plane, peak, \(form.name)", case: "rain \(rain), \(cells) cells", unit: "%",
            ours: 100 * abs((flow.max() ?? 0) / plane.peak - 1), limit: 2
          ).print()
        }
      }
    }
  }
}
