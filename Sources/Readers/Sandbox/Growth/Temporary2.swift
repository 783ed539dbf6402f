import Geography
import Replica
extension Landscape {
  var cover: [(number: Int, use: LandUse, ring: [Point])] { [] }
  func flood(rise: Double) -> Grid { terrain }
}
