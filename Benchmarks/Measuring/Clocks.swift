import Foundation

/// The processor's seconds of this process so far.
package func processorSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

/// The processor's seconds of this thread so far.
package func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

/// Seconds on the wall since some moment.
package func wallSeconds() -> Double { seconds(CLOCK_MONOTONIC) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory this process has held, in MB.
package func mostMemory() -> Double {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return Double(usage.ru_maxrss) / 1024
}

/// The middle of what `work` takes on this thread, in seconds, over some rounds.
package func median(of rounds: Int, _ work: () throws -> Void) rethrows -> Double {
  var seconds: [Double] = []
  for _ in 0..<rounds {
    let start = threadSeconds()
    try work()
    seconds.append(threadSeconds() - start)
  }
  return seconds.sorted()[rounds / 2]
}
