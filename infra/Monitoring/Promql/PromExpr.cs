namespace Infra.Backend.Monitoring.Promql;

/// <summary>An expression of PromQL. Operators put brackets where precedence needs them, and only there.</summary>
internal readonly record struct PromExpr(string Text, int Strength = PromExpr.Atom)
{
    /// <summary>What no operator can tear apart.</summary>
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

    /// <summary>Joined over other labels than all of them.</summary>
    public PromExpr Times(PromExpr other, Matching matching) => Combine($"* {matching}", other, Product);

    public PromExpr DividedBy(PromExpr other, Matching matching) => Combine($"/ {matching}", other, Product);

    public PromExpr Minus(PromExpr other, Matching matching) => Combine($"- {matching}", other, Sum);

    public PromExpr GreaterThan(PromExpr other, Matching matching) => Combine($"> {matching}", other, Comparison);

    public PromExpr LessThan(PromExpr other, Matching matching) => Combine($"< {matching}", other, Comparison);

    public PromExpr NotEqualTo(PromExpr other, Matching matching) => Combine($"!= {matching}", other, Comparison);

    public PromExpr And(PromExpr other, Matching? matching = null) => Combine(With("and", matching), other, Intersection);

    public PromExpr Unless(PromExpr other, Matching? matching = null) => Combine(With("unless", matching), other, Intersection);

    public PromExpr Or(PromExpr other) => Combine("or", other, Union);

    public override string ToString() => Text;

    private static string With(string @operator, Matching? matching) => matching is { } labels ? $"{@operator} {labels}" : @operator;

    /// <summary>Operators of one strength bind to the left.</summary>
    private PromExpr Combine(string @operator, PromExpr right, int strength) => new($"{Inside(strength)} {@operator} {right.Inside(strength + 1)}", strength);

    private string Inside(int strength) => Strength < strength ? $"({Text})" : Text;
}

/// <summary>Which labels tell that two series belong together.</summary>
internal readonly record struct Matching(string Text)
{
    /// <summary>Several series on the left belong to one on the right; these labels are taken over from there.</summary>
    public Matching GroupLeft(params ReadOnlySpan<string> labels) => new($"{Text} group_left ({string.Join(", ", labels)})");

    /// <summary>Several series on the right belong to one on the left.</summary>
    public Matching GroupRight() => new($"{Text} group_right ()");

    public override string ToString() => Text;
}

/// <summary>Series of one metric.</summary>
internal readonly record struct SeriesSelector(string Text)
{
    public static implicit operator PromExpr(SeriesSelector series) => new(series.Text);

    public override string ToString() => Text;
}

/// <summary>What a label's value has to be.</summary>
internal readonly record struct LabelMatcher(string Text);
