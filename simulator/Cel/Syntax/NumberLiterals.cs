using System.Globalization;
using System.Numerics;

namespace Infra.Simulator.Cel.Syntax;

/// <summary>Decodes number tokens.</summary>
internal static class NumberLiterals
{
    public static Literal Parse(CelToken token, bool isNegative, List<CelIssue> issues)
    {
        var position = isNegative ? token.Position - 1 : token.Position;
        object? value = token.Kind switch
        {
            TokenKind.Float => double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture) * (isNegative ? -1 : 1),
            TokenKind.Unsigned => ParseWhole(token.Text[..^1]) is var whole && whole <= ulong.MaxValue ? (ulong)whole : null,
            _ => ParseWhole(token.Text) * (isNegative ? -1 : 1) is var whole && whole >= long.MinValue && whole <= long.MaxValue
                ? (long)whole
                : null,
        };
        if (value is null or double.PositiveInfinity or double.NegativeInfinity)
        {
            var kind = token.Kind switch
            {
                TokenKind.Float => "double",
                TokenKind.Unsigned => "uint",
                _ => "int",
            };
            issues.Add(new CelIssue(position, $"invalid {kind} literal"));
        }
        return new Literal(position, value);
    }

    private static BigInteger ParseWhole(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? BigInteger.Parse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);
}
