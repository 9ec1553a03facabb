package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.zookeeper.format.SnapshotComparison.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Looks at what a comparison does with the two snapshots that it is given. */
class ComparedSidesTest {
    private static final Request EVERYTHING = new Request("/", false, true, 100);

    @Test
    void readsTheFirstAgainOnlyToNameWhatTheSecondLacks() throws IOException {
        byte[] small = new LiveTree().snapshot();
        byte[] large = new LiveTree().create("/more", new byte[1]).snapshot();
        GivenSnapshot first = new GivenSnapshot(small);
        GivenSnapshot second = new GivenSnapshot(large);

        new SnapshotComparison().compare(first, second, EVERYTHING);
        assertThat(first.opened).isEqualTo(1);

        new SnapshotComparison().compare(second, first, EVERYTHING);
        assertThat(second.opened).isEqualTo(3);
    }

    @Test
    void refusesADamagedOneWhoseLossWouldSeemRemoved() {
        byte[] whole = new LiveTree().create("/a", new byte[100]).snapshot();
        GivenSnapshot torso = new GivenSnapshot(Arrays.copyOf(whole, whole.length - 150));

        assertThatThrownBy(() -> new SnapshotComparison().compare(new GivenSnapshot(whole), torso, EVERYTHING))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("the given one is damaged: ")
                .hasMessageContaining("HINT: compare another one");
    }

    @Test
    void noticesThatTheFirstBecameAnotherOneMeanwhile() {
        byte[] first = new LiveTree().create("/a", new byte[1]).snapshot();
        byte[] later = new LiveTree().create("/a", new byte[2]).snapshot();
        GivenSnapshot changing = new GivenSnapshot(first) {
            @Override
            public InputStream open() {
                return opened++ == 0 ? super.open() : new ByteArrayInputStream(later);
            }
        };

        assertThatThrownBy(() -> new SnapshotComparison()
                        .compare(changing, new GivenSnapshot(new LiveTree().snapshot()), EVERYTHING))
                .isInstanceOf(IOException.class)
                .hasMessage("the given one changed between two readings");
    }
}
