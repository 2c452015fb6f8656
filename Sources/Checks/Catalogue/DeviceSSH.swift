internal import Hygiene
internal import Platform

/// Whether somebody can log in over the network by guessing a password.
///
/// Reads `sshd_config` with all that it includes, and whether the service starts.
struct DeviceSSH: Check {
  let id: CheckID = "device-ssh"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<SSHFacts>] {
    let device = try Device(world, about: survey)
    guard try device.files.status(of: "/usr/sbin")?.kind == .folder else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    if device.files.exists("/usr/sbin/dropbear") {
      throw CheckRefusal(.unknown(because: DeviceReasons.otherSystem))
    }
    guard try device.files.status(of: "/usr/sbin/sshd") != nil else {
      return [Observation("", SSHFacts(server: .absent), confidence: .medium)]
    }
    let configuration = SSHDConfiguration(device.files)
    var facts = SSHFacts(server: Self.server(device.files))
    facts.passwords = configuration.passwords
    return [Observation("", facts, confidence: .medium)]
  }

  /// Whether systemd starts it, itself or by its socket.
  private static func server(_ files: SystemFiles) -> SSHFacts.Server {
    let links = [
      "multi-user.target.wants/ssh.service", "multi-user.target.wants/sshd.service",
      "sockets.target.wants/ssh.socket", "sockets.target.wants/sshd.socket",
      "ssh.service.requires/ssh.socket",
    ]
    if links.contains(where: { files.exists("/etc/systemd/system/\($0)") }) { return .starts }
    return .installed
  }

  func judge(_ facts: SSHFacts) -> Outcome {
    switch (facts.server, facts.passwords) {
    case (.absent, _), (_, .refused): .good
    case (.starts, .accepted): .problem
    // Somebody may start it by hand, or another program does.
    case (.installed, .accepted): .concern
    case (_, .unclear): .unknown(because: DeviceReasons.unreadable)
    }
  }

  var examples: [(SSHFacts, Outcome)] {
    func facts(_ server: SSHFacts.Server, _ passwords: SSHFacts.Passwords) -> SSHFacts {
      var facts = SSHFacts(server: server)
      facts.passwords = passwords
      return facts
    }
    return [
      (SSHFacts(server: .absent), .good),
      (facts(.starts, .refused), .good),
      (facts(.starts, .accepted), .problem),
      (facts(.installed, .accepted), .concern),
      (facts(.starts, .unclear), .unknown(because: DeviceReasons.unreadable)),
    ]
  }
}

/// The server for logging in over the network.
struct SSHFacts: Hashable, Codable, Sendable {
  /// Words: `check.device-ssh.server.<name>`.
  enum Server: String, Hashable, Codable, Sendable, CaseIterable { case absent, installed, starts }
  /// Words: `check.device-ssh.passwords.<name>`.
  enum Passwords: String, Hashable, Codable, Sendable, CaseIterable {
    case accepted, refused, unclear
  }
  let server: Server
  var passwords = Passwords.unclear

  init(server: Server) { self.server = server }
}
