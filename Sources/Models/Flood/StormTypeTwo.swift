/// The 24-hour type II storm of the US Natural Resources Conservation Service: most of the inland United States, where short and hard
/// rain lies in the middle of the day's.
///
/// Source: USDA, *Urban Hydrology for Small Watersheds*, TR-55, 1986, appendix B, in the steps of six minutes in which the service's
/// programs and others' hold it. Storms shorter than 24 hours are its middle about hour 12 (C. T. Haan, B. J. Barfield and J. C. Hayes,
/// *Design Hydrology and Sedimentology for Small Catchments*, Academic Press 1994, equation 3.7). It is no tropical storm: for Malaysia
/// it shows how much hangs on the shape.
enum StormTypeTwo {
  /// Share of the day's rain that fell until an hour from 0 to 24; straight lines between the steps.
  static func fallen(_ hour: Double) -> Double {
    let step = max(0, min(hour * 10, 240))
    let before = min(239, Int(step))
    let share = step - Double(before)
    return (Double(tenThousandths[before]) * (1 - share) + Double(tenThousandths[before + 1]) * share) / 10_000
  }

  private static let tenThousandths: [Int] = [
    0, 10, 20, 30, 41, 51, 62, 72, 83, 94, 105, 116, 127, 138, 150, 161, 173, 184, 196, 208,
    220, 232, 244, 257, 269, 281, 294, 306, 319, 332, 345, 358, 371, 384, 398, 411, 425, 439, 452, 466,
    480, 494, 508, 523, 538, 553, 568, 583, 598, 614, 630, 646, 662, 679, 696, 712, 730, 747, 764, 782,
    800, 818, 836, 855, 874, 892, 912, 931, 950, 970, 990, 1010, 1030, 1051, 1072, 1093, 1114, 1135, 1156, 1178,
    1200, 1222, 1246, 1270, 1296, 1322, 1350, 1379, 1408, 1438, 1470, 1502, 1534, 1566, 1598, 1630, 1663, 1697, 1733,
    1771,
    1810, 1851, 1895, 1941, 1989, 2040, 2094, 2152, 2214, 2280, 2350, 2427, 2513, 2609, 2715, 2830, 3068, 3544, 4308,
    5679,
    6630, 6820, 6986, 7130, 7252, 7350, 7434, 7514, 7588, 7656, 7720, 7780, 7836, 7890, 7942, 7990, 8036, 8080, 8122,
    8162,
    8200, 8237, 8273, 8308, 8342, 8376, 8409, 8442, 8474, 8505, 8535, 8565, 8594, 8622, 8649, 8676, 8702, 8728, 8753,
    8777,
    8800, 8823, 8845, 8868, 8890, 8912, 8934, 8955, 8976, 8997, 9018, 9038, 9058, 9078, 9097, 9117, 9136, 9155, 9173,
    9192,
    9210, 9228, 9245, 9263, 9280, 9297, 9313, 9330, 9346, 9362, 9377, 9393, 9408, 9423, 9438, 9452, 9466, 9480, 9493,
    9507,
    9520, 9533, 9546, 9559, 9572, 9584, 9597, 9610, 9622, 9635, 9647, 9660, 9672, 9685, 9697, 9709, 9722, 9734, 9746,
    9758,
    9770, 9782, 9794, 9806, 9818, 9829, 9841, 9853, 9864, 9876, 9887, 9899, 9910, 9922, 9933, 9944, 9956, 9967, 9978,
    9989,
    10000,
  ]
}
