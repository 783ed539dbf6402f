import Feeds
import Foundation
import Modelling
import Observations
import Testing

/// What is known again over a restart.
@Suite struct Fingerprints {
  /// Worked out once by another program, so that what is kept in files holds for every process and version.
  @Test func aReadingHasTheSameNameInEveryProcess() throws {
    let pulled = try Pulled(Fetching.yaml.replacingOccurrences(of: "{secret:levels}", with: "x"))
    _ = try pulled.pull(#"[{"t": 1790208000, "id": "a", "v": 1.5}]"#)
    #expect(pulled.memory.seen == [0xA7FF_FAE9_5211_697F])
    let buses = try Pulled(Vehicles.yaml, at: "2026-09-24T00:00:10Z")
    buses.answers = { _ in
      FeedAnswer(status: 200, body: Vehicles.message([Vehicles.bus("1", bearing: nil, speed: nil)]))
    }
    try buses.pull()
    for _ in 0..<50 { #expect(try buses.pull().report.taken == 0) }
  }
}
