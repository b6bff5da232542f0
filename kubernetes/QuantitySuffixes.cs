namespace Infra.Kubernetes;

/// <summary>The suffixes of quantities, in ascending order.</summary>
internal static class QuantitySuffixes
{
    /// <summary>The index of the decimal suffix for units.</summary>
    public const int DecimalUnit = 3;

    /// <summary>Each stands for 1000 times the one before.</summary>
    public static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>Each stands for 1024 times the one before.</summary>
    public static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>All suffixes, without the empty one.</summary>
    public static IEnumerable<string> All => Decimal.Concat(Binary).Where(suffix => suffix.Length > 0);
}
