import Foundation
import Testing
import Transfer

/// Mail to a server on this machine.
@Suite struct Mails {
  private func mail(_ change: (inout Mail) -> Void = { _ in }) -> Mail {
    var mail = Mail(
      from: "kembar@town.example", to: ["duty@town.example", "chief@town.example"], subject: "Amaran: air naik 水位",
      text: "Sungai Besar\n.\n4.2 m\n", date: "Mon, 23 Nov 2026 12:39:14 +0000", id: "alert-17@town.example")
    change(&mail)
    return mail
  }

  private static func smtp(refusing: String? = nil) throws -> LocalServer {
    try LocalServer { connection in
      var heard: [String] = []
      connection.send("220 mail.town.example ESMTP\r\n")
      while let line = connection.line() {
        heard.append(line)
        if let refusing, line.hasPrefix(refusing) {
          connection.send("550 5.7.1 not for us\r\n")
          continue
        }
        switch line.prefix(4).uppercased() {
        case "EHLO": connection.send("250-mail.town.example\r\n250 SIZE 1000000\r\n")
        case "DATA":
          connection.send("354 go on\r\n")
          while let line = connection.line(), line != "." { heard.append(line) }
          connection.send("250 2.0.0 taken\r\n")
        case "QUIT":
          connection.send("221 bye\r\n")
          return heard.joined(separator: "\n")
        default: connection.send("250 ok\r\n")
        }
      }
      return heard.joined(separator: "\n")
    }
  }

  private func transfer(_ server: LocalServer, plain: Bool = true) -> MailTransfer {
    var settings = TransferSettings()
    settings.reach = .everywhere
    var to = MailServer("smtp://127.0.0.1:\(server.port)")
    to.allowsPlain = plain
    var transfer = MailTransfer(to, settings)
    transfer.seconds = 5
    return transfer
  }

  @Test func aMailArrivesWhole() throws {
    let server = try Self.smtp()
    defer { server.end() }
    try transfer(server).send(mail())
    let heard = server.requests()[0]
    #expect(heard.contains("MAIL FROM:<kembar@town.example>"))
    #expect(heard.contains("RCPT TO:<duty@town.example>") && heard.contains("RCPT TO:<chief@town.example>"))
    #expect(heard.contains("Message-ID: <alert-17@town.example>"))
    let body = heard.components(separatedBy: "Content-Transfer-Encoding: base64\n\n").last ?? ""
    let text = body.split(separator: "\n").prefix { $0 != "QUIT" }.joined()
    #expect(Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } == "Sungai Besar\n.\n4.2 m\n")
  }

  @Test func subjectsInAnyScriptAreEncodedWords() throws {
    let text = String(decoding: try mail().message(), as: UTF8.self)
    #expect(text.contains("Subject: =?utf-8?B?\(Data("Amaran: air naik 水位".utf8).base64EncodedString())?=\r\n"))
    let long = String(decoding: try mail { $0.subject = String(repeating: "அ", count: 40) }.message(), as: UTF8.self)
    for line in long.split(separator: "\r\n") { #expect(line.utf8.count <= 78) }
    #expect(
      String(decoding: try mail { $0.subject = "Water high" }.message(), as: UTF8.self).contains(
        "Subject: Water high\r\n"))
  }

  @Test func nothingCanBePutIntoTheHead() throws {
    let text = String(decoding: try mail { $0.subject = "a\r\nBcc: x@y.example" }.message(), as: UTF8.self)
    #expect(!text.contains("\r\nBcc:"))
    for address in ["a@b.example>\r\nRCPT TO:<x@y.example", "a b@c.example", "@b.example", "a@", "a", "a@b@c.example"] {
      #expect(throws: TransferError.self) { try mail { $0.to = [address] }.message() }
      #expect(throws: TransferError.self) { try mail { $0.from = address }.message() }
    }
    #expect(throws: TransferError.self) { try mail { $0.to = [] }.message() }
    #expect(throws: TransferError.self) { try mail { $0.id = "a\r\nX: 1" }.message() }
  }

  @Test func oneWhoIsNotTakenDoesNotKeepTheOthersFromBeingTold() throws {
    let server = try Self.smtp(refusing: "RCPT TO:<chief")
    defer { server.end() }
    #expect(try transfer(server).send(mail()) == ["550 5.7.1 not for us"])
    #expect(server.requests()[0].contains("RCPT TO:<duty@town.example>") && server.requests()[0].contains("Message-ID"))
    let other = try Self.smtp()
    defer { other.end() }
    #expect(try transfer(other).send(mail()).isEmpty)
  }

  @Test func aServerThatTakesNobodyIsQuoted() throws {
    for refusing in ["RCPT", "MAIL"] {
      let server = try Self.smtp(refusing: refusing)
      defer { server.end() }
      var found: TransferError?
      do { try transfer(server).send(mail()) } catch { found = error }
      #expect(found?.kind == .mail && found?.isLasting == true)
      #expect(found?.description.contains("550 5.7.1 not for us") == true, "\(String(describing: found))")
    }
  }

  @Test func aMessageThatIsReadyGoesAsItIs() throws {
    let server = try Self.smtp()
    defer { server.end() }
    try transfer(server).send(Array("Subject: x\r\n\r\n.dot\r\n".utf8), from: "a@b.example", to: ["c@d.example"])
    #expect(server.requests()[0].contains("Subject: x\n\n..dot"))
    #expect(throws: TransferError.self) { try transfer(server).send([], from: "a@b.example", to: []) }
    #expect(throws: TransferError.self) { try transfer(server).send([], from: "a@b.example", to: ["x>\r\nDATA"]) }
  }

  @Test func withoutTLSNothingIsSaid() throws {
    let server = try Self.smtp()
    defer { server.end() }
    var found: TransferError?
    do { try transfer(server, plain: false).send(mail()) } catch { found = error }
    #expect(found?.kind == .certificate)
    #expect(!server.requests()[0].contains("MAIL FROM"))
  }

  @Test func thePrivateIsOutForMailToo() throws {
    let server = try Self.smtp()
    defer { server.end() }
    var found: TransferError?
    do { try MailTransfer(MailServer("smtp://127.0.0.1:\(server.port)")).send(mail()) } catch { found = error }
    #expect(found?.kind == .refused)
    do { try MailTransfer(MailServer("http://127.0.0.1:\(server.port)")).send(mail()) } catch { found = error }
    #expect(found?.kind == .address)
  }
}
