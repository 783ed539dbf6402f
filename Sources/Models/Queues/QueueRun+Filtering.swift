extension QueueRun {
  /// m/s at which motorcycles pass between those who stand: 30 km/h, above which it is forbidden where it is allowed (New South Wales,
  /// Road Rules 2014, rule 151A).
  private static let filteringSpeed = 8.33
  /// How far into a queue one looks for them.
  private static let looked = 60

  /// Puts the first vehicle of a lane that rides on between those who stand, and has got to the line that way, before all others;
  /// gives it and when it got there, or nothing when there is none or it is the first anyhow.
  func takeRider(in lane: Int) -> (vehicle: Int, since: Double)? {
    let first = Int(lanes[lane].head)
    guard !traits[Int(trips[first].kind)].filters else { return nil }
    let speed = links[Int(lanes[lane].link)].speed
    let slower = max(0, 1 / Self.filteringSpeed - 1 / speed)
    var before = first
    var metres = traits[Int(trips[first].kind)].room
    for _ in 0..<Self.looked {
      let vehicle = Int(trips[before].behind)
      guard vehicle >= 0 else { return nil }
      let trait = driver(of: vehicle)
      if trait.pointee.filters {
        let since = trips[vehicle].eta + metres * slower
        guard since <= now else { return nil }
        trips[before].behind = trips[vehicle].behind
        if Int(lanes[lane].tail) == vehicle { lanes[lane].tail = Int32(before) }
        trips[vehicle].behind = lanes[lane].head
        lanes[lane].head = Int32(vehicle)
        return (vehicle, since)
      }
      metres += trait.pointee.room
      before = vehicle
    }
    return nil
  }
}
