import Geography

/// Groups zones into wards that hang together and have about as many people each.
struct Wards: Sendable {
  /// By zone: the number of its ward, counted outwards from the first zone.
  let numbers: [Int]

  /// Wards around seats: the first at the first zone, each next where most people have the farthest way to a seat; every
  /// zone goes to the seat nearest to it. O(zones × wards).
  init(_ centers: [Point], of people: [Double], count: Int) {
    guard let first = centers.first else {
      numbers = []
      return
    }
    var nearest = centers.map { $0.distance(to: first) }
    var ward = [Int](repeating: 0, count: centers.count)
    for number in 1..<max(2, min(count, centers.count)) {
      var best: (burden: Double, zone: Int)?
      for zone in centers.indices where nearest[zone] * (people[zone] + 50) > best?.burden ?? 0 {
        best = (nearest[zone] * (people[zone] + 50), zone)
      }
      guard let best else { break }
      for zone in centers.indices {
        let distance = centers[zone].distance(to: centers[best.zone])
        if distance < nearest[zone] { (nearest[zone], ward[zone]) = (distance, number) }
      }
    }
    numbers = ward
  }
}
