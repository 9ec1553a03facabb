package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void takesTheMiddleOfAnOddNumber() {
        assertThat(Summary.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Summary(4, 1, 9));
    }

    @Test
    void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Summary.of(List.of(9.0, 1.0, 4.0, 2.0))).isEqualTo(new Summary(3, 1, 9));
    }

    @Test
    void refusesToSumUpNothing() {
        assertThatThrownBy(() -> Summary.of(List.of())).hasMessage("nothing was measured");
    }

    @Test
    void takesAsPercentileTheLeastThatThisShareDoesNotExceed() {
        List<Double> oneToTwoHundred =
                IntStream.rangeClosed(1, 200).mapToObj(i -> (double) i).toList();

        assertThat(Summary.percentile(oneToTwoHundred, 0.99)).isEqualTo(198);
    }

    @Test
    void takesTheMostAsThe99thPercentileOfFewerThanAHundred() {
        assertThat(Summary.percentile(List.of(1.0, 7.0, 3.0), 0.99)).isEqualTo(7);
    }
}
