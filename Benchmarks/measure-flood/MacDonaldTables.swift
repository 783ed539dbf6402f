import Foundation
import Measuring
import ShallowWater
import WaterCases

/// MacDonald's long channel as itzi's tests hold it: bed and level every 5 m.
enum MacDonaldTables {
  static func run(_ words: [String]) throws {
    guard let data = words.first else { throw Trouble(description: "give the folder of flood data") }
    for (rain, file) in [
      (false, "McDonald_long_channel_wo_rain/mcdo_norain.csv"), (true, "McDonald_long_channel_rain/mcdo_rain.csv"),
    ] {
      let text = try String(contentsOfFile: "\(data)/itzi/\(file)", encoding: .utf8)
      let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
        $0.split(separator: ",").compactMap { Double($0) }
      }
      let bed = rows.map { $0[1] }
      let level = rows.map { $0[2] }
      let count = rows.count
      // The level where the channel ends, half a cell beyond the last row.
      let outlet = 1.5 * level[count - 1] - 0.5 * level[count - 2]
      let made = WaterCase.macDonald(
        name: "itzi's table \(rain ? "with" : "without") rain, 5 m", bed: bed, depth: zip(level, bed).map { $0 - $1 },
        outlet: outlet,
        rain: rain)
      for form in LiveForm.allCases { try LiveCases.channel(made, form, limit: 2.5) }
      for order in [ReferenceEngine.Order.first, .second] {
        let began = processorSeconds()
        let engine = try made.run(order)
        try Row(
          bar: "MacDonald, \(order) order", case: made.name, unit: "%",
          ours: 100 * made.error(of: engine.exactDepths()),
          limit: 0.7, seconds: processorSeconds() - began
        ).print()
      }
    }
  }
}
