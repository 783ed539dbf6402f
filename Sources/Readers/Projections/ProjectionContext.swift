internal import CPROJ

/// A PROJ context of one owner: no network, nothing printed, and what PROJ last complained of.
final class ProjectionContext {
  let handle: OpaquePointer
  private let complaints = Complaints()

  private final class Complaints { var last = "" }

  init() throws {
    guard let handle = proj_context_create() else {
      throw ProjectionError(reason: "PROJ cannot start: is its package (libproj) installed completely?")
    }
    self.handle = handle
    proj_context_set_enable_network(handle, 0)
    proj_log_level(handle, PJ_LOG_ERROR)
    proj_log_func(handle, Unmanaged.passUnretained(complaints).toOpaque()) { owner, _, message in
      guard let owner, let message else { return }
      Unmanaged<Complaints>.fromOpaque(owner).takeUnretainedValue().last = String(cString: message)
    }
  }

  deinit { proj_context_destroy(handle) }

  /// What PROJ said last, for the end of a sentence.
  var complaint: String { complaints.last.isEmpty ? "" : " (PROJ says: \(complaints.last))" }
}

/// An object of PROJ and the context it lives in.
final class ProjectionObject {
  let context: ProjectionContext
  let handle: OpaquePointer

  init?(_ context: ProjectionContext, _ handle: OpaquePointer?) {
    guard let handle else { return nil }
    self.context = context
    self.handle = handle
  }

  deinit { proj_destroy(handle) }
}
