package io.zooark.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CksumTest {
    private final Cksum cksum = new Cksum();

    /** As {@code printf '' | cksum} and the others print it. */
    @Test
    void isWhatTheCommandPrints() {
        assertThat(cksum.getValue()).isEqualTo(4_294_967_295L);
        cksum.update("123456789".getBytes(US_ASCII));
        assertThat(cksum.getValue()).isEqualTo(930_766_865L);
        cksum.reset();
        cksum.update(new byte[70_000]);
        assertThat(cksum.getValue()).as("more bytes than two can count").isEqualTo(1774371287L);
    }

    @Test
    void goesOnAfterItWasAsked() {
        for (byte digit : "123456789".getBytes(US_ASCII)) {
            cksum.getValue();
            cksum.update(digit);
        }

        assertThat(cksum.getValue()).isEqualTo(930_766_865L);
    }
}
