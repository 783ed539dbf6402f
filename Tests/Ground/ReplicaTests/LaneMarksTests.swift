import Replica
import Testing

@Suite("Marks on lanes")
struct LaneMarksTests {
  @Test("are read from the words they are written with")
  func words() {
    for bits in UInt16(0)..<1024 {
      let marks = LaneMarks(rawValue: bits)
      #expect(LaneMarks(text: marks.text) == marks)
    }
    #expect(LaneMarks(text: "left merge_to_right") == [.left, .mergeRight])
    #expect(LaneMarks(text: "left up") == nil)
  }

  @Test("are left where they were right in a mirror, and themselves in two")
  func mirror() {
    #expect(LaneMarks([.left, .through, .mergeRight]).mirrored == [.right, .through, .mergeLeft])
    #expect((UInt16(0)..<1024).allSatisfy { LaneMarks(rawValue: $0).mirrored.mirrored.rawValue == $0 })
  }

  @Test("count in the fingerprint")
  func digest() throws {
    func digest(_ marks: LaneMarks) throws -> String {
      var city = try tinyCity()
      city.streets.lanes.append(Lane(link: LinkID(0), number: 0, access: .motor, speed: 10, marks: marks))
      return city.digest()
    }
    #expect(try Set([digest([]), digest(.left), digest(.right)]).count == 3)
  }
}
