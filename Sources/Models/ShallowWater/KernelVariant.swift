internal import CProcessor

internal import WaterKernelsBaseline

#if arch(x86_64)
  internal import WaterKernelsV3
  internal import WaterKernelsV4
#endif

/// The live engine's kernels as compiled for one kind of processor. Results differ between variants in the last bits only; a
/// result names the variant it came from.
public enum KernelVariant: String, Sendable, CaseIterable, Codable {
  /// Any processor of the architecture: on x86-64 every one since 2003.
  case baseline
  /// x86-64-v3: AVX2 and FMA, most processors since 2013.
  case v3 = "x86-64-v3"
  /// x86-64-v4: AVX-512.
  case v4 = "x86-64-v4"

  /// Whether this processor and operating system can run it.
  public var isSupported: Bool {
    switch self {
    case .baseline: true
    case .v3: kembar_processor_level() >= 3
    case .v4: kembar_processor_level() >= 4
    }
  }

  /// The fastest that can run here.
  public static var best: KernelVariant { v4.isSupported ? .v4 : v3.isSupported ? .v3 : .baseline }
}

typealias Row = UnsafePointer<Float>
typealias WritableRow = UnsafeMutablePointer<Float>
/// A number for every sixteen cells of a row.
typealias Marks = UnsafePointer<UInt8>

/// The kernels of one variant; what they do and take stands in WaterKernels/Rows/WaterRows.swift.
struct RowKernels: Sendable {
  let flux: @Sendable (Int, Row, Row, Row, Row, Row, Row, Row, Row, WritableRow, WritableRow, Row) -> Void
  let fluxByRoughness:
    @Sendable (Int, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, WritableRow, WritableRow, Row) -> Void
  let fluxOfTown:
    @Sendable (
      Int, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, WritableRow,
      WritableRow, Marks, Row, WritableRow?, Row, WritableRow
    ) -> Void
  let fluxWithAdvection:
    @Sendable (
      Int, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, WritableRow,
      WritableRow, WritableRow, WritableRow, Row, WritableRow
    ) -> Void
  let fluxOfTownWithAdvection:
    @Sendable (
      Int, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row,
      Row,
      Row, Row, WritableRow, WritableRow, WritableRow, WritableRow, Row, WritableRow
    ) -> Void
  let limit: @Sendable (Int, Row, Row, Row, Row, WritableRow, Float, Float, Float) -> Void
  let move:
    @Sendable (
      Int, Row, WritableRow, Row, Row, Row, Row, Row, WritableRow, WritableRow, WritableRow, Float, Float, Float, Float,
      WritableRow
    ) -> Void
  /// Rain on a part of a row of up to 64 cells.
  let fall: @Sendable (Int, Row, WritableRow, Row, Row, Row, WritableRow, Float, Float, WritableRow) -> Void
  let deepest: @Sendable (Int, Row, Row, WritableRow?) -> Float
  let south: @Sendable (Int, Row, Row, Row, WritableRow, Float, Float) -> Void
  let survey:
    @Sendable (
      Int, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, WritableRow, WritableRow, WritableRow,
      WritableRow, WritableRow, WritableRow, Float
    ) -> Void

  init(_ variant: KernelVariant) {
    switch variant {
    #if arch(x86_64)
      case .v4:
        flux = WaterKernelsV4.fluxRow
        fluxByRoughness = WaterKernelsV4.fluxRowByRoughness
        fluxOfTown = WaterKernelsV4.fluxRowOfTown
        fluxWithAdvection = WaterKernelsV4.fluxRowWithAdvection
        fluxOfTownWithAdvection = WaterKernelsV4.fluxRowOfTownWithAdvection
        limit = WaterKernelsV4.limitRow
        move = WaterKernelsV4.moveRow
        deepest = WaterKernelsV4.deepestRow
        fall = WaterKernelsV4.fallRow
        south = WaterKernelsV4.southRow
        survey = WaterKernelsV4.surveyRow
      case .v3:
        flux = WaterKernelsV3.fluxRow
        fluxByRoughness = WaterKernelsV3.fluxRowByRoughness
        fluxOfTown = WaterKernelsV3.fluxRowOfTown
        fluxWithAdvection = WaterKernelsV3.fluxRowWithAdvection
        fluxOfTownWithAdvection = WaterKernelsV3.fluxRowOfTownWithAdvection
        limit = WaterKernelsV3.limitRow
        move = WaterKernelsV3.moveRow
        deepest = WaterKernelsV3.deepestRow
        fall = WaterKernelsV3.fallRow
        south = WaterKernelsV3.southRow
        survey = WaterKernelsV3.surveyRow
    #endif
    default:
      flux = WaterKernelsBaseline.fluxRow
      fluxByRoughness = WaterKernelsBaseline.fluxRowByRoughness
      fluxOfTown = WaterKernelsBaseline.fluxRowOfTown
      fluxWithAdvection = WaterKernelsBaseline.fluxRowWithAdvection
      fluxOfTownWithAdvection = WaterKernelsBaseline.fluxRowOfTownWithAdvection
      limit = WaterKernelsBaseline.limitRow
      move = WaterKernelsBaseline.moveRow
      deepest = WaterKernelsBaseline.deepestRow
      fall = WaterKernelsBaseline.fallRow
      south = WaterKernelsBaseline.southRow
      survey = WaterKernelsBaseline.surveyRow
    }
  }
}
