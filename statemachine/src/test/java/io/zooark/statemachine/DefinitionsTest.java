package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DefinitionsTest {
    @Test
    void namesTheFileThatTheJarWasBuiltWithout() {
        assertThatThrownBy(() -> ClassPathText.read("missing.asl.json"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("statemachine/missing.asl.json");
    }
}
