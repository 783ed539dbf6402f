import Geography
public import Replica

/// A ready what-if for a sandbox city, as it is written to its folder.
public struct SandboxScenario: Sendable {
  /// The file's name without `.yaml`.
  public let name: String
  /// The file's text.
  public let text: String
}

extension SandboxCity {
  /// Where the scenarios look for the grid of ``SandboxTown/flood``, in the city's folder.
  public static let floodPath = "rasters/flood.tif"

  /// Three what-ifs in the names of the town: its main street closes, its river floods, a clinic opens where the most
  /// people have the longest way to one.
  public func scenarios(for city: City) -> [SandboxScenario] {
    let naming = TownNaming(seed: seed, people: people)
    let street = naming.mainRoad(1, of: .primary).malay
    let river = naming.river.malay
    var scenarios = [
      SandboxScenario(
        name: "close-the-main-street",
        text: """
          # Who has a longer way when the main street closes to motor traffic?
          scenario: Close \(street) to cars
          changes:
            - close-streets: {named: \(street), to: [motorcycle, car, bus, truck]}
          models: [access]

          """),
      SandboxScenario(
        name: "the-river-floods",
        text: """
          # Who stands in water, and who is cut off from what?
          scenario: \(river) floods
          changes:
            - flood-depth: {raster: \(Self.floodPath)}
          models: [exposure, access]

          """),
    ]
    if let zone = zoneFarthestFromClinic(in: city) {
      let at = city.profile.projection.unproject(city.zones.centers[zone])
      let place = [at.longitude, at.latitude].map { "\(($0 * 1e6).rounded() / 1e6)" }.joined(separator: ", ")
      let name = city.zones.names[zone]
      scenarios.append(
        SandboxScenario(
          name: "a-new-clinic",
          text: """
            # How many more people reach a clinic on foot?
            scenario: A clinic in \(name)
            changes:
              - add-place: {kind: clinic, name: Klinik \(name), at: [\(place)]}
            models: [access]

            """))
    }
    return scenarios
  }

  /// The zone with the most people times metres to the nearest clinic, as the crow flies.
  private func zoneFarthestFromClinic(in city: City) -> Int? {
    let clinics = city.places.points.indices.filter { city.places.kinds[$0].rawValue == "clinic" }
    var best: (zone: Int, burden: Double)?
    for zone in 0..<city.zones.count {
      let way = clinics.map { city.places.points[$0].distance(to: city.zones.centers[zone]) }.min() ?? 1
      let burden = way * city.zones.people[zone]
      if burden > best?.burden ?? 0 { best = (zone, burden) }
    }
    return best?.zone
  }
}
