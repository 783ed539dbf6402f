import Replica

/// One way of the map as a street: everything its tags say, with defaults where they are silent.
struct StreetTags {
  /// The street; its segments all get a copy.
  let segment: Segment
  /// What is painted on the lanes of each direction, the kerb's first; empty where nothing is known of them.
  let marks: (forward: [LaneMarks], backward: [LaneMarks])
  /// Remarks on tags that could not be read, as (what, why).
  let unread: [(String, String)]

  /// The class of a `highway` value, or why it is none.
  static func classify(_ tags: Tags) -> Result<StreetClass, Unbuilt> {
    guard let value = tags[.highway] else { return .failure(Unbuilt(why: "")) }
    if let known = StreetClass(name: value) { return .success(known) }
    switch value {
    case "road": return .success(.unclassified)
    case "corridor", "platform", "ladder": return .success(.footway)
    case "bus_guideway": return .success(.busway)
    case "living_street_link", "residential_link": return .success(.residential)
    case "proposed", "planned", "construction": return .failure(Unbuilt(why: "not built yet (highway=\(value))"))
    default: return .failure(Unbuilt(why: "no street one moves on (highway=\(value))"))
    }
  }

  /// Why a way is no street.
  struct Unbuilt: Error { let why: String }

  init(_ tags: Tags, streetClass: StreetClass, country: Country) {
    let defaults = StreetDefaults.of(streetClass)
    let access = Access(tags, streetClass: streetClass, defaults: defaults, country: country)
    var unread: [(String, String)] = []
    var assumed: Assumed = access.isAssumed ? .access : []
    if access.isReversible { unread.append(("direction", "it changes by the hour; taken as open both ways")) }

    let speeds = Self.speeds(tags, defaults: defaults, country: country, &assumed, &unread)
    let lanes = LaneTags(tags, access: access, defaults: defaults, side: country.side)
    if lanes.areAssumed { assumed.insert(.lanes) }
    unread += lanes.unread
    marks = lanes.marks
    var segment = Segment(
      streetClass: streetClass,
      forward: Link(access: access.forward, speed: speeds.forward, lanes: lanes.counts.forward),
      backward: Link(access: access.backward, speed: speeds.backward, lanes: lanes.counts.backward))
    segment.name = tags[.name] ?? tags[.ref] ?? ""
    segment.structure = Self.structure(tags)
    segment.layer = Self.layer(tags, structure: segment.structure)
    segment.sidewalk = Self.sidewalk(tags)
    segment.surface = Self.surface(tags)
    segment.incline = Float(tags[.incline].flatMap(Measure.slope) ?? .nan)
    let width = tags.first(.width, .estWidth).flatMap(Measure.metres)
    segment.width = Float(width.map { $0 > 0 && $0 < 200 ? $0 : .nan } ?? .nan)
    segment.isRoundabout = tags.is(.junction, "roundabout", "circular")
    segment.assumed = assumed
    self.segment = segment
    self.unread = unread
  }

  private static func speeds(
    _ tags: Tags, defaults: StreetDefaults, country: Country, _ assumed: inout Assumed,
    _ unread: inout [(String, String)]
  ) -> (forward: Float, backward: Float) {
    func parse(_ key: Key) -> Double? {
      guard let text = tags[key] else { return nil }
      let speed = Measure.speed(text) ?? Country.speed(ofSign: text, in: country)
      guard let speed, speed >= 1 / 3.6, speed <= 60 else {
        if !["signals", "variable"].contains(text) {
          unread.append(("\(key.text)=\(text.prefix(40))", "not a speed; the class's own was taken"))
        }
        return nil
      }
      return speed
    }
    let both =
      parse(.maxspeed)
      ?? tags.first(.maxspeedType, .sourceMaxspeed, .zoneMaxspeed, .zoneTraffic).flatMap {
        $0.contains(":") ? Country.speed(ofSign: $0, in: country) : nil
      }
    let forward = parse(.maxspeedForward) ?? both
    let backward = parse(.maxspeedBackward) ?? both
    if forward == nil || backward == nil { assumed.insert(.speed) }
    let usual = defaults.speed(in: country)
    return (Float(forward ?? usual), Float(backward ?? usual))
  }

  private static func structure(_ tags: Tags) -> Structure {
    if let bridge = tags[.bridge], bridge != "no" { return .bridge }
    if let tunnel = tags[.tunnel], tunnel != "no" { return .tunnel }
    if let ford = tags[.ford], ford != "no" { return .ford }
    return .ground
  }

  private static func layer(_ tags: Tags, structure: Structure) -> Int8 {
    if let layer = tags.number(.layer), abs(layer) <= 7 { return Int8(layer) }
    switch structure {
    case .bridge: return 1
    case .tunnel: return tags.is(.tunnel, "building_passage") ? 0 : -1
    case .ground, .ford: return 0
    }
  }

  private static func sidewalk(_ tags: Tags) -> Sidewalk {
    switch tags[.sidewalk] {
    case "both", "yes": return .both
    case "left": return .left
    case "right": return .right
    case "no", "none": return Sidewalk.none
    case "separate": return .separate
    default: break
    }
    switch tags[.sidewalkBoth] {
    case "yes": return .both
    case "no": return Sidewalk.none
    case "separate": return .separate
    default: break
    }
    let left = tags[.sidewalkLeft]
    let right = tags[.sidewalkRight]
    guard left != nil || right != nil else { return .unknown }
    switch (left == "yes", right == "yes") {
    case (true, true): return .both
    case (true, false): return .left
    case (false, true): return .right
    case (false, false): return left == "separate" || right == "separate" ? .separate : Sidewalk.none
    }
  }

  private static func surface(_ tags: Tags) -> Surface {
    switch tags[.surface] {
    case "asphalt", "paved", "chipseal", "asphalt:lanes", "tartan": return .asphalt
    case "concrete", "concrete:plates", "concrete:lanes", "cement": return .concrete
    case "paving_stones", "bricks", "brick", "tiles", "paving_stones:lanes", "interlock", "grass_paver":
      return .pavingStones
    case "sett", "cobblestone", "unhewn_cobblestone", "stone": return .cobblestone
    case "gravel", "fine_gravel", "compacted", "pebblestone", "shells": return .gravel
    case "ground", "dirt", "earth", "mud", "sand", "grass", "unpaved", "clay", "soil", "woodchips": return .ground
    case "wood": return .wood
    case "metal", "metal_grid": return .metal
    default: return .unknown
    }
  }
}
