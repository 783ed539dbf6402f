extension CountCheck {
  /// Whether traffic follows the counts, and what its readers are told of it.
  public struct Use: Sendable, Equatable {
    /// Whether it follows them.
    public var isUsed: Bool
    /// Whether the sheet, the city or the model changed since, so that a new check would tell more.
    public var isOld: Bool
    /// Which counts it follows and how well, or why it follows none.
    public var sentence: String
  }

  /// Whether traffic follows the counts.
  ///
  /// It does where streets left out of the fit come nearer to their counts than by the map alone (root mean square), and only on the city and by
  /// the version (`cityNow`, `versionNow`) that were checked: factors of another demand would multiply what they do not know. Counts that came
  /// after the check (`sheetNow`, see ``CountSheet/digest``) do not undo it; they are told.
  public func use(cityNow: String, versionNow: String = CountReplay.version, sheetNow: String?) -> Use {
    guard cityNow == city, versionNow == version else {
      return Use(
        isUsed: false, isOld: true,
        sentence:
          "The town's counts are not used: the city or the model changed since they were checked. Check the counts again (the city's panel, or "
          + "kembar check DIR).")
    }
    guard sheet == nil || sheetNow != nil else {
      return Use(
        isUsed: false, isOld: true,
        sentence: "The town's counts are not used: its sheet holds none any more.")
    }
    let isOld = sheet.map { $0 != sheetNow } ?? false
    let news =
      isOld ? " The sheet of counts changed since: check the counts again (the city's panel, or kembar check DIR)." : ""
    guard streets >= Self.least, let heldOut else {
      return Use(
        isUsed: false, isOld: isOld,
        sentence:
          "The town's counts are not used: \(streets) counted \(streets == 1 ? "street shows" : "streets show") nothing either way, and "
          + "\(Self.least) are the least.\(news)")
    }
    guard heldOut.rootError < before.rootError else {
      return Use(
        isUsed: false, isOld: isOld,
        sentence:
          "The town's counts are not used: on streets left out of the fit the trips they make are wrong by \(Self.whole(heldOut.rootError)) vehicles "
          + "an hour (root mean square), those of the map alone by \(Self.whole(before.rootError)).\(news)")
    }
    var sentence =
      "Trips follow \(pairs.count) counted hours of \(streets) of the town's streets. GEH is below 5 in \(Self.percent(heldOut.goodShare)) of the "
      + "hours on streets left out of the fit, by the map alone in \(Self.percent(before.goodShare)); wrong there by "
      + "\(Self.whole(heldOut.rootError)) vehicles an hour (root mean square), by the map alone \(Self.whole(before.rootError))."
    if finding == .noBetter { sentence += " A constant guess is no worse: \(Self.whole(guess.rootError))." }
    return Use(isUsed: true, isOld: isOld, sentence: sentence + news)
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

  static func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }
}
