import Testing
import Transfer

/// Which machines may be talked to.
@Suite struct Reaching {
  @Test(arguments: [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.1.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "198.18.0.1",
    "2001:db8::1",
  ])
  func privateOnesAreOut(_ address: String) { #expect(Reach().contains(address) == false) }

  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.1.1", "100.128.0.1", "2606:4700::1111",
    "::ffff:8.8.8.8", "2002:808:808::", "223.255.255.255",
  ])
  func publicOnesAreIn(_ address: String) { #expect(Reach().contains(address) == true) }

  @Test func aSettingAllowsNetworks() throws {
    let reach = try Reach(also: ["10.1.2.0/23", "fd00:1::/32", "192.168.7.7"])
    #expect(reach.contains("10.1.3.255") == true && reach.contains("10.1.4.0") == false)
    #expect(reach.contains("fd00:1::5") == true && reach.contains("fd00:2::5") == false)
    #expect(reach.contains("192.168.7.7") == true && reach.contains("192.168.7.8") == false)
    #expect(Reach.everywhere.contains("127.0.0.1") == true)
    #expect(Reach().contains("localhost") == nil)
    for wrong in ["10.0.0.0/33", "10.0.0", "example.com", "10.0.0.0/x", ""] {
      #expect(throws: TransferError.self) { try Reach(also: [wrong]) }
    }
  }

  @Test func theAddressCountsAndNotTheName() throws {
    let server = try LocalServer.http { _ in answer("200 OK") }
    defer { server.end() }
    for host in ["localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"] {
      var found: TransferError?
      do { _ = try HTTPTransfer().answer(to: HTTPRequest("http://\(host):\(server.port)/")) } catch { found = error }
      // A machine may have no address of its own by a name or in IPv6: no connection then.
      #expect(found?.kind == .refused || found?.kind == .connection || found?.kind == .name, "\(host)")
      if host == "127.0.0.1" {
        #expect(found?.kind == .refused)
        #expect(found?.description.contains("127.0.0.1") == true)
      }
    }
    var settings = TransferSettings()
    settings.reach = try Reach(also: ["127.0.0.0/8"])
    #expect(try HTTPTransfer(settings).answer(to: HTTPRequest(server.url)).status == 200)
  }

  @Test func aRedirectIntoThePrivateIsRefused() throws {
    let inner = try LocalServer.http { _ in answer("200 OK", [], [1]) }
    let server = try LocalServer.http { _ in answer("302 Found", ["Location: http://127.0.0.2:1/"]) }
    defer {
      inner.end()
      server.end()
    }
    var settings = TransferSettings()
    settings.reach = try Reach(also: ["127.0.0.1"])
    var found: TransferError?
    do { _ = try HTTPTransfer(settings).answer(to: HTTPRequest(server.url)) } catch { found = error }
    #expect(found?.kind == .refused && found?.description.contains("127.0.0.2") == true)
  }
}
