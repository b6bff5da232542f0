namespace Infra.Simulator.Cel.Values;

/// <summary>An error during evaluation. It is a value, because <c>||</c> and <c>&amp;&amp;</c> may ignore it.</summary>
internal sealed record CelError(string Message)
{
    public static readonly CelError NoSuchOverload = new("no such overload");
    public static readonly CelError IntegerOverflow = new("integer overflow");
    public static readonly CelError UnsignedOverflow = new("unsigned integer overflow");

    public static CelError NoSuchKey(object? key) => new($"no such key: {TextForm.Of(key)}");
}

/// <summary>A duration in nanoseconds.</summary>
internal readonly record struct CelDuration(long Nanoseconds) : IComparable<CelDuration>
{
    public int CompareTo(CelDuration other) => Nanoseconds.CompareTo(other.Nanoseconds);
}

/// <summary>A value that may be absent.</summary>
internal sealed record CelOptional(bool HasValue, object? Value)
{
    public static readonly CelOptional None = new(false, null);

    public static CelOptional Of(object? value) => new(true, value);
}

/// <summary>A value of a library that is compared by its own rules, such as a URL.</summary>
internal interface ICelOpaque
{
    string TypeName { get; }
}

/// <summary>A map or an object.</summary>
internal interface ICelMap
{
    int Count { get; }

    IEnumerable<object?> Keys { get; }

    bool TryGet(object? key, out object? value);
}
