namespace Infra.Kubernetes;

/// <summary>The notation of a <see cref="Quantity"/>; it affects only how the quantity is written.</summary>
public enum QuantityFormat
{
    /// <summary>Powers of 1000 with the suffixes n, u, m, none, k, M, G, T, P and E: <c>500m</c>.</summary>
    DecimalSI,

    /// <summary>Powers of 1024 with the suffixes Ki, Mi, Gi, Ti, Pi and Ei: <c>128Mi</c>.</summary>
    BinarySI,

    /// <summary>Powers of 1000 in scientific notation: <c>12e6</c>.</summary>
    DecimalExponent,
}
