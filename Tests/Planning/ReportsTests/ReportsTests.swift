import Testing

@Suite("Reports") struct ReportsTests {}
