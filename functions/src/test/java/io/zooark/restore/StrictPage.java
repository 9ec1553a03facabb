package io.zooark.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A page, read by a parser that, unlike a browser, forgives nothing. */
final class StrictPage {
    private final Document document;

    private StrictPage(Document document) {
        this.document = document;
    }

    static StrictPage of(String html) throws Exception {
        return new StrictPage(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(UTF_8))));
    }

    /** Returns all elements of this name, or all of any. */
    NodeList all(String element) {
        return document.getElementsByTagName(element);
    }

    /** Returns the text of the first element of this name. */
    String text(String element) {
        return all(element).item(0).getTextContent();
    }

    /** Returns how many states the picture shows. */
    long bars() {
        NodeList rects = ((Element) all("svg").item(0)).getElementsByTagName("rect");
        long bars = 0;
        for (int i = 0; i < rects.getLength(); i++) {
            bars += ((Element) rects.item(i)).getAttribute("class").startsWith("state") ? 1 : 0;
        }
        return bars;
    }
}
