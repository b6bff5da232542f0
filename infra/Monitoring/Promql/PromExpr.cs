namespace Infra.Backend.Monitoring.Promql;

/// <summary>A PromQL expression. Operators add parentheses only where precedence requires them.</summary>
/// <param name="Text">The expression in PromQL.</param>
/// <param name="Strength">The precedence of its outermost operator; <see cref="Atom"/> where it has none.</param>
internal record PromExpr(string Text, int Strength = PromExpr.Atom)
{
    /// <summary>The precedence of selectors, numbers and calls.</summary>
    public const int Atom = 10;

    private const int Product = 5;
    private const int Sum = 4;
    private const int Comparison = 3;
    private const int Intersection = 2;
    private const int Union = 1;

    public static implicit operator PromExpr(double number) => Query.Number(number);

    public static PromExpr operator +(PromExpr left, PromExpr right) => left.Combine("+", right, Sum);

    public static PromExpr operator -(PromExpr left, PromExpr right) => left.Combine("-", right, Sum);

    public static PromExpr operator *(PromExpr left, PromExpr right) => left.Combine("*", right, Product);

    public static PromExpr operator /(PromExpr left, PromExpr right) => left.Combine("/", right, Product);

    public static PromExpr operator >(PromExpr left, PromExpr right) => left.Combine(">", right, Comparison);

    public static PromExpr operator <(PromExpr left, PromExpr right) => left.Combine("<", right, Comparison);

    public static PromExpr operator >=(PromExpr left, PromExpr right) => left.Combine(">=", right, Comparison);

    public static PromExpr operator <=(PromExpr left, PromExpr right) => left.Combine("<=", right, Comparison);

    public PromExpr EqualTo(PromExpr other) => Combine("==", other, Comparison);

    public PromExpr NotEqualTo(PromExpr other) => Combine("!=", other, Comparison);

    public PromExpr Times(PromExpr other, Matching matching) => Combine($"* {matching}", other, Product);

    public PromExpr DividedBy(PromExpr other, Matching matching) => Combine($"/ {matching}", other, Product);

    public PromExpr Minus(PromExpr other, Matching matching) => Combine($"- {matching}", other, Sum);

    public PromExpr LessThan(PromExpr other, Matching matching) => Combine($"< {matching}", other, Comparison);

    public PromExpr NotEqualTo(PromExpr other, Matching matching) => Combine($"!= {matching}", other, Comparison);

    public PromExpr And(PromExpr other, Matching? matching = null) => Combine(With("and", matching), other, Intersection);

    public PromExpr Unless(PromExpr other, Matching? matching = null) => Combine(With("unless", matching), other, Intersection);

    public PromExpr Or(PromExpr other) => Combine("or", other, Union);

    public sealed override string ToString() => Text;

    private static string With(string @operator, Matching? matching) => matching is { } labels ? $"{@operator} {labels}" : @operator;

    /// <summary>Operators of equal precedence are left-associative.</summary>
    private PromExpr Combine(string @operator, PromExpr right, int strength) =>
        new($"{Inside(strength)} {@operator} {right.Inside(strength + 1)}", strength);

    private string Inside(int strength) => Strength < strength ? $"({Text})" : Text;
}

/// <summary>The clause of a binary operator that lists the labels by which series are matched.</summary>
internal readonly record struct Matching(string Text)
{
    /// <summary>Many-to-one matching; the labels are copied from the right side.</summary>
    public Matching GroupLeft(params ReadOnlySpan<string> labels) => new($"{Text} group_left ({string.Join(", ", labels)})");

    /// <summary>One-to-many matching.</summary>
    public Matching GroupRight() => new($"{Text} group_right ()");

    public override string ToString() => Text;
}

/// <summary>A selector of one metric's series: an instant vector, or a range vector where a function takes a window.</summary>
internal sealed record SeriesSelector(string Text) : PromExpr(Text);

/// <summary>A condition on a label's value.</summary>
internal readonly record struct LabelMatcher(string Text);
