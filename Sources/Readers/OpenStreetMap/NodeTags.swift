import Replica

/// What stands at a node of a street.
struct NodeTags: Equatable {
  var control: NodeControl = .none
  var crossing: Crossing = .none
  var kerb: Kerb = .unknown
  var blocksCars = false

  /// Nothing stands there.
  static let nothing = NodeTags()

  init() {}

  init(_ tags: Tags) {
    switch tags[.highway] {
    case "traffic_signals": control = .signals
    case "stop": control = .stop
    case "give_way": control = .giveWay
    case "mini_roundabout": control = .miniRoundabout
    default: break
    }
    if tags.is(.highway, "crossing") || tags[.crossing].map({ $0 != "no" }) == true { crossing = Self.crossing(tags) }
    switch tags[.kerb] {
    case "flush", "no": kerb = .flush
    case "lowered": kerb = .lowered
    case "rolled": kerb = .rolled
    case "raised", "regular": kerb = .raised
    default: break
    }
    blocksCars = Access.blocksCars(tags)
  }

  /// A crossing that says nothing of paint is taken as marked: mappers draw those they see.
  private static func crossing(_ tags: Tags) -> Crossing {
    if tags.is(.crossing, "traffic_signals") || tags.is(.crossingSignals, "yes") { return .signals }
    if tags.is(.crossing, "unmarked", "informal") || tags.is(.crossingMarkings, "no") { return .unmarked }
    return tags.is(.crossing, "no") ? .none : .marked
  }
}
