/// Looks every hour whether the streets have locked, for a run that need not be told to its end then.
struct LockWatch {
  private static let every = 3600.0
  /// Hours that must be left for an early end to pay, and vehicles that must have been on the way for an hour.
  private static let leastHours = 2.0, leastVehicles = 100
  /// When it looks next, in s.
  private(set) var next: Double
  private let end: Double
  private var arrivedBefore = 0

  init(_ options: QueueOptions) {
    end = options.end
    next = options.endsWhenLocked ? options.begin + Self.every : .infinity
  }

  /// Whether, at the pace of the last hour, not half of those who have been on the way for an hour would be there by the end. O(vehicles that
  /// have set out).
  mutating func seesLock(in run: QueueRun, among setOut: ArraySlice<Int>) -> Bool {
    var (arrived, late) = (0, -run.record.stranded.count)
    for vehicle in setOut {
      // Arrived, or turned away; not yet in, or driving.
      if run.trips[vehicle].state >= 2 {
        arrived += 1
      } else if run.vehicles.departures[vehicle] < run.now - Self.every {
        late += 1
      }
    }
    let hours = (end - run.now) / Self.every
    let pace = Double(arrived - arrivedBefore)
    arrivedBefore = arrived
    next = max(next, run.now) + Self.every
    return hours >= Self.leastHours && late >= Self.leastVehicles && 2 * pace * hours < Double(late)
  }
}
