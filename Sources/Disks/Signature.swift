internal import CDisks

/// What the first and last blocks of a disk say that it holds.
public enum Signature: Hashable, Sendable {
  /// A type by libblkid's name, such as `ext4` or `crypto_LUKS`, and its version.
  case found(type: String, version: String?)
  /// No known signature: an empty disk, VeraCrypt, a detached header and noise look alike.
  case nothing
  /// Two signatures that contradict each other.
  case ambivalent
}

/// Reads the signature of a disk. Only reads.
///
/// - Parameter descriptor: a block device or an image, open for reading; it stays open.
/// - Returns: what was found, also when that is nothing.
/// - Throws: `.unreadable` when the disk could not be read.
public func probe(_ descriptor: Int32) throws(DiskError) -> Signature {
  guard let probe = unsafe blkid_new_probe() else {
    throw DiskError(.unreadable, while: "making a probe")
  }
  defer { unsafe blkid_free_probe(probe) }
  guard unsafe blkid_probe_set_device(probe, descriptor, 0, 0) == 0 else {
    throw DiskError(.unreadable, while: "giving the disk to the probe")
  }
  unsafe blkid_probe_enable_superblocks(probe, 1)
  unsafe blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_TYPE | BLKID_SUBLKS_VERSION)
  unsafe blkid_probe_enable_partitions(probe, 1)
  let result = unsafe blkid_do_safeprobe(probe)
  switch result {
  case 0:
    // It may have found only the entry in the partition table, which says nothing of the content.
    guard let type = unsafe value("TYPE", of: probe) else { return .nothing }
    return .found(type: type, version: unsafe value("VERSION", of: probe))
  case 1: return .nothing
  case -2: return .ambivalent
  default: throw DiskError(.unreadable, while: "probing", code: result)
  }
}

@unsafe private func value(_ name: String, of probe: blkid_probe) -> String? {
  var data: UnsafePointer<CChar>?
  guard unsafe blkid_probe_lookup_value(probe, name, &data, nil) == 0, let found = unsafe data
  else { return nil }
  return unsafe String(cString: found)
}
