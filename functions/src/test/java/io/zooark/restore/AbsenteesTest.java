package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.RequestRefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsenteesTest {
    private static final List<String> THREE =
            List.of("server.1=10.0.1.1:2888:3888", "server.2=10.0.1.2:2888:3888", "server.3=[fd00::3]:2888:3888;2181");
    private static final List<String> FIVE_AND_ONE = List.of(
            "server.1=zk-1:2888:3888",
            "server.2=zk-2:2888:3888",
            "server.3=zk-3:2888:3888",
            "server.4=zk-4:2888:3888",
            "server.5=zk-5:2888:3888",
            "server.6=zk-6:2888:3888:observer;2181");

    @ParameterizedTest
    @ValueSource(strings = {"zk-3", "3", "i-3", "fd00::3"})
    void knowsAServerByNumberAddressAndInstance(String name) {
        assertThat(leaveOut(List.of(name), THREE, Set.of(3)))
                .containsExactly(new AbsentServer(3, "fd00::3", false, Optional.of("i-3")));
    }

    @Test
    void knowsAServerWhoseInstanceIsGone() {
        Absentees absentees = new Absentees(ServerDiscovery.Without.asked(List.of("zk-3")), THREE, Map.of());

        assertThat(absentees.leaveOut(present(2)))
                .containsExactly(new AbsentServer(3, "fd00::3", false, Optional.empty()));
    }

    @Test
    void leavesOutAMinorityOfVotersAndAnyObserver() {
        assertThat(leaveOut(List.of("zk-2", "zk-4", "zk-6"), FIVE_AND_ONE, Set.of(2, 4, 6)))
                .extracting(AbsentServer::id)
                .containsExactly(2, 4, 6);
        assertThatThrownBy(() -> leaveOut(List.of("1", "2", "3"), FIVE_AND_ONE, Set.of(1, 2, 3)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("2 of 5 voters can be reached, which is no majority");
    }

    @Test
    void refusesWhenSomeoneIsMissingWhoIsNotNamed() {
        assertThatThrownBy(() -> leaveOut(List.of("zk-2"), FIVE_AND_ONE, Set.of(2, 4)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("missing are servers [2, 4]")
                .hasMessageContaining("nothing was changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk-1", "1", "i-1", "10.0.1.1"})
    void refusesToLeaveOutWhoAnswers(String name) {
        assertThatThrownBy(() -> leaveOut(List.of("zk-3", name), THREE, Set.of(3)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("answers")
                .hasMessageContaining("take it out of `without`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk-7", "orders", "i-7", ""})
    void refusesANameOfNobody(String name) {
        assertThatThrownBy(() -> leaveOut(List.of("zk-3", name), THREE, Set.of(3)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("'" + name + "', which is no server of this ensemble")
                .hasMessageContaining("zk-1 at 10.0.1.1");
    }

    @Test
    void refusesANameThatFitsTwo() {
        List<String> crossed = List.of("server.1=zk-2:2888:3888", "server.2=zk-1:2888:3888", "server.3=zk-3:2888:3888");

        assertThatThrownBy(() -> leaveOut(List.of("zk-1"), crossed, Set.of(1)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("'zk-1', which fits servers [1, 2]");
        assertThatThrownBy(() -> leaveOut(List.of("i-2", "i-4"), FIVE_AND_ONE, Set.of(2, 4)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("which may be any of servers [2, 4]");
    }

    private static List<AbsentServer> leaveOut(List<String> names, List<String> zooCfg, Set<Integer> silentIds) {
        Map<Network.Instance, String> silent = new HashMap<>();
        silentIds.forEach(id -> silent.put(instance(id), "no answer"));
        Map<Integer, Network.Instance> present = present(zooCfg.size());
        present.keySet().removeAll(silentIds);
        return new Absentees(ServerDiscovery.Without.asked(names), zooCfg, silent).leaveOut(present);
    }

    private static Map<Integer, Network.Instance> present(int count) {
        Map<Integer, Network.Instance> present = new TreeMap<>();
        for (int id = 1; id <= count; id++) {
            present.put(id, instance(id));
        }
        return present;
    }

    private static Network.Instance instance(int id) {
        return new Network.Instance("i-" + id, "10.0.1." + id, Set.of("eni-" + id), Set.of("sg-1"), true);
    }
}
