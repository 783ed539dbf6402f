public import Geography

/// On which side of the street a city drives.
public enum DrivingSide: String, Sendable, Codable { case left, right }

/// A number that holds in this city and must be known to price or to count, with where it comes from.
public struct LocalValue: Hashable, Sendable, Codable {
  /// What it is, such as `value-of-time`.
  public var name: String
  /// The number.
  public var value: Double
  /// Its unit, such as `MYR/h`.
  public var unit: String
  /// Who published it, and where.
  public var source: String
  /// The year it holds for.
  public var year: Int

  /// A local value with its source.
  public init(name: String, value: Double, unit: String, source: String, year: Int) {
    self.name = name
    self.value = value
    self.unit = unit
    self.source = source
    self.year = year
  }
}

/// Where a layer of the city comes from.
public struct LayerSource: Hashable, Sendable, Codable {
  /// `streets`, `buildings`, `terrain`, `population` …
  public var layer: String
  /// The file as it was named at import, without its folder.
  public var file: String
  /// Who made it, as they wish to be named; empty when the file does not say.
  public var attribution: String
  /// Its licence; empty when the file does not say.
  public var licence: String
  /// The coordinate system that was chosen by hand because the file had none; empty otherwise.
  public var chosenCRS: String
  /// When it was read, or the date of its content when it says so, as `2024-08-31`; empty when not known.
  public var date: String
  /// The standard error of its values — metres of height for terrain; NaN when not known.
  public var standardError: Double

  /// A source with what is known of it.
  public init(
    layer: String, file: String, attribution: String = "", licence: String = "", chosenCRS: String = "",
    date: String = "", standardError: Double = .nan
  ) {
    self.layer = layer
    self.file = file
    self.attribution = attribution
    self.licence = licence
    self.chosenCRS = chosenCRS
    self.date = date
    self.standardError = standardError
  }
}

/// What a city says of itself: the content of `city.yaml`.
public struct Profile: Hashable, Sendable {
  /// What people call it.
  public var name: String
  /// What its council calls itself: `Majlis Perbandaran Klang`; empty when not known.
  public var council = ""
  /// ISO 3166-1 alpha-2, upper case: `MY`.
  public var country: String
  /// IANA time zone: `Asia/Kuala_Lumpur`.
  public var timeZone: String
  /// BCP 47 tags of the languages residents read, the first first.
  public var languages: [String]
  /// ISO 4217: `MYR`.
  public var currency: String
  /// On which side it drives.
  public var drivingSide: DrivingSide
  /// The plane it is drawn on.
  public var projection: UTM
  /// Numbers that hold here.
  public var values: [LocalValue] = []
  /// Where its layers come from.
  public var sources: [LayerSource] = []

  /// A profile of a city.
  public init(
    name: String, country: String, timeZone: String, languages: [String], currency: String, drivingSide: DrivingSide,
    projection: UTM
  ) {
    self.name = name
    self.country = country
    self.timeZone = timeZone
    self.languages = languages
    self.currency = currency
    self.drivingSide = drivingSide
    self.projection = projection
  }

  /// The source of a layer, or nothing when the layer has none.
  public func source(of layer: String) -> LayerSource? { sources.first { $0.layer == layer } }

  func feed(_ digest: inout Digest) {
    digest.feed(
      "profile",
      texts: [name, country, timeZone, currency, drivingSide.rawValue, "\(projection.epsg)", council] + languages)
    for value in values {
      digest.feed("value", texts: [value.name, value.unit, value.source, "\(value.year)"])
      digest.feed("value", numbers: [value.value])
    }
    for source in sources {
      digest.feed("source", texts: [source.layer, source.file, source.attribution, source.licence, source.chosenCRS])
      digest.feed("source", numbers: [source.standardError])
    }
  }
}
