package dev.dejima.nft.syntax;

import dev.dejima.nft.syntax.Subject.Watched;
import dev.dejima.nft.syntax.Subject.Watched.Event;
import dev.dejima.nft.syntax.Subject.Watched.Events;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is described, watched, imported and exported, its verb already read. */
final class QuestionParser {
  private final ExpressionParser expressions;
  private final Tokens tokens;

  QuestionParser(Parsing parsing, ExpressionParser expressions) {
    this.expressions = expressions;
    this.tokens = parsing.tokens;
  }

  Subject.Described described() throws SyntaxException {
    Span start = tokens.peek().span();
    Expression expression = expressions.single();
    return new Subject.Described(expression, tokens.since(start));
  }

  Watched watched() throws SyntaxException {
    Span start = tokens.last().span();
    Event event =
        tokens.accept("new") ? Event.NEW : tokens.accept("destroy") ? Event.DESTROY : Event.ANY;
    Events of = events();
    boolean json = "json".equals(language());
    if (!tokens.at(Token.Kind.END) && !tokens.peek().isSeparator()) {
      throw tokens.misplaced(
          words(Event.ANY, Events.ANY), words(event, of), "end of file", "newline", "semicolon");
    }
    return new Watched(event, of, json, tokens.since(start));
  }

  private Events events() {
    for (Events events : Events.values()) {
      if (events != Events.ANY && tokens.accept(events.word())) {
        return events;
      }
    }
    return Events.ANY;
  }

  private static List<String> words(Event event, Events of) {
    List<String> words = new ArrayList<>(List.of("json"));
    if (of == Events.ANY) {
      for (Events events : Events.values()) {
        words.add(events.word());
      }
    }
    if (event == Event.ANY && of == Events.ANY) {
      words.addAll(List.of("new", "destroy"));
    }
    return words;
  }

  Subject.Markup markup() throws SyntaxException {
    Span start = tokens.peek().span();
    tokens.accept("ruleset");
    String language = language();
    if (language == null) {
      throw tokens.unexpected("xml", "json", "vm");
    }
    return new Subject.Markup(language, tokens.since(start));
  }

  private @Nullable String language() throws SyntaxException {
    if (tokens.accept("xml")) {
      return "xml";
    }
    if (tokens.accept("vm")) {
      tokens.expect("json");
      return "json";
    }
    return tokens.accept("json") ? "json" : null;
  }
}
