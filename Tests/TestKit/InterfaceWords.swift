import ChecklistFiles
import Hygiene

/// The English words of the interface.
public func interfaceWords() throws -> Words { try interfaceWords(language: "en") }
