internal import Observations

/// Changes to an object, one after the other, all or none (RFC 6902), addressed by pointers (RFC 6901).
enum JSONPatch {
  /// The object after a patch.
  static func applied(_ patch: PlainValue, to object: [String: PlainValue]) throws -> [String: PlainValue] {
    guard case .list(let operations) = patch else { throw Refusal(400, "A JSON Patch is a list of operations.") }
    var document = PlainValue.object(object)
    for (number, operation) in operations.enumerated() {
      do {
        try apply(operation.members, to: &document)
      } catch let refusal as Refusal {
        throw Refusal(refusal.status, "Operation \(number + 1) of the patch: \(refusal.sentence)")
      }
    }
    return document.members
  }

  private static func apply(_ operation: [String: PlainValue], to document: inout PlainValue) throws {
    func pointer(_ name: String) throws -> ArraySlice<String> {
      guard case .text(let text)? = operation[name], text.isEmpty || text.hasPrefix("/") else {
        throw Refusal(400, "its \(name) is a pointer such as /properties/floor.")
      }
      return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
        $0.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
          .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
      }[...]
    }
    func value() throws -> PlainValue {
      guard let value = operation["value"] else { throw Refusal(400, "its value is missing.") }
      return value
    }
    let path = try pointer("path")
    switch operation["op"] {
    case "add": try change(&document, at: path, .add(try value()))
    case "replace": try change(&document, at: path, .replace(try value()))
    case "remove": try change(&document, at: path, .remove)
    case "copy": try change(&document, at: path, .add(try look(document, at: try pointer("from"))))
    case "move":
      let moved = try look(document, at: try pointer("from"))
      try change(&document, at: try pointer("from"), .remove)
      try change(&document, at: path, .add(moved))
    case "test":
      guard try look(document, at: path) == value() else { throw Refusal(409, "the value there is another one.") }
    default: throw Refusal(400, "its op is one of add, remove, replace, move, copy and test.")
    }
  }

  private enum Step {
    case add(PlainValue)
    case replace(PlainValue)
    case remove
  }

  private static func nothing(_ name: String) -> Refusal { Refusal(409, "there is nothing at \(name).") }

  private static func look(_ value: PlainValue, at path: ArraySlice<String>) throws -> PlainValue {
    guard let name = path.first else { return value }
    switch value {
    case .object(let members):
      guard let member = members[name] else { throw nothing(name) }
      return try look(member, at: path.dropFirst())
    case .list(let items):
      guard let place = Int(name), items.indices.contains(place) else { throw nothing(name) }
      return try look(items[place], at: path.dropFirst())
    default: throw nothing(name)
    }
  }

  private static func change(_ value: inout PlainValue, at path: ArraySlice<String>, _ step: Step) throws {
    guard let name = path.first else {
      switch step {
      case .add(let new), .replace(let new): value = new
      case .remove: value = .null
      }
      return
    }
    let rest = path.dropFirst()
    switch value {
    case .object(var members):
      if rest.isEmpty {
        switch step {
        case .add(let new): members[name] = new
        case .replace(let new):
          guard members.updateValue(new, forKey: name) != nil else { throw nothing(name) }
        case .remove:
          guard members.removeValue(forKey: name) != nil else { throw nothing(name) }
        }
      } else {
        guard var member = members[name] else { throw nothing(name) }
        try change(&member, at: rest, step)
        members[name] = member
      }
      value = .object(members)
    case .list(var items):
      if rest.isEmpty, case .add(let new) = step {
        guard let place = name == "-" ? items.count : Int(name), (0...items.count).contains(place) else {
          throw nothing(name)
        }
        items.insert(new, at: place)
      } else {
        guard let place = Int(name), items.indices.contains(place) else { throw nothing(name) }
        if rest.isEmpty, case .remove = step {
          items.remove(at: place)
        } else {
          try change(&items[place], at: rest, step)
        }
      }
      value = .list(items)
    default: throw nothing(name)
    }
  }
}
