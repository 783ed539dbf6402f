import Measuring
import ShallowWater
import WaterCases

/// The reference engine against exact solutions: relative L1 of the depth.
enum Accuracy {
  private struct Entry: Sendable {
    var bar: String
    var order: ReferenceEngine.Order
    /// Per cent; nil states a figure without a bar.
    var limit: Double?
    var make: @Sendable () -> WaterCase
  }

  private static let entries: [Entry] = [
    Entry(bar: "Stoker, first order", order: .first, limit: 0.7) { .stoker(cells: 400) },
    Entry(bar: "Stoker, second order", order: .second, limit: 0.3) { .stoker(cells: 400) },
    Entry(bar: "Ritter, first order", order: .first, limit: 0.9) { .ritter(cells: 400) },
    Entry(bar: "Ritter, second order", order: .second, limit: 0.5) { .ritter(cells: 400) },
    Entry(bar: "Thacker's parabola, first order", order: .first, limit: 2) { .parabola(cells: 800) },
    Entry(bar: "Thacker's parabola, second order", order: .second, limit: 2) { .parabola(cells: 400) },
    Entry(bar: "Thacker's bowl, second order", order: .second, limit: 2) { .turningBowl(cells: 100) },
    Entry(bar: "Thacker's bowl, second order", order: .second, limit: 2) { .breathingBowl(cells: 120) },
    Entry(bar: "Thacker's bowl, first order", order: .first, limit: 2) { .turningBowl(cells: 100) },
    Entry(bar: "Thacker's bowl, first order", order: .first, limit: 2) { .breathingBowl(cells: 120) },
    Entry(bar: "bump, first order", order: .first, limit: nil) { .bump(.subcritical, cells: 200) },
    Entry(bar: "bump, first order", order: .first, limit: 1) { .bump(.transcritical, cells: 200) },
    Entry(bar: "bump, first order", order: .first, limit: 1) { .bump(.shock, cells: 200) },
    Entry(bar: "bump, second order", order: .second, limit: nil) { .bump(.subcritical, cells: 200) },
    Entry(bar: "bump, second order", order: .second, limit: nil) { .bump(.transcritical, cells: 200) },
    Entry(bar: "bump, second order", order: .second, limit: nil) { .bump(.shock, cells: 200) },
    Entry(bar: "MacDonald, first order", order: .first, limit: 0.7) { .macDonald(rain: false, cells: 200) },
    Entry(bar: "MacDonald, first order", order: .first, limit: 0.7) { .macDonald(rain: true, cells: 200) },
    Entry(bar: "MacDonald, second order", order: .second, limit: 0.7) { .macDonald(rain: false, cells: 200) },
    Entry(bar: "MacDonald, second order", order: .second, limit: 0.7) { .macDonald(rain: true, cells: 200) },
  ]

  /// The live engine; dam breaks a thousand times as large, for it holds water below a millimetre still. They have no bar: they
  /// show what it leaves out.
  private static let live: [(bar: String, limit: Double?, make: @Sendable () -> WaterCase)] = [
    ("Stoker × 1000", nil, { .stoker(cells: 400, scale: 1000) }),
    ("Stoker × 1000", nil, { .stoker(cells: 1600, scale: 1000) }),
    ("Ritter × 1000", nil, { .ritter(cells: 400, scale: 1000) }),
    ("Ritter × 1000", nil, { .ritter(cells: 1600, scale: 1000) }),
    ("MacDonald", 2.5, { .macDonald(rain: false, cells: 200) }),
    ("MacDonald", 2.5, { .macDonald(rain: true, cells: 200) }),
  ]

  static func run(_ words: [String]) throws {
    for entry in live where words.isEmpty || words.contains(where: { "\(entry.bar), live".contains($0) }) {
      let made = entry.make()
      for form in LiveForm.allCases {
        let began = processorSeconds()
        let depths = try made.runLive(advection: form.hasAdvection)
        try Row(
          bar: "\(entry.bar), \(form.name)", case: made.name, unit: "%", ours: 100 * made.error(of: depths),
          limit: entry.limit, seconds: processorSeconds() - began
        ).print()
      }
    }
    for entry in entries where words.isEmpty || words.contains(where: { entry.bar.contains($0) }) {
      let made = entry.make()
      let began = processorSeconds()
      let engine = try made.run(entry.order)
      try Row(
        bar: entry.bar, case: made.name, unit: "%", ours: 100 * made.error(of: engine.exactDepths()),
        limit: entry.limit,
        seconds: processorSeconds() - began
      ).print()
    }
  }
}
