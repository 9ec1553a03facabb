package io.zooark.restore.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NextStepsTest {

    @Test
    void leavesPlainWordsAsTheyAre() {
        assertThat(NextSteps.quoted("arn:aws:states:eu-central-1:1:stateMachine:Restore-AbC"))
                .isEqualTo("arn:aws:states:eu-central-1:1:stateMachine:Restore-AbC");
    }

    @Test
    void makesOneWordForTheShellOfWhateverThereIs() {
        assertThat(NextSteps.quoted("it's $(reboot) `id` \"x\"")).isEqualTo("'it'\\''s $(reboot) `id` \"x\"'");
        assertThat(NextSteps.quoted("")).isEqualTo("''");
    }

    @Test
    void writesJsonThatHoldsWhateverThereIs() {
        assertThat(NextSteps.json("a\"b\\c\nd")).isEqualTo("\"a\\\"b\\\\c\\u000ad\"");
    }
}
