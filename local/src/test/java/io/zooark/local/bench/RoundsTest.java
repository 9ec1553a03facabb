package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.bench.Rounds.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void beginsEachRoundWithAnother() throws IOException {
        List<String> order = new ArrayList<>();
        List<Subject<Boolean>> subjects = List.of("a", "b", "c").stream()
                .map(name -> new Subject<>(name, () -> order.add(name)))
                .toList();

        new Rounds(3).of(subjects, () -> order.add("-"));

        assertThat(String.join("", order)).isEqualTo("-a-b-c-b-c-a-c-a-b");
    }

    @Test
    void keepsTheResultsOfEachInTheOrderOfTheRounds() throws IOException {
        int[] count = new int[1];
        Map<String, List<Integer>> results = new Rounds(2)
                .of(List.of(new Subject<>("a", () -> ++count[0]), new Subject<>("b", () -> ++count[0])), () -> {});

        assertThat(results).containsEntry("a", List.of(1, 4)).containsEntry("b", List.of(2, 3));
    }
}
