package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.RootAcl.Entry;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.Test;

class RootAccessTest {
    private static final String CREDENTIAL = "zooark:se:cret";
    private static final int ALL = 31;
    private static final int ALL_BUT_ADMIN = 15;

    @Test
    void isContentWithAnyoneAndWithTheUsersOwnDigest() throws NoSuchAlgorithmException {
        String digest = DigestAuthenticationProvider.generateDigest(CREDENTIAL);

        assertThat(warning(new Entry("world", "anyone", ALL))).isEmpty();
        assertThat(warning(new Entry("digest", "other:hash", ALL), new Entry("digest", digest, ALL)))
                .isEmpty();
    }

    @Test
    void warnsOfEverythingElseAndShowsNoHash() throws NoSuchAlgorithmException {
        String digest = DigestAuthenticationProvider.generateDigest(CREDENTIAL);

        assertThat(warning(new Entry("world", "anyone", ALL_BUT_ADMIN))).isPresent();
        assertThat(warning(new Entry("digest", digest, ALL_BUT_ADMIN))).isPresent();
        assertThat(warning(new Entry("sasl", "zooark", ALL))).isPresent();
        assertThat(warning(new Entry("digest", "zooark:hash", ALL)).orElseThrow())
                .contains("[digest:zooark:…]")
                .contains("'zooark'")
                .contains("super user, which cannot be seen")
                .doesNotContain("hash")
                .doesNotContain("cret");
        assertThat(RootAccess.warning(Optional.empty(), CREDENTIAL)).isPresent();
    }

    private static Optional<String> warning(Entry... entries) {
        return RootAccess.warning(Optional.of(List.of(entries)), CREDENTIAL);
    }
}
