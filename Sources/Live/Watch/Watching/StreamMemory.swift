internal import Modelling
internal import Observations

/// The last observation of a stream that counts.
struct Reading: Hashable, Sendable, Codable {
  var time: Instant
  /// Nothing for a result that is no number.
  var value: Double?
  var quality: PlainValue?
}

/// A value in a window of time.
struct WindowValue: Hashable, Sendable, Codable {
  var time: Instant
  var value: Double
  var doubt: Doubt
}

/// What the watch keeps of a stream.
struct StreamMemory: Hashable, Sendable, Codable {
  /// The latest observation of all.
  var seen: Reading?
  /// The latest that failed no test.
  var usable: Reading?
  /// The latest whose quality nobody doubts.
  var good: Reading?
  /// The values of the longest window a rate needs, ascending.
  var window: [WindowValue] = []

  /// The latest observation that is in no more doubt than so far.
  subscript(doubt: Doubt) -> Reading? {
    get {
      switch doubt {
      case .none: good
      case .suspected: usable
      case .failed: seen
      }
    }
    set {
      switch doubt {
      case .none: good = newValue
      case .suspected: usable = newValue
      case .failed: seen = newValue
      }
    }
  }

  /// Values a window keeps at most: the latest.
  static let longest = 5_000

  /// Puts a value into the window, in place of the one at its moment. O(1) at the end.
  mutating func keep(_ new: WindowValue, span: Int64) {
    if let last = window.last, new.time <= last.time {
      var place = window.count
      while place > 0, window[place - 1].time > new.time { place -= 1 }
      if place > 0, window[place - 1].time == new.time {
        window[place - 1] = new
      } else {
        window.insert(new, at: place)
      }
    } else {
      window.append(new)
    }
    guard let last = window.last else { return }
    let first = window.firstIndex { last.time.milliseconds - $0.time.milliseconds <= span } ?? 0
    let excess = max(first, window.count - Self.longest)
    if excess > 0 { window.removeFirst(excess) }
  }
}

extension Observation {
  /// Its result as a number: a truth is 1 or 0.
  var number: Double? {
    switch result {
    case .number(let value): value.isFinite ? value : nil
    case .truth(let isTrue): isTrue ? 1 : 0
    default: nil
    }
  }
}
