import Keys
import Modelling
import Testing

@Suite("The brake on signing in")
struct BrakeTests {
  @Test("lets four failures pass, then doubles the wait up to a quarter of an hour") func doubles() {
    var brake = SignInBrake()
    var now = Ring.start
    var waits: [Int64] = []
    for _ in 0..<20 {
      while let wait = brake.begin("siti", from: "a", at: now) {
        waits.append(wait)
        now = now.after(Double(wait) / 1000)
      }
    }
    #expect(Array(waits.prefix(6)) == [1000, 2000, 4000, 8000, 16_000, 32_000])
    #expect(waits.max() == 900_000)
  }

  @Test("an address that tries many names waits, and no other does") func address() {
    var brake = SignInBrake()
    for number in 0..<21 { #expect(brake.begin("name\(number)", from: "a", at: Ring.start) == nil) }
    #expect(brake.begin("another", from: "a", at: Ring.start) == 1000)
    #expect(brake.begin("another", from: "b", at: Ring.start) == nil)
  }

  @Test("a name that is tried from many addresses waits a minute at most") func manyAddresses() {
    var brake = SignInBrake()
    var now = Ring.start
    var longest: Int64 = 0
    for number in 0..<200 {
      while let wait = brake.begin("siti", from: "\(number)", at: now) {
        longest = max(longest, wait)
        now = now.after(Double(wait) / 1000)
      }
    }
    #expect(longest == 60_000)
  }

  @Test("is loosened by the right password for that name alone, and by an hour of rest") func loosened() {
    var brake = SignInBrake()
    for _ in 0..<15 {
      #expect(brake.begin("siti", from: "a", at: Ring.start) == nil)
      brake.succeeded("siti", from: "a")
    }
    for _ in 0..<5 { #expect(brake.begin("siti", from: "a", at: Ring.start) == nil) }
    #expect(brake.begin("siti", from: "a", at: Ring.start) != nil)
    #expect(brake.begin("siti", from: "a", at: Ring.start.after(3601)) == nil)
    #expect(brake.begin("siti", from: "a", at: Ring.start.after(3601)) == nil)
  }
}

@Suite("A rate")
struct RateTests {
  @Test("lets the burst pass, then so many a second") func bucket() {
    var limits = RateLimits()
    let rate = Rate(perSecond: 2, burst: 3)
    for _ in 0..<3 { #expect(limits.take(.key(1), rate, at: Ring.start) == nil) }
    #expect(limits.take(.key(1), rate, at: Ring.start) == 0.5)
    #expect(limits.take(.key(2), rate, at: Ring.start) == nil)
    #expect(limits.take(.key(1), rate, at: Ring.start.after(0.5)) == nil)
    #expect(limits.take(.key(1), rate, at: Ring.start.after(0.5)) != nil)
    // A clock that goes back fills nothing, and does not lock anybody out afterwards.
    #expect(limits.take(.key(1), rate, at: Ring.start.after(-1000)) != nil)
    #expect(limits.take(.key(1), rate, at: Ring.start.after(-999)) == nil)
  }

  @Test("over a long time is what it says, against a count by hand") func longRun() {
    var limits = RateLimits()
    var passed = 0
    for step in 0..<10_000
    where limits.take(.account(1), Rate(perSecond: 10, burst: 5), at: Ring.start.after(Double(step) * 0.02)) == nil {
      passed += 1
    }
    // 200 s at 10 a second, and the burst.
    #expect((2000...2005).contains(passed))
  }

  @Test("of a hundred thousand addresses is remembered for some of them only") func bounded() {
    var limits = RateLimits(most: 1000)
    for number in 0..<100_000 { _ = limits.take(.address("\(number)"), .address, at: Ring.start) }
    #expect(limits.count <= 1000)
  }
}
