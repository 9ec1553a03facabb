package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.statemachine.NodeDocument;
import org.junit.jupiter.api.Test;

@NeedsNode
class NodeDocumentsTest {
    /** Systems Manager takes documents up to 64 KB. */
    private static final int LARGEST = 64 << 10;

    /** CloudFormation takes templates up to 1 MB, and most of one are documents; the CDK warns from here on. */
    private static final int LARGEST_TEMPLATE = 800_000;

    private final Deployed orders = Synthesis.orders();

    @Test
    void deploysEveryDocumentAsItIs() {
        assertThat(orders.all("AWS::SSM::Document"))
                .extracting(document -> document.path("Content"))
                .containsExactlyInAnyOrderElementsOf(NodeDocument.all().stream()
                        .map(document -> (JsonNode) document.json())
                        .toList());
    }

    @Test
    void aChangedDocumentKeepsItsName() {
        assertThat(orders.all("AWS::SSM::Document")).allSatisfy(document -> {
            assertThat(document.path("UpdateMethod").asText()).isEqualTo("NewVersion");
            assertThat(document.path("DocumentType").asText()).isEqualTo("Command");
        });
    }

    @Test
    void tellsTheNameOfEveryDocumentForWhoSendsOneByHand() {
        assertThat(orders.outputs("Document"))
                .hasSize(NodeDocument.all().size())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("{Documents"));
    }

    @Test
    void thereIsRoomForThemInTheTemplate() {
        assertThat(Synthesis.audit().size()).isLessThan(LARGEST_TEMPLATE);
    }

    @Test
    void noDocumentIsTooLarge() {
        assertThat(orders.all("AWS::SSM::Document"))
                .allSatisfy(document ->
                        assertThat(document.path("Content").toString().length()).isLessThan(LARGEST));
    }
}
