internal import Platform

/// The authorities that the programs of this computer trust, as PEM texts: where the common systems
/// keep them, and `SSL_CERT_FILE` as OpenSSL reads it. Without any, no unknown authority is held
/// against a site.
func trustStore(of world: World) -> [[UInt8]] {
  let usual = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
  ]
  let paths = world.environment["SSL_CERT_FILE"].map { [$0] } ?? usual
  for path in paths {
    if let text = try? world.files.read(path, atMost: 8 << 20, followingLinks: true) {
      return [text]
    }
  }
  return []
}
