package io.zooark.restore;

import static io.zooark.restore.ReportedRestore.HOSTILE;
import static io.zooark.restore.ReportedRestore.OWN;
import static io.zooark.restore.ReportedRestore.PLAN;
import static io.zooark.restore.ReportedRestore.at;
import static io.zooark.restore.ReportedRestore.lock;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.restore.RestoreRecord.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportPageTest {
    private final ReportedRestore restore = new ReportedRestore();

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void writesAWellFormedPageForEveryOutcome(Outcome outcome) throws Exception {
        restore.upToTheMove();

        restore.ended(restore.request("Release the lock", 60, "disk full"), lock(Phase.OPENING, OWN), outcome, at(61));

        StrictPage page = restore.page();
        assertThat(page.text("h1")).hasSizeGreaterThan(20);
        assertThat(page.text("title")).endsWith(": restore of orders");
        assertThat(restore.report().outcome()).hasValue(outcome);
        assertThat(restore.report().nextSteps()).isNotEmpty();
    }

    @Test
    void letsNothingFromOutsideBecomeMarkup() throws Exception {
        restore.upToTheMove();

        restore.leftClosed(HOSTILE);

        assertThat(restore.html()).contains("&lt;script&gt;").doesNotContain("<script", "\u202E", "\u0000", "<b>");
        StrictPage page = restore.page();
        assertThat(page.all("style").getLength()).isEqualTo(1);
        assertThat(page.text("style")).isEqualTo(page.text("style").replaceAll("[<>&\"']", ""));
        NodeList all = page.all("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            assertThat(element.getTagName()).isNotIn("script", "a", "img", "iframe", "object", "form");
            for (int j = 0; j < element.getAttributes().getLength(); j++) {
                assertThat(element.getAttributes().item(j).getNodeName())
                        .doesNotStartWith("on")
                        .isNotEqualTo("src");
            }
        }
    }

    @Test
    void showsWhatIsNotKnownAsUnknown() throws Exception {
        restore.ended(
                new Request(
                        RestoreRecord.Action.FAIL,
                        PLAN,
                        null,
                        null,
                        null,
                        1L,
                        null,
                        List.of(),
                        null,
                        false,
                        List.of(),
                        null,
                        null),
                lock(Phase.MOVING, OWN),
                Outcome.LEFT_CLOSED,
                at(61));

        assertThat(restore.page().all("svg").getLength()).isZero();
        assertThat(restore.html())
                .contains(">unknown<", "Not on record. Where data was moved, it lies in set-aside/restore-1/before");
    }
}
