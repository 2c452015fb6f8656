internal import Hygiene
internal import Platform

/// Whether the computer starts only what its maker or owner has signed (UEFI Secure Boot).
///
/// Reads the variables `SecureBoot`, `SetupMode` and `MokSBStateRT` of EFI.
struct DeviceSecureBoot: Check {
  let id: CheckID = "device-secure-boot"
  let version = 1
  let family = Family.device

  private static let variables = "/sys/firmware/efi/efivars"
  /// EFI_GLOBAL_VARIABLE (UEFI §3.3) and shim's own.
  private static let global = "8be4df61-93ca-11d2-aa0d-00e098032b8c"
  private static let shim = "605dab50-e046-4300-abb6-3dd810dd8b23"

  func gather(from world: World, about survey: Survey) throws -> [Observation<SecureBootFacts>] {
    let device = try Device(world, about: survey)
    // Without EFI there is no Secure Boot at all, and no setting that could turn it on.
    guard try device.files.status(of: "/sys/firmware/efi") != nil else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    func variable(_ name: String, _ vendor: String) throws -> Bool? {
      let bytes = try device.files.bytes("\(Self.variables)/\(name)-\(vendor)", atMost: 4096)
      // Four bytes of attributes stand before the value (kernel, efivarfs.rst).
      return bytes.flatMap { $0.count == 5 ? $0[4] == 1 : nil }
    }
    return [
      Observation(
        "",
        SecureBootFacts(
          isOn: try variable("SecureBoot", Self.global),
          isInSetup: try variable("SetupMode", Self.global),
          isShimOpen: try variable("MokSBStateRT", Self.shim) ?? false))
    ]
  }

  func judge(_ facts: SecureBootFacts) -> Outcome {
    guard let isOn = facts.isOn, let isInSetup = facts.isInSetup else {
      return .unknown(because: DeviceReasons.unreadable)
    }
    return isOn && !isInSetup && !facts.isShimOpen ? .good : .concern
  }

  var examples: [(SecureBootFacts, Outcome)] {
    [
      (SecureBootFacts(isOn: true, isInSetup: false, isShimOpen: false), .good),
      (SecureBootFacts(isOn: false, isInSetup: false, isShimOpen: false), .concern),
      (SecureBootFacts(isOn: true, isInSetup: false, isShimOpen: true), .concern),
      (SecureBootFacts(isOn: false, isInSetup: true, isShimOpen: false), .concern),
      (
        SecureBootFacts(isOn: nil, isInSetup: nil, isShimOpen: false),
        .unknown(because: DeviceReasons.unreadable)
      ),
    ]
  }
}

/// What the firmware says of itself.
struct SecureBootFacts: Hashable, Codable, Sendable {
  let isOn: Bool?
  /// Whether anybody may still enrol keys of their own.
  let isInSetup: Bool?
  /// Whether the first program that is started has been told to check nothing.
  let isShimOpen: Bool
}
