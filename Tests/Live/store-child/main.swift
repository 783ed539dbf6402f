import Foundation
import Geography
import Modelling
import Observations
import Store

// A process that writes into a store and is killed, or meets a full disk or a folder it may not write: `store-child MODE FOLDER …`.

signal(SIGXFSZ, SIG_IGN)
let words = CommandLine.arguments
guard words.count >= 3 else { fail("usage: store-child ingest|full|limited|readonly FOLDER [ROUND]") }
do {
  switch words[1] {
  case "ingest": try Ingest(folder: words[2], round: Int(words[3]) ?? 0).run()
  case "full": try FullDisk(folder: words[2]).run(fill: FullDisk.fill, empty: FullDisk.empty)
  case "limited": try FullDisk(folder: words[2]).run(fill: FullDisk.limit, empty: FullDisk.unlimit)
  case "readonly":
    // Root may write everywhere: be nobody.
    if getuid() == 0 { guard setgid(65_534) == 0, setuid(65_534) == 0 else { fail("cannot be nobody") } }
    _ = try MonthlyStore(folder: words[2])
    fail("a folder that cannot be written was opened")
  default: fail("unknown mode \(words[1])")
  }
} catch {
  fail("\(error)")
}
