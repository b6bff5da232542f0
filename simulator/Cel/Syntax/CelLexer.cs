namespace Infra.Simulator.Cel.Syntax;

/// <summary>Splits the source of an expression into tokens.</summary>
internal sealed class CelLexer
{
    private static readonly string[] _symbols =
    [
        "==",
        "!=",
        "<=",
        ">=",
        "&&",
        "||",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ".",
        ",",
        "-",
        "!",
        "?",
        ":",
        "+",
        "*",
        "/",
        "%",
        "<",
        ">",
    ];

    private readonly string _source;
    private readonly List<CelIssue> _issues;
    private readonly List<CelToken> _tokens = [];
    private int _at;

    private CelLexer(string source, List<CelIssue> issues)
    {
        _source = source;
        _issues = issues;
    }

    public static List<CelToken> Read(string source, List<CelIssue> issues)
    {
        var lexer = new CelLexer(source, issues);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (SkipBlanks())
        {
            var start = _at;
            var kind = ReadToken();
            if (kind is { } found)
            {
                _tokens.Add(new CelToken(found, _source[start.._at], start));
                continue;
            }

            var length = MeasureUnknown(start);
            var text = new CelToken(TokenKind.Symbol, _source.Substring(start, length), start).Shown;
            _issues.Add(new CelIssue(start, $"Syntax error: token recognition error at: '{text}'"));
            _at = start + length;
        }

        _tokens.Add(new CelToken(TokenKind.End, "", _source.Length));
    }

    private bool SkipBlanks()
    {
        while (_at < _source.Length)
        {
            if (_source[_at] is '\t' or ' ' or '\r' or '\n' or '\f')
            {
                _at++;
            }
            else if (StartsWith("//"))
            {
                var end = _source.IndexOf('\n', _at);
                _at = end < 0 ? _source.Length : end;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    private TokenKind? ReadToken()
    {
        if (FindTextStart() is { } prefix)
        {
            return ReadText(prefix);
        }

        var first = _source[_at];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (_at < _source.Length && (char.IsAsciiLetterOrDigit(_source[_at]) || _source[_at] == '_'))
            {
                _at++;
            }

            return TokenKind.Identifier;
        }
        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return ReadNumber();
        }

        if (first == '`')
        {
            var end = _source.IndexOf('`', _at + 1);
            if (end <= _at + 1)
            {
                return null;
            }

            _at = end + 1;
            return TokenKind.EscapedIdentifier;
        }
        if (_symbols.FirstOrDefault(StartsWith) is not { } symbol)
        {
            return null;
        }

        _at += symbol.Length;
        return TokenKind.Symbol;
    }

    private TokenKind ReadNumber()
    {
        if (Peek(0) == '0' && Peek(1) == 'x' && char.IsAsciiHexDigit(Peek(2)))
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek(0)))
            {
                _at++;
            }

            return ReadSuffix();
        }
        SkipDigits();
        var isFloat = false;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isFloat = true;
            _at++;
            SkipDigits();
        }
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            isFloat = true;
            _at += 1 + sign;
            SkipDigits();
        }
        return isFloat ? TokenKind.Float : ReadSuffix();
    }

    private TokenKind ReadSuffix()
    {
        if (Peek(0) is not ('u' or 'U'))
        {
            return TokenKind.Integer;
        }

        _at++;
        return TokenKind.Unsigned;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)))
        {
            _at++;
        }
    }

    /// <summary>The length of the prefix before the quotation mark of a text; null if no text starts here.</summary>
    private int? FindTextStart()
    {
        for (var prefix = 0; prefix <= 2; prefix++)
        {
            if (Peek(prefix) is '"' or '\'')
            {
                return prefix;
            }

            if (Peek(prefix) is not ('r' or 'R' or 'b' or 'B'))
            {
                return null;
            }
        }
        return null;
    }

    private TokenKind? ReadText(int prefix)
    {
        var head = _source.Substring(_at, prefix);
        var isRaw = head.Contains('r', StringComparison.OrdinalIgnoreCase);
        var start = _at + prefix;
        var mark = _source[start];
        var triple = new string(mark, 3);
        var isTriple = string.CompareOrdinal(_source, start, triple, 0, 3) == 0;
        var close = isTriple ? triple : mark.ToString();
        for (var at = start + close.Length; at < _source.Length; at++)
        {
            if (!isTriple && _source[at] is '\n' or '\r')
            {
                return null;
            }

            if (_source[at] == '\\' && !isRaw)
            {
                at++;
            }
            else if (string.CompareOrdinal(_source, at, close, 0, close.Length) == 0)
            {
                _at = at + close.Length;
                return head.Contains('b', StringComparison.OrdinalIgnoreCase) ? TokenKind.Bytes : TokenKind.Text;
            }
        }
        return null;
    }

    /// <summary>The length of text that is no token: an open text ends with its line, other characters stand alone.</summary>
    private int MeasureUnknown(int start)
    {
        if (FindTextStart() is not null)
        {
            var end = _source.IndexOf('\n', start);
            return (end < 0 ? _source.Length : end) - start;
        }

        return _source[start] is '=' or '|' or '&' && start + 1 < _source.Length ? 2
            : char.IsHighSurrogate(_source[start]) && start + 1 < _source.Length ? 2
            : 1;
    }

    private bool StartsWith(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private char Peek(int offset) => _at + offset < _source.Length ? _source[_at + offset] : '\0';
}
