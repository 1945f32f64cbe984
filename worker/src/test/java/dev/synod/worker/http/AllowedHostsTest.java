package dev.synod.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

  @ParameterizedTest
  @CsvSource({
    "'',                       api.example.org, 93.184.216.34,   443,  false",
    "api.example.org,          api.example.org, 93.184.216.34,   443,  true",
    "api.example.org,          API.Example.Org., 93.184.216.34,  80,   true",
    "api.example.org,          api.example.org, 93.184.216.34,   8443, false",
    "api.example.org:8443,     api.example.org, 93.184.216.34,   8443, true",
    "api.example.org:8443,     api.example.org, 93.184.216.34,   443,  false",
    "api.example.org,          evil.example.org, 93.184.216.34,  443,  false",
    "*.example.org,            api.example.org, 93.184.216.34,   443,  true",
    "*.example.org,            example.org,     93.184.216.34,   443,  false",
    "*.example.org,            badexample.org,  93.184.216.34,   443,  false",
    "*.example.org,            api.example.org, 10.0.0.1,        443,  false",
    "*.example.org,            api.example.org, 169.254.169.254, 443,  false",
    "*.example.org,            api.example.org, 127.0.0.1,       443,  false",
    "*.example.org,            api.example.org, 100.64.0.1,      443,  false",
    "*.example.org,            api.example.org, 0.0.0.0,         443,  false",
    "*.example.org,            api.example.org, ::1,             443,  false",
    "*.example.org,            api.example.org, fd00::1,         443,  false",
    "*.example.org,            api.example.org, fe80::1,         443,  false",
    "*.example.org,            api.example.org, 64:ff9b::7f00:1, 443,  false",
    "*.example.org,            api.example.org, 2606:2800:220:1::1, 443, true",
    "intra.example.org,        intra.example.org, 10.0.0.1,      443,  true",
    "'*.example.org, 10.1.0.0/16', a.example.org, 10.1.2.3,      443,  true",
    "10.1.0.0/16,              10.1.2.3,        10.1.2.3,        80,   true",
    "10.1.0.0/16,              10.2.2.3,        10.2.2.3,        80,   false",
    "127.0.0.1:47001,          127.0.0.1,       127.0.0.1,       47001, true",
    "'[::1]:47001',            [::1],           ::1,             47001, true",
    "::1,                      [::1],           ::1,             80,   true",
  })
  void shouldDecideByNameAddressAndPort(
      String list, String host, String address, int port, boolean expected) {
    var allowed = AllowedHosts.parse(list);
    boolean found =
        allowed.mayResolve(host, port)
            && allowed.mayCall(host, InetAddress.ofLiteral(address), port);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:127.0.0.1", "::ffff:10.0.0.1"})
  void shouldSeeThroughMappedAddresses(String address) {
    assertThat(AllowedHosts.isPublic(InetAddress.ofLiteral(address))).isFalse();
  }

  @Test
  void shouldNameTheEntryWhenItIsMalformed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AllowedHosts.parse("a.example:port"))
        .withMessageContaining("a.example:port");
  }
}
