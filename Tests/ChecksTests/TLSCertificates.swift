import Glibc
import Testing

/// A folder of certificates with fixed dates, made by `openssl` when the first test needs it.
///
/// `ca.pem` signs `good`, `expired`, `early`, `other` (another name) and `many` (all names below
/// desk.example) and `desk` (the names of desk.lab); `self` signs itself; `weak` has a key of 1024 bits.
enum TLSCertificates {
  static let folder: Result<String, any Error> = Result { try make() }

  static func authority() throws -> [UInt8] {
    let descriptor = try open("\(folder.get())/ca.pem", O_RDONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(count))
  }

  private static func make() throws -> String {
    atexit(removeCertificates)
    var template = Array("/tmp/saqta-tls-XXXXXX".utf8CString)
    let path = try #require(mkdtemp(&template).map { String(cString: $0) })
    let status = runToEnd(["/bin/sh", "-c", script, "sh", path])
    try #require(status == 0, "openssl made no certificates; see \(path)/log")
    return path
  }

  private static let script = """
    set -e
    cd "$1"
    exec > log 2>&1
    cat > ca.cnf <<END
    [ca]
    default_ca = d
    [d]
    database = index.txt
    new_certs_dir = .
    rand_serial = yes
    default_md = sha256
    policy = p
    copy_extensions = copy
    unique_subject = no
    [p]
    commonName = supplied
    organizationName = optional
    [authority]
    basicConstraints = critical,CA:TRUE
    keyUsage = critical,keyCertSign,cRLSign
    subjectKeyIdentifier = hash
    [leaf]
    basicConstraints = CA:FALSE
    [req]
    distinguished_name = n
    [n]
    END
    : > index.txt
    key() { openssl ecparam -name prime256v1 -genkey -noout -out $1.key; }
    request() {
      openssl req -new -key $1.key -subj "$2" -config ca.cnf -out $1.csr $3 $4
    }
    sign() {
      openssl ca -batch -notext -config ca.cnf -in $1.csr -out $1.pem \\
        -startdate $2 -enddate $3 -keyfile $4.key -extensions $5 $6 $7 $8
    }
    key ca
    request ca "/CN=Saqta test authority"
    sign ca 20200101000000Z 20490101000000Z ca authority -selfsign
    leaf() {
      [ -f $1.key ] || key $1
      request $1 "/CN=$2" -addext "subjectAltName=$3"
      sign $1 $4 $5 ca leaf -cert ca.pem
    }
    leaf good desk.example DNS:desk.example,IP:127.0.0.1 20260101000000Z 20280101000000Z
    leaf expired desk.example DNS:desk.example,DNS:old.example 20240101000000Z 20250101000000Z
    leaf early desk.example DNS:desk.example,DNS:old.example 20270101000000Z 20280101000000Z
    leaf other other.example DNS:other.example 20260101000000Z 20280101000000Z
    leaf many desk.example DNS:desk.example,DNS:*.desk.example 20260101000000Z 20280101000000Z
    leaf desk desk.lab \\
      DNS:desk.lab,DNS:www.desk.lab,DNS:mta-sts.desk.lab,DNS:mail.desk.lab,DNS:loose.lab \\
      20260101000000Z 20280101000000Z
    openssl genrsa -out weak.key 1024
    leaf weak desk.example DNS:desk.example 20260101000000Z 20280101000000Z
    key self
    request self "/CN=desk.example/O=Evil\t\\\\x" -addext subjectAltName=DNS:desk.example
    sign self 20240101000000Z 20250101000000Z self leaf -selfsign
    """
}

/// Runs a program; its wait status, or -1 when it did not start.
private func runToEnd(_ words: [String]) -> Int32 {
  var arguments = words.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var variables = [strdup("PATH=/usr/bin:/bin"), nil]
  defer { for variable in variables { free(variable) } }
  var (pid, status) = (pid_t(), Int32(-1))
  guard posix_spawn(&pid, words[0], nil, nil, &arguments, &variables) == 0 else { return -1 }
  waitpid(pid, &status, 0)
  return status
}

private func removeCertificates() {
  guard case .success(let path) = TLSCertificates.folder else { return }
  _ = runToEnd(["/bin/rm", "-rf", path])
}
