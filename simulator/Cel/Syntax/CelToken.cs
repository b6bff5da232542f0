namespace Infra.Simulator.Cel.Syntax;

internal enum TokenKind
{
    End,
    Identifier,

    /// <summary>An identifier in backticks.</summary>
    EscapedIdentifier,
    Integer,
    Unsigned,
    Float,
    Text,
    Bytes,
    Symbol,
}

/// <summary>A token; <see cref="Text"/> is as in the source.</summary>
internal readonly record struct CelToken(TokenKind Kind, string Text, int Position)
{
    public bool Is(string symbol) => Kind is TokenKind.Symbol or TokenKind.Identifier && Text == symbol;

    /// <summary>The name of a field without the backticks that may escape it.</summary>
    public string FieldName => Kind == TokenKind.EscapedIdentifier ? Text[1..^1] : Text;

    /// <summary>The token in error messages.</summary>
    public string Shown =>
        Kind == TokenKind.End
            ? "<EOF>"
            : Text.Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal)
                .Replace("\t", "\\t", StringComparison.Ordinal);
}
