namespace Infra.Simulator.Api.Decoding;

/// <summary>Scans a JSON text without recursion, up to its first error.</summary>
internal ref struct GoJsonScanner(ReadOnlySpan<byte> text)
{
    private const string End = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public string? ScanDocument()
    {
        // The closing brackets that are still to come: the scanner does not recurse.
        var open = new Stack<byte>();
        if (ScanValue(open) is { } error)
        {
            return error;
        }

        while (open.TryPeek(out var bracket))
        {
            SkipSpace();
            if (ScanNext(open, bracket) is { } problem)
            {
                return problem;
            }
        }

        SkipSpace();
        return _position < _text.Length ? Invalid("after top-level value") : null;
    }

    private string? ScanNext(Stack<byte> open, byte bracket)
    {
        if (_position >= _text.Length)
        {
            return End;
        }

        var next = _text[_position];
        if (next == bracket)
        {
            _position++;
            open.Pop();
            return null;
        }

        if (next != ',')
        {
            return Invalid(bracket == '}' ? "after object key:value pair" : "after array element");
        }

        _position++;
        return bracket == '}' ? ScanMember(open) : ScanValue(open);
    }

    private string? ScanMember(Stack<byte> open)
    {
        SkipSpace();
        if (_position >= _text.Length)
        {
            return End;
        }

        if (_text[_position] != '"')
        {
            return Invalid("looking for beginning of object key string");
        }

        if (ScanString() is { } error)
        {
            return error;
        }

        SkipSpace();
        if (_position >= _text.Length)
        {
            return End;
        }

        if (_text[_position] != ':')
        {
            return Invalid("after object key");
        }

        _position++;
        return ScanValue(open);
    }

    private string? ScanValue(Stack<byte> open)
    {
        SkipSpace();
        if (_position >= _text.Length)
        {
            return End;
        }

        switch (_text[_position])
        {
            case (byte)'{':
                return Open(open, (byte)'}')
                    ? IsClosed(open)
                        ? null
                        : ScanMember(open)
                    : "exceeded max depth";
            case (byte)'[':
                return Open(open, (byte)']')
                    ? IsClosed(open)
                        ? null
                        : ScanValue(open)
                    : "exceeded max depth";
            case (byte)'"':
                return ScanString();
            case (byte)'t':
                return ScanLiteral("true");
            case (byte)'f':
                return ScanLiteral("false");
            case (byte)'n':
                return ScanLiteral("null");
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ScanNumber();
            default:
                return Invalid("looking for beginning of value");
        }
    }

    private bool Open(Stack<byte> open, byte bracket)
    {
        _position++;
        open.Push(bracket);
        return open.Count <= GoJson.MaximumDepth;
    }

    /// <summary>Whether the collection just opened is empty.</summary>
    private bool IsClosed(Stack<byte> open)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != open.Peek())
        {
            return false;
        }

        _position++;
        open.Pop();
        return true;
    }

    private string? ScanString()
    {
        for (_position++; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case (byte)'"':
                    _position++;
                    return null;
                case (byte)'\\':
                    _position++;
                    if (ScanEscape() is { } error)
                    {
                        return error;
                    }

                    break;
                case < 0x20:
                    return Invalid("in string literal");
                default:
                    break;
            }
        }

        return End;
    }

    private string? ScanEscape()
    {
        if (_position >= _text.Length)
        {
            return End;
        }

        if (_text[_position] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(_text[_position]) ? null : Invalid("in string escape code");
        }

        for (var i = 0; i < 4; i++)
        {
            if (++_position >= _text.Length)
            {
                return End;
            }

            if (!char.IsAsciiHexDigit((char)_text[_position]))
            {
                return Invalid("in \\u hexadecimal character escape");
            }
        }

        return null;
    }

    private string? ScanLiteral(string literal)
    {
        for (var i = 1; i < literal.Length; i++)
        {
            if (++_position >= _text.Length)
            {
                return End;
            }

            if (_text[_position] != literal[i])
            {
                return Invalid($"in literal {literal} (expecting '{literal[i]}')");
            }
        }

        _position++;
        return null;
    }

    private string? ScanNumber()
    {
        if (_text[_position] == '-' && (++_position >= _text.Length || !char.IsAsciiDigit((char)_text[_position])))
        {
            return _position >= _text.Length ? End : Invalid("in numeric literal");
        }

        if (_text[_position] == '0')
        {
            _position++;
        }
        else
        {
            SkipDigits();
        }

        if (_position < _text.Length && _text[_position] == '.' && RequireDigits("after decimal point in numeric literal") is { } error)
        {
            return error;
        }

        if (_position >= _text.Length || _text[_position] is not ((byte)'e' or (byte)'E'))
        {
            return null;
        }

        if (_position + 1 < _text.Length && _text[_position + 1] is (byte)'+' or (byte)'-')
        {
            _position++;
        }

        return RequireDigits("in exponent of numeric literal");
    }

    private string? RequireDigits(string place)
    {
        _position++;
        if (_position >= _text.Length)
        {
            return End;
        }

        if (!char.IsAsciiDigit((char)_text[_position]))
        {
            return Invalid(place);
        }

        SkipDigits();
        return null;
    }

    private void SkipDigits()
    {
        while (_position < _text.Length && char.IsAsciiDigit((char)_text[_position]))
        {
            _position++;
        }
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _position++;
        }
    }

    private readonly string Invalid(string place) => $"invalid character {GoJson.Quote((char)_text[_position])} {place}";
}
