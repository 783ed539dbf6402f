import Testing

@Suite("Pictures") struct PicturesTests {}
