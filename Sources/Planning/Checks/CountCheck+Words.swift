public import Modelling

extension CountCheck {
  /// What the comparison shows.
  public enum Finding: String, Sendable, Codable { case better, noBetter, tooFew }

  /// Better only where streets it has not seen are nearer than the guess is.
  public var finding: Finding {
    guard streets >= Self.least, let heldOut else { return .tooFew }
    return heldOut.rootError < guess.rootError ? .better : .noBetter
  }

  /// Share of held-out hours with GEH below 5 from which the counts make the demand fit: the bar of ours.
  public static let good = 0.6

  /// The verdict that stands first: does the demand carry over to streets it has not seen?
  ///
  /// `cityNow` and the version of the model now tell whether the result still holds.
  public func verdict(cityNow: String, versionNow: String?) -> Verdict {
    let question = "Are there as many vehicles on your town's streets as were counted?"
    var because = sentence
    let isOld = cityNow != city || (versionNow.map { $0 != version } ?? false)
    if isOld { because += " The city or the model changed since: run kembar check again." }
    switch finding {
    case .better:
      return Verdict(
        question: question, level: isOld || (heldOut?.goodShare ?? 0) < Self.good ? .screeningOnly : .fit,
        because: because,
        askFor: isOld ? "kembar check" : "Counts of more streets, the roads out of the town first.")
    case .noBetter, .tooFew:
      return Verdict(
        question: question, level: .screeningOnly, because: because,
        askFor: "Counts of more streets by hour and direction, the roads out of the town first.")
    }
  }

  /// The result in two or three sentences.
  public var sentence: String {
    let hours =
      "\(pairs.count) \(pairs.count == 1 ? "hour" : "hours") of \(streets) \(streets == 1 ? "street" : "streets")"
    var text =
      "\(hours) with counts: GEH below 5 in \(Self.percent(before.goodShare)) of them without the counts, \(Self.percent(fitted.goodShare)) with them"
    if let heldOut {
      text +=
        ", \(Self.percent(heldOut.goodShare)) on streets left out; wrong there by \(Self.whole(heldOut.rootError)) vehicles an hour (root mean square), "
        + "without the counts by \(Self.whole(before.rootError)), a constant guess by \(Self.whole(guess.rootError))."
    } else {
      text += "."
    }
    switch finding {
    case .better: break
    case .noBetter: text += " On streets it has not seen it is no better than the guess."
    case .tooFew: text += " Fewer than \(Self.least) counted streets show nothing either way."
    }
    return text
  }
}
