import Modelling
import Testing

@Suite("The nearest name") struct NearestNameTests {
  @Test("a letter wrong, missing, too many or swapped is near; another word is not")
  func near() {
    let names = ["Jalan Pasar", "Jalan Besar", "Lorong Tiga", "Jalan Pasar Baru"]
    #expect(NearestName.search("Jalan Pasr", among: names).first == "Jalan Pasar")
    #expect(NearestName.search("jalan psaar", among: names).first == "Jalan Pasar")
    #expect(NearestName.search("Pasar", among: names).contains("Jalan Pasar"))
    #expect(NearestName.search("Kuching", among: names).isEmpty)
    #expect(NearestName.search("", among: names).isEmpty)
  }
}
