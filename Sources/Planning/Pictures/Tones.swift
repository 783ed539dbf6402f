/// The colours of what lies below every picture.
public struct Tones: Sendable, Equatable {
  let ground, green, water, river, drain, building, street, casing, way, zone, place: String

  /// Light ground, as on paper.
  public static let day = Tones(
    ground: "#f6f4ee", green: "#e3ebd8", water: "#cbdff0", river: "#b3d1ea", drain: "#bcd6ea", building: "#dfdace",
    street: "#ffffff", casing: "#c2bcae", way: "#cdc7ba",
    zone: "#6b5f8a", place: "#9a3a75")
  /// Dark ground, for a screen by night.
  public static let night = Tones(
    ground: "#13171c", green: "#17261f", water: "#12303f", river: "#1d4a5f", drain: "#1a4154", building: "#262d35",
    street: "#3c4651", casing: "#1d232a", way: "#343d47",
    zone: "#a99ad0", place: "#eba0cf")
}
