import Modelling
import Replica

/// Fingerprints of answers.
enum Prints {
  /// All fields of an answer, bit for bit, and what it says.
  static func of(_ outcome: Outcome) -> String {
    var digest = Digest()
    for field in outcome.fields {
      digest.feed(field.name, numbers: field.values)
      digest.feed("times", integers: field.times.map(\.milliseconds))
    }
    digest.feed("remarks", texts: outcome.remarks)
    return digest.text
  }
}
