import Foundation
import Modelling
import Testing

@Suite("Parallel work")
struct ParallelTests {
  private struct Stop: Error, Equatable { let chunk: Int }

  /// Sendable because each element is written by the one chunk that owns it.
  private final class Cells: @unchecked Sendable {
    let values: UnsafeMutableBufferPointer<Int>
    init(_ count: Int) {
      values = .allocate(capacity: count)
      values.initialize(repeating: 0)
    }
    deinit { values.deallocate() }
  }

  @Test("visits every element once, whatever the number of threads", arguments: [1, 2, 7])
  func everyElement(threads: Int) throws {
    let cells = Cells(10_001)
    try parallel(over: 10_001, chunk: 64, threads: threads) { range in
      for index in range { cells.values[index] += index }
    }
    #expect(cells.values.enumerated().allSatisfy { $0 == $1 })
  }

  @Test("nested in itself runs in line and ends")
  func nested() throws {
    let cells = Cells(64)
    try parallel(over: 8, chunk: 1, threads: 4) { outer in
      for row in outer {
        try parallel(over: 8, chunk: 1, threads: 4) { inner in
          for column in inner { cells.values[row * 8 + column] += 1 }
        }
      }
    }
    #expect(cells.values.allSatisfy { $0 == 1 })
  }

  @Test("throws the error of a chunk, and starts no more after it")
  func failing() {
    #expect(throws: Stop(chunk: 0)) {
      try parallel(over: 1000, chunk: 1, threads: 1) { throw Stop(chunk: $0.lowerBound) }
    }
    #expect(throws: Stop.self) {
      try parallel(over: 1000, chunk: 1, threads: 4) { throw Stop(chunk: $0.lowerBound) }
    }
  }

  @Test("of nothing does nothing")
  func empty() throws {
    try parallel(over: 0, chunk: 8, threads: 4) { _ in throw Stop(chunk: 0) }
  }
}
