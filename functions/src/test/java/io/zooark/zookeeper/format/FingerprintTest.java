package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static final Fingerprint FINGERPRINT = new Fingerprint(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** Of the bytes 0, 1, 2 and so on under the key 0 to 15: {@code vectors_sip128} of SipHash's authors. */
    @ParameterizedTest
    @CsvSource({
        "0, a3817f04ba25a8e66df67214c7550293",
        "1, da87c1d86b99af44347659119b22fc45",
        "8, 3b62a9ba6258f5610f83e264f31497b4",
        "15, 5493e99933b0a8117e08ec0f97cfc3d9"
    })
    void isThatOfItsInventors(int length, String expected) {
        byte[] bytes = counting(length);

        FINGERPRINT.begin();
        FINGERPRINT.add(bytes, 0, length);
        FINGERPRINT.end();

        assertThat(HexFormat.of().toHexDigits(Long.reverseBytes(FINGERPRINT.high()))
                        + HexFormat.of().toHexDigits(Long.reverseBytes(FINGERPRINT.low())))
                .isEqualTo(expected);
    }

    @Test
    void isTheSameInWhateverPartsTheBytesCome() {
        byte[] bytes = counting(100);
        FINGERPRINT.begin();
        FINGERPRINT.add(bytes, 0, 100);
        FINGERPRINT.end();
        long whole = FINGERPRINT.high();

        for (int first = 0; first <= 20; first++) {
            FINGERPRINT.begin();
            FINGERPRINT.add(bytes, 0, first);
            FINGERPRINT.add(bytes, first, 3);
            FINGERPRINT.add(bytes, first + 3, 97 - first);
            FINGERPRINT.end();

            assertThat(FINGERPRINT.high()).as("after %d", first).isEqualTo(whole);
        }
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
