struct VehiclePositions {
  init(_ feed: Feed) {}
  func read(_ body: [UInt8], into harvest: inout Harvest) throws {}
}
