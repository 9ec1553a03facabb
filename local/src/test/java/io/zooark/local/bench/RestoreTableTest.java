package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreTableTest {
    private static final Workload SMALL = new Workload(10_000, 1024, 512);

    @Test
    void showsTheMediansOfEachPhaseAndTheRatioOfTheRunsOfARound() {
        Map<String, List<Restored>> results = new LinkedHashMap<>();
        results.put(RestoreScene.GUIDE, List.of(run(1, 4, 0), run(1, 2, 0), run(2, 8, 0)));
        results.put("placement", List.of(placed(5), placed(6), placed(10)));
        RestoreTable table = new RestoreTable();
        table.add(SMALL, results);

        assertThat(table.markdown()).isEqualTo("""
                |  | 10,000 znodes of 1,024 bytes |  |
                |---|---:|---:|
                | seconds | guide | placement |
                | stop | 1.0 |  |
                | place |  | 6.0 |
                | send | 4.0 |  |
                | **in all** | **5.0** | **6.0** |
                | times the guide's |  | 1.00 |
                | waiting |  | 17 % |
                """);
    }

    private static Restored run(double stop, double send, double waited) {
        return new Restored(Map.of("stop", stop, "send", send), waited);
    }

    private static Restored placed(double seconds) {
        return new Restored(Map.of("place", seconds), 1);
    }
}
