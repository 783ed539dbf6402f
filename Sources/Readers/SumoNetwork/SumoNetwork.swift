// SUMO's files: networks, trips and additional files in, a city and its trips out; and a city out as SUMO's plain XML.
//
// `XMLFile` reads any of them as a stream (libexpat, gz through zlib), element by element with its line. `SumoNet` is a
// `.net.xml` as a value, `SumoDemand` what `.rou.xml` and additional files hold. References are resolved to row numbers
// while reading; what points nowhere is left out and told as `Skipped`, with file and line.
//
// Words, as SUMO uses them: an *edge* is one direction of a street with *lanes*, lane 0 at the kerb; *internal* edges
// lie inside a junction. A *connection* leads from a lane to a lane across a junction, `via` internal lanes. A
// junction's *request* rows say, connection by connection (a *link* of the junction), which others it yields to
// (*response*) and which cross its way (*foes*). A *program* (`tlLogic`) is a signal's plan: phases with one letter for
// each of its link indices.
/// Why a file of SUMO cannot be used: which, where, and how to mend it.
public struct SumoError: Error, Equatable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// The line, counted from 1; 0 when it is about the whole file.
  public let line: Int
  /// What is wrong and how to mend it, a sentence.
  public let problem: String

  /// The sentence for people.
  public var description: String { line > 0 ? "\(file):\(line): \(problem)" : "\(file): \(problem)" }
}
