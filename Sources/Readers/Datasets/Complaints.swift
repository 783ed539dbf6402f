internal import CGDAL

/// What GDAL says while it works, caught on the calling thread instead of printed.
public final class Complaints {
  /// Errors and failures, in the order they came; at most 20 are kept.
  public private(set) var errors: [String] = []
  /// Warnings, in the order they came; at most 20 are kept.
  public private(set) var warnings: [String] = []

  /// Runs `body` with GDAL's voice caught. What was said is in ``errors`` and ``warnings`` afterwards.
  public func listening<Result>(_ body: () throws -> Result) rethrows -> Result {
    CPLPushErrorHandlerEx(
      { level, _, message in
        guard let message, let owner = CPLGetErrorHandlerUserData() else { return }
        Unmanaged<Complaints>.fromOpaque(owner).takeUnretainedValue().hear(level, String(cString: message))
      }, Unmanaged.passUnretained(self).toOpaque())
    defer { CPLPopErrorHandler() }
    return try body()
  }

  /// Nothing heard yet.
  public init() {}

  /// The last error, as the end of a sentence: ` (GDAL says: …)`; empty when there was none.
  public var aside: String {
    guard let last = errors.last ?? warnings.last else { return "" }
    let text = last.split(whereSeparator: \.isNewline).joined(separator: " ")
    return " (GDAL says: \(text.prefix(300)))"
  }

  /// Forgets what was said.
  public func forget() {
    errors = []
    warnings = []
  }

  private func hear(_ level: CPLErr, _ message: String) {
    switch level {
    case CE_Failure, CE_Fatal: if errors.count < 20 { errors.append(message) }
    case CE_Warning: if warnings.count < 20 { warnings.append(message) }
    default: break
    }
  }
}
