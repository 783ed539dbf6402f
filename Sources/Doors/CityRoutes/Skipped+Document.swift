internal import Modelling
internal import Serving

extension Skipped {
  /// What was left out, and why, as the API tells it.
  var document: JSON { ["why": .text(why), "count": .integer(count), "examples": .list(examples.map(JSON.text))] }
}
