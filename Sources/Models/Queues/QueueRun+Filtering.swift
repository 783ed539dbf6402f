extension QueueRun {
  /// m/s at which motorcycles pass between those who stand: 30 km/h, above which it is forbidden where it is allowed (New South Wales,
  /// Road Rules 2014, rule 151A).
  private static let filteringSpeed = 8.33
  /// How far into a queue one looks for them.
  private static let looked = 60

  /// Puts the first vehicle of a lane that rides on between those who stand, and has got to the line that way, before all others;
  /// gives it and when it got there, or nothing when there is none or it is the first anyhow.
  func takeRider(in lane: Int) -> (vehicle: Int, since: Double)? {
    let first = Int(head[lane])
    guard !traits[Int(vehicles.classes[first])].filters else { return nil }
    let speed = network.linkSpeed[Int(network.laneLink[lane])]
    let slower = max(0, 1 / Self.filteringSpeed - 1 / speed)
    var before = first
    var metres = traits[Int(vehicles.classes[first])].room
    for _ in 0..<Self.looked {
      let vehicle = Int(behind[before])
      guard vehicle >= 0 else { return nil }
      let trait = traits[Int(vehicles.classes[vehicle])]
      if trait.filters {
        let since = eta[vehicle] + metres * slower
        guard since <= now else { return nil }
        behind[before] = behind[vehicle]
        if Int(tail[lane]) == vehicle { tail[lane] = Int32(before) }
        behind[vehicle] = head[lane]
        head[lane] = Int32(vehicle)
        return (vehicle, since)
      }
      metres += trait.room
      before = vehicle
    }
    return nil
  }
}
