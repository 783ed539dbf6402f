import ReaderScratch
import SumoNetwork

/// A T-junction made by hand: west to east in two lanes, from the south and to the south in one; signals, one connection
/// that yields, a program whose last phase lets one go on while another has amber.
struct SmallNet {
  var type = "traffic_light"
  var location =
    "<location netOffset=\"-500000.00,-100000.00\" convBoundary=\"0,0,200,100\" origBoundary=\"0,0,1,1\" "
    + "projParameter=\"+proj=utm +zone=47 +ellps=WGS84 +datum=WGS84 +units=m +no_defs\"/>"
  var extra = ""
  var lefthand = "true"
  var sjLane = "<lane id=\"sj_0\" index=\"0\" speed=\"8.33\" length=\"90.00\" shape=\"101.6,0 101.6,90\"/>"
  var firstState = "rGGG"
  var lastConnection = ""

  var text: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <net version="1.20" lefthand="\(lefthand)">
        \(location)
        <edge id=":J_0" function="internal">
            <lane id=":J_0_0" index="0" speed="6.5" length="9.00" shape="101.6,90 110,98.4"/>
        </edge>
        <edge id=":J_1" function="internal">
            <lane id=":J_1_0" index="0" speed="5.5" length="5.00" shape="90,95.2 98.4,90"/>
        </edge>
        <edge id=":J_2" function="internal">
            <lane id=":J_2_0" index="0" speed="13.89" length="20.00" shape="90,95.2 110,95.2"/>
            <lane id=":J_2_1" index="1" speed="13.89" length="20.00" shape="90,98.4 110,98.4"/>
        </edge>
        <edge id="wj" from="W" to="J" priority="3" type="highway.primary" name="Jalan Besar">
            <lane id="wj_0" index="0" speed="13.89" length="90.00" width="3.50" shape="0,95.2 90,95.2"/>
            <lane id="wj_1" index="1" disallow="pedestrian truck" speed="16.67" length="90.00" shape="0,98.4 90,98.4"/>
        </edge>
        <edge id="je" from="J" to="E" priority="3" type="highway.primary">
            <lane id="je_0" index="0" speed="13.89" length="90.00" shape="110,95.2 200,95.2"/>
            <lane id="je_1" index="1" speed="13.89" length="90.00" shape="110,98.4 200,98.4"/>
        </edge>
        <edge id="sj" from="S" to="J" priority="1" shape="100,0 100,50 100,100">
            \(sjLane)
        </edge>
        <edge id="js" from="J" to="S" priority="1">
            <lane id="js_0" index="0" allow="bus bicycle" speed="8.33" length="90.00" shape="98.4,90 98.4,0"/>
        </edge>
        <tlLogic id="J" type="static" programID="0" offset="-5">
            <phase duration="30" state="\(firstState)"/>
            <phase duration="3" state="ryyy"/>
            <phase duration="2" state="rrrr"/>
            <phase duration="20" state="Ggrr"/>
            <phase duration="3" state="yGrr"/>
        </tlLogic>
        <junction id="W" type="dead_end" x="0" y="100" incLanes="" intLanes="" shape=""/>
        <junction id="E" type="dead_end" x="200" y="100" incLanes="je_0 je_1" intLanes="" shape=""/>
        <junction id="S" type="dead_end" x="100" y="0" incLanes="js_0" intLanes="" shape=""/>
        <junction id="J" type="\(type)" x="100" y="100" incLanes="sj_0 wj_0 wj_1" intLanes=":J_0_0 :J_1_0 :J_2_0 :J_2_1">
            <request index="0" response="0100" foes="0100" cont="1"/>
            <request index="1" response="0000" foes="0000" cont="0"/>
            <request index="2" response="0000" foes="0001" cont="0"/>
            <request index="3" response="0000" foes="0000" cont="0"/>
        </junction>
        <connection from="sj" to="je" fromLane="0" toLane="0" via=":J_0_0" tl="J" linkIndex="0" dir="r" state="o"/>
        <connection from="wj" to="js" fromLane="0" toLane="0" via=":J_1_0" tl="J" linkIndex="1" dir="R" state="o"/>
        <connection from="wj" to="je" fromLane="0" toLane="0" via=":J_2_0" tl="J" linkIndex="2" dir="s" state="o"/>
        <connection from="wj" to="je" fromLane="1" toLane="1" via=":J_2_1" tl="J" linkIndex="3" dir="s" state="o"/>
        <connection from=":J_0" to="je" fromLane="0" toLane="0" dir="r" state="M"/>
        \(lastConnection)\(extra)
    </net>
    """
  }

  /// The file in a folder of its own.
  func written(_ scratch: Scratch, _ name: String = "small.net.xml") throws -> String {
    try scratch.write(text, to: name)
  }

  func read() throws -> SumoNet {
    let scratch = try Scratch()
    return try SumoNet(reading: written(scratch))
  }
}
