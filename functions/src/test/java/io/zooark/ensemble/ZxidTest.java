package io.zooark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ZxidTest {

    @Test
    void readsBothFormsThatZooKeeperWrites() {
        assertThat(Zxid.parse("0x100000a3f")).isEqualTo(Zxid.parse("100000a3f")).isEqualTo(new Zxid(0x100000a3fL));
    }

    @Test
    void tellsTheEpochOfItsLeader() {
        assertThat(Zxid.parse("0x700000001").epoch()).isEqualTo(7);
    }

    @Test
    void isWrittenIntoFileNamesWithoutPadding() {
        assertThat(new Zxid(0x2000000aL).fileSuffix()).isEqualTo("2000000a");
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> Zxid.parse("0xzz")).hasMessageContaining("got '0xzz'");
        assertThatThrownBy(() -> Zxid.parse("ffffffffffffffff")).hasMessageContaining("must not be negative");
    }
}
