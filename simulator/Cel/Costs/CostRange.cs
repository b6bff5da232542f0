namespace Infra.Simulator.Cel.Costs;

/// <summary>The least and largest cost of an expression, or size of a value. Sums and products stay at the largest number.</summary>
internal readonly record struct CostRange(ulong Min, ulong Max)
{
    public static readonly CostRange Zero = new(0, 0);
    public static readonly CostRange Unknown = new(0, ulong.MaxValue);

    public static CostRange Fixed(ulong value) => new(value, value);

    public static CostRange operator +(CostRange left, CostRange right) => new(Sum(left.Min, right.Min), Sum(left.Max, right.Max));

    public static CostRange operator *(CostRange left, CostRange right) =>
        new(Multiply(left.Min, right.Min), Multiply(left.Max, right.Max));

    /// <summary>Multiplies and rounds up.</summary>
    public CostRange Scale(double factor) => new(Scale(Min, factor), Scale(Max, factor));

    /// <summary>The range that includes both.</summary>
    public CostRange Union(CostRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    public static ulong Multiply(ulong left, ulong right) => right != 0 && left > ulong.MaxValue / right ? ulong.MaxValue : left * right;

    public static ulong Sum(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;

    private static ulong Scale(ulong value, double factor)
    {
        var product = Math.Ceiling(value * factor);
        return product >= 18446744073709551616d ? ulong.MaxValue : (ulong)product;
    }
}
