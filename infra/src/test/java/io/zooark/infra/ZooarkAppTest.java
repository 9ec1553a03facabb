package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

@NeedsNode
class ZooarkAppTest {
    @ParameterizedTest
    @ValueSource(strings = {"zooark:vaultKey", "zooark:ensemble"})
    void refusesContextsWhosePlaceIsTheFileNow(String context) {
        App app =
                new App(AppProps.builder().context(Map.of(context, "anything")).build());

        assertThatThrownBy(() -> ZooarkApp.refuseMoved(app))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(context + " is no longer read")
                .hasMessageContaining("ensembles.yaml")
                .hasMessageContaining("vault.key");
    }

    @Test
    void takesTheContextThatIsRead() {
        App app = new App(AppProps.builder()
                .context(Map.of("zooark:ensembles", "other.yaml"))
                .build());

        assertThatCode(() -> ZooarkApp.refuseMoved(app)).doesNotThrowAnyException();
    }
}
