/// Places as a caller sends them: a list of pairs, or one text, `longitude,latitude;longitude,latitude`, which is read in a quarter of the time.
struct PlaceList: Decodable, Sendable {
  /// Longitude and latitude of each in degrees; another count than two, or NaN, where it could not be read.
  let pairs: [[Double]]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let text = try? container.decode(String.self) else {
      pairs = try container.decode([[Double]].self)
      return
    }
    pairs = text.split(separator: ";").map(Self.pair)
  }

  /// The numbers of one place, `longitude,latitude`; NaN for what is none.
  static func pair(_ text: some StringProtocol) -> [Double] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
  }
}
