package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cdk-nag's AwsSolutions rules say of the stacks, but for what is accepted at the resource itself with a reason. */
@NeedsNode
class ReviewTest {
    private static final int LEAST_WORDS = 5;
    private static Path reports = Path.of("");

    @BeforeAll
    static void review() {
        reports = Synthesis.reviewed();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void nothingIsFoundThatNobodyHasAccepted(String stack) throws IOException {
        assertThat(lines(stack))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("compliance").asText())
                        .as(line.toString())
                        .isIn("Compliant", "Suppressed", "N/A"));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void whatIsAcceptedHasItsReason(String stack) throws IOException {
        assertThat(lines(stack))
                .filteredOn(line -> line.path("compliance").asText().equals("Suppressed"))
                .allSatisfy(
                        line -> assertThat(line.path("exceptionReason").asText().split(" ", -1))
                                .as(line.toString())
                                .hasSizeGreaterThan(LEAST_WORDS));
    }

    static Stream<String> stacks() {
        return Stream.of(
                "ZooarkVault",
                "ZooarkVaultDifferent",
                "ZooarkEndpoints-vpc-0b1b2c3d4e5f60718",
                "Zooark-orders",
                "Zooark-audit");
    }

    private static List<JsonNode> lines(String stack) throws IOException {
        JsonNode report = new ObjectMapper()
                .readTree(reports.resolve("AwsSolutions-" + stack + "-NagReport.json")
                        .toFile());
        return Stream.of(report.path("lines")).flatMap(Deployed::stream).toList();
    }
}
