using System.Text;

namespace Infra.Simulator.Cel.Syntax;

/// <summary>Parsing cannot go on; the error is recorded.</summary>
internal sealed class SyntaxStopException : Exception;

/// <summary>Reads tokens one by one and records errors about those that do not fit.</summary>
internal sealed class TokenReader(List<CelToken> tokens, List<CelIssue> issues, string source)
{
    /// <summary>The tokens of the grammar that appear in sets, in its order.</summary>
    private static readonly string[] _order =
    [
        "'['",
        "']'",
        "'{'",
        "'}'",
        "'('",
        "')'",
        "'.'",
        "','",
        "'-'",
        "'!'",
        "'?'",
        "'true'",
        "'false'",
        "'null'",
        "NUM_FLOAT",
        "NUM_INT",
        "NUM_UINT",
        "STRING",
        "BYTES",
        "IDENTIFIER",
    ];

    private static readonly HashSet<string> _starts =
    [
        "'['",
        "'{'",
        "'('",
        "'.'",
        "'-'",
        "'!'",
        "'true'",
        "'false'",
        "'null'",
        "NUM_FLOAT",
        "NUM_INT",
        "NUM_UINT",
        "STRING",
        "BYTES",
        "IDENTIFIER",
    ];

    private int _at;

    public CelToken Peek(int ahead = 0) => tokens[Math.Min(_at + ahead, tokens.Count - 1)];

    public CelToken Take() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    public bool TryTake(string symbol, out CelToken token)
    {
        token = Peek();
        if (!token.Is(symbol))
        {
            return false;
        }

        Take();
        return true;
    }

    public bool TryTakeAny(string[] symbols, out CelToken token)
    {
        token = Peek();
        if (token.Kind is not (TokenKind.Symbol or TokenKind.Identifier) || !symbols.Contains(token.Text))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Requires a token that can start an expression, or one of <paramref name="others"/>.</summary>
    public void ExpectStart(params string[] others)
    {
        if (Starts(Peek()) || others.Any(Peek().Is))
        {
            return;
        }

        var expected = _order.Where(name => _starts.Contains(name) || others.Any(other => name == $"'{other}'"));
        Recover($"{{{string.Join(", ", expected)}}}", token => Starts(token) || others.Any(token.Is));
    }

    public void ExpectOneOf(string first, string second)
    {
        if (!Peek().Is(first) && !Peek().Is(second))
        {
            Recover($"{{'{first}', '{second}'}}", token => token.Is(first) || token.Is(second));
        }
    }

    public void Expect(string symbol)
    {
        if (TryTake(symbol, out _))
        {
            return;
        }

        var found = Peek();
        if (Peek(1).Is(symbol))
        {
            Report(found, $"extraneous input '{found.Shown}' expecting '{symbol}'");
            Take();
            Take();
        }
        else if (symbol != ":" && (found.Kind == TokenKind.End || found.Kind == TokenKind.Symbol) && !found.Is("{") && !found.Is("!"))
        {
            Report(found, $"missing '{symbol}' at '{found.Shown}'");
        }
        else
        {
            Stop(found, $"mismatched input '{found.Shown}' expecting '{symbol}'");
        }
    }

    public void ExpectEnd()
    {
        if (Peek().Kind != TokenKind.End)
        {
            Recover("<EOF>", token => token.Kind == TokenKind.End);
        }
    }

    public CelToken TakeIdentifier(CelToken before) =>
        Peek().Kind == TokenKind.Identifier && !IsKeyword(Peek()) ? Take() : throw NoAlternative(before);

    /// <summary>Takes the name of a field after a dot.</summary>
    public CelToken TakeField(CelToken before) => Peek().Kind == TokenKind.EscapedIdentifier ? Take() : TakeIdentifier(before);

    /// <summary>The dotted name before a brace, if one follows; its tokens are taken.</summary>
    public string? FindStruct(CelToken first)
    {
        var ahead = 0;
        var name = new StringBuilder(first.Text);
        while (Peek(ahead).Is(".") && Peek(ahead + 1).Kind == TokenKind.Identifier)
        {
            name.Append('.').Append(Peek(ahead + 1).Text);
            ahead += 2;
        }

        if (!Peek(ahead).Is("{"))
        {
            return null;
        }

        _at += ahead;
        return name.ToString();
    }

    private static bool IsKeyword(CelToken token) => token.Text is "true" or "false" or "null" or "in";

    private static bool Starts(CelToken token) =>
        token.Kind switch
        {
            TokenKind.Symbol => token.Text is "[" or "{" or "(" or "." or "-" or "!",
            TokenKind.Identifier => token.Text != "in",
            TokenKind.End or TokenKind.EscapedIdentifier => false,
            _ => true,
        };

    private SyntaxStopException NoAlternative(CelToken before)
    {
        var found = Peek();
        var end = found.Kind == TokenKind.End ? before.Position + before.Text.Length : found.Position + found.Text.Length;
        Report(found, $"no viable alternative at input '{source[before.Position..end]}'");
        return new SyntaxStopException();
    }

    /// <summary>Leaves out one token if the next one fits; otherwise parsing stops.</summary>
    private void Recover(string expected, Func<CelToken, bool> fits)
    {
        var found = Peek();
        if (found.Kind == TokenKind.End || !fits(Peek(1)))
        {
            Stop(found, $"mismatched input '{found.Shown}' expecting {expected}");
        }

        Report(found, $"extraneous input '{found.Shown}' expecting {expected}");
        Take();
    }

    private void Stop(CelToken at, string message)
    {
        Report(at, message);
        throw new SyntaxStopException();
    }

    private void Report(CelToken at, string message) => issues.Add(new CelIssue(at.Position, "Syntax error: " + message));
}
