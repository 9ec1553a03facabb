package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The side of a {@link Child} that answers: one line for each line of standard input. The JVM halts when that ends, which it
 * does when the parent is gone, however it went.
 */
final class Questions {
    static final String ANSWER = "= ";
    static final String FAILURE = "! ";

    private Questions() {}

    /** Answers one question. */
    @FunctionalInterface
    interface Answering {
        String answer(String question) throws Exception;
    }

    /** Answers until the end. */
    static void answerAll(Answering answering) throws InterruptedException {
        BlockingQueue<String> questions = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(questions), "questions");
        reader.setDaemon(true);
        reader.start();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        while (true) {
            String question = questions.take();
            try {
                out.println(ANSWER + answering.answer(question));
            } catch (Exception e) {
                e.printStackTrace();
                out.println(FAILURE + String.valueOf(e).replace('\n', ' '));
            }
        }
    }

    private static void read(BlockingQueue<String> questions) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                questions.add(line);
            }
        } catch (IOException e) {
            System.err.println("standard input cannot be read, halting: " + e);
        } finally {
            // not exit: nothing may keep a process alive that nobody talks to any more
            Runtime.getRuntime().halt(0);
        }
    }
}
