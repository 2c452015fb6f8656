internal import Hygiene
internal import Platform

/// Whom a measurement of pages contacts: everything that is sent, before anything is.
struct ReachPlan {
  let survey: Survey
  let pages: [WebAddress]
  let files: any Files

  var contacts: [Contact] {
    var contacts = pages.contains(where: \.isNamed) ? beforeNames : []
    for page in pages {
      if page.isClear {
        contacts.append(Contact(host: page.host, port: page.port, visible: .page))
        if page.port == 80 {
          contacts.append(Contact(host: page.host, port: 443, visible: .connection))
        }
      } else {
        contacts.append(Contact(host: page.host, port: page.port, visible: .connection))
      }
    }
    if survey.network.level >= .differential, pages.contains(where: \.isNamed) {
      contacts.append(
        Contact(host: survey.network.controlName, port: 443, visible: .otherName))
    }
    return contacts
  }

  /// Whom names are asked of, and where a login page would show.
  private var beforeNames: [Contact] {
    let resolvers = ResolverSetup(from: files).direct.map {
      Contact(host: $0.address, port: $0.port, visible: .name)
    }
    return [
      Contact(host: Portal.page.host, port: Portal.page.port, visible: .page),
      Contact(host: Portal.neutral, port: 53, visible: .lookedUp),
      // An invented name, another one each time.
      Contact(host: "*.com", port: 53, visible: .lookedUp),
    ] + resolvers + EncryptedAsker.contacts(for: survey)
  }
}
