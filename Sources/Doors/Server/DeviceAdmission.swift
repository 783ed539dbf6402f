package import Broker
package import Devices
package import Keys

/// Who may connect by MQTT, and what for: a device's token or a program's key as password with any user name, or an account's name and password.
/// Without either, whoever sits at this machine while there is no account; the public view opens no door here.
package struct DeviceAdmission: Sendable {
  private let policy: EntryPolicy

  package init(_ policy: EntryPolicy) { self.policy = policy }

  /// Decides; at once for keys, tokens and nothing, after the password was looked at for accounts.
  package func admit(_ client: ConnectingClient, decided: @escaping @Sendable (ClientAdmission) -> Void) {
    let now = Keyring.now()
    guard let bytes = client.password else {
      return decided(admission(of: policy.anonymous(from: origin(of: client)), named: client.userName))
    }
    let password = String(decoding: bytes, as: UTF8.self)
    if let caller = policy.keyring.caller(secret: password, at: now) {
      return decided(admission(of: caller, named: client.userName))
    }
    let credentials = Credentials.password(name: client.userName ?? "", password: password)
    Task {
      do throws(SignInRefusal) {
        let caller = try await policy.caller(credentials, from: origin(of: client), at: now)
        decided(admission(of: caller, named: client.userName))
      } catch {
        decided(.refused(.badUserNameOrPassword, error.description))
      }
    }
  }

  private func origin(of client: ConnectingClient) -> Origin {
    let address = client.address
    let end = address.lastIndex(of: ":") ?? address.endIndex
    return Origin(remote: String(address[..<end]), isForwarded: false)
  }

  private func admission(of caller: Caller, named name: String?) -> ClientAdmission {
    let owner: String
    switch caller.identity {
    case .thisMachine: owner = "machine"
    case .anyone:
      return .refused(
        .notAuthorized,
        "Give a device's token or a key as password, or the name and password of an account: kembar key add makes a token."
      )
    case .account(let number): owner = "account \(number)"
    case .key(let number): owner = "key \(number)"
    // A new token of the same device is the same owner.
    case .device: owner = "device \(caller.binding.map { "\($0)" } ?? "")"
    }
    let publishing: ClientRights.Publishing
    switch caller.binding {
    case .thing(let number): publishing = .thing(number)
    case .topics(let prefix): publishing = .topics(below: prefix)
    case nil: publishing = caller.may(.operate) ? .everything : caller.may(.observe) ? .observations : .nothing
    }
    let keyring = policy.keyring
    return .admitted(
      ClientRights(owner: owner, publishing: publishing, mayListen: caller.may(.read)) {
        keyring.isStillGood(caller, at: Keyring.now())
      })
  }
}
