import Foundation

/// What the store did that it must not.
struct Wrong: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Ends the process with a sentence.
@Sendable func fail(_ sentence: String) -> Never {
  print(sentence)
  exit(1)
}
