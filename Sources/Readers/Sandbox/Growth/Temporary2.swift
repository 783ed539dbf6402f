import Geography
import Replica
extension TownNaming { var sea: Name { Name(malay: "Selat") } }
