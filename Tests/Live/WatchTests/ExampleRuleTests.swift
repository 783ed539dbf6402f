import Foundation
import Testing
import Watch

@Suite("Examples of rules") struct ExampleRuleTests {
  @Test("Every example is read, and together they show every kind") func examples() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Examples/watch").standardizedFileURL.path
    let rules = try RuleReader.rules(inFolder: folder)
    #expect(rules.count == 6)
    #expect(Set(rules.map(\.kind.word)).count == 6)
    #expect(rules.allSatisfy { !$0.categories.contains(.other) })
  }
}
