internal import Commands
internal import Platform

@main
struct Saqta {
  static func main() async {
  }
}
