package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoomTest {
  @Test
  void shouldNameTheLimitOfAnArchiveOrThatOfItsNamespace() {
    var room = new Room(100, 150, 60);

    assertThat(room.forResource()).isEqualTo(90);
    assertThatCode(() -> room.expect(90)).doesNotThrowAnyException();
    assertThatThrownBy(() -> room.expect(91))
        .isInstanceOf(ReportSink.TooLargeException.class)
        .hasMessageContaining("at most 150 bytes")
        .hasMessageContaining("namespace-report-bytes-max")
        .hasMessageContaining("60")
        .hasMessageContaining("let those keep fewer or delete one");
    assertThatThrownBy(() -> room.expect(101)).hasMessageContaining("at most 100 bytes");
  }
}
