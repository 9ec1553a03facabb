package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeConditionTest {
    @Test
    void takesNode20AndLater() {
        assertThat(NodeCondition.recentEnough("v20.0.0\n")).isTrue();
        assertThat(NodeCondition.recentEnough("v24.1.0\n")).isTrue();
    }

    @Test
    void refusesWhatIsOlderOrNoNodeAtAll() {
        assertThat(NodeCondition.recentEnough("v18.20.4\n")).isFalse();
        assertThat(NodeCondition.recentEnough("sh: node: command not found\n")).isFalse();
    }
}
