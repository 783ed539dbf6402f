import Foundation
import Modelling
import Observations
import Store

/// Writes on five threads until it is killed, and tells of each call on standard output once it was acknowledged.
///
/// Lines: `one STREAM MINUTES`, `three CALL`, `moved COUNT`, `thing NUMBER`; `ready` before the first.
struct Ingest: Sendable {
  let store: MonthlyStore
  let round: Int

  init(folder: String, round: Int) throws {
    store = try MonthlyStore(folder: folder)
    self.round = round
    try Town.furnish(store, streams: 4)
  }

  func run() throws -> Never {
    tell("ready")
    for stream in 1...2 { begin { try ones(Int64(stream)) } }
    begin(threes)
    begin(moves)
    begin(things)
    while true { sleep(60) }
  }

  /// Single observations of streams 1 and 2, some of them words, at moments of their own.
  private func ones(_ stream: Int64) throws {
    for call in 0... {
      let minutes = round * 10_000 + call
      var observation = Town.plain(stream, minutes, Double(minutes))
      if call % 3 == 0 { observation.resultTime = Town.moment(minutes + 1) }
      if call % 5 == 0 { observation.result = "open" }
      _ = try store.create([observation])
      tell("one \(stream) \(minutes)")
    }
  }

  /// Three observations of stream 3 a call, in three months, their value the call.
  private func threes() throws {
    for count in 0... {
      let call = round * 10_000 + count
      _ = try store.create([0, 50_000, 100_000].map { Town.plain(3, $0 + call % 40_000, Double(call)) })
      tell("three \(call)")
    }
  }

  /// One observation of stream 4 that goes from month to month, its value the number of moves.
  private func moves() throws {
    let name = ObservationID(stream: EntityID(4), time: Town.moment(0))
    var count = 0
    if let found = try store.observation(name), case .number(let value) = found.observation.result {
      count = Int(value)
    } else {
      _ = try store.create([Town.plain(4, 0, 0)])
    }
    while true {
      count += 1
      guard try store.replace(name, with: Town.plain(4, count % 3 * 50_000, Double(count))) else {
        fail("the observation that moves is gone")
      }
      tell("moved \(count)")
    }
  }

  /// Entities.
  private func things() throws {
    for call in 0... {
      let number = Int64(round * 10_000 + call + 2)
      try store.put(Thing(id: EntityID(number), name: "Gauge \(number)", description: ""))
      tell("thing \(number)")
    }
  }

  private func begin(_ work: @escaping @Sendable () throws -> Void) {
    Thread { do { try work() } catch { fail("\(error)") } }.start()
  }

  /// One write of a short line is whole or not there.
  private func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    guard write(1, bytes, bytes.count) == bytes.count else { exit(1) }
  }
}
