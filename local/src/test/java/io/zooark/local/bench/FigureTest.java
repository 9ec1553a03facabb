package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void comparesWhatWasMeasuredInTheSameRound() {
        Figure ratio = Figure.ratio("ours / theirs", List.of(1.0, 6.0, 10.0), List.of(2.0, 3.0, 10.0));

        assertThat(ratio.values()).containsExactly(0.5, 2.0, 1.0);
    }

    @Test
    void refusesPairsOfWhichOneIsMissing() {
        assertThatThrownBy(() -> Figure.ratio("ours / theirs", List.of(1.0, 2.0), List.of(2.0)))
                .hasMessageContaining("got 2 and 1 for 'ours / theirs'");
    }

    @Test
    void judgesTheMedianByItsGoal() {
        Figure figure = Figure.of("wall", Unit.SECONDS, List.of(0.1, 0.8, 7.0));

        assertThat(figure.shallBe(Goal.atMost(0.9)).json()).containsEntry("met", true);
        assertThat(figure.shallBe(Goal.atLeast(0.9)).json()).containsEntry("met", false);
    }

    @Test
    void standsInTheTableWithItsGoal() {
        Chapter chapter = new Chapter("10 znodes");
        chapter.add(Figure.of("wall", Unit.SECONDS, List.of(1.0, 2.0, 4.0)).shallBe(Goal.atMost(1.5)));
        chapter.note("one note");

        assertThat(Table.of(List.of(chapter)).lines().map(String::strip))
                .containsExactly(
                        "median      min      max        goal",
                        "",
                        "10 znodes",
                        "wall      2.00     1.00     4.00  s     <= 1.50  MISSED",
                        "one note");
    }
}
